"""One command, measured: time, processor, memory, and what others took of the machine meanwhile.

Times are taken everywhere. Memory, and the share of others, need Linux's /proc; without it they are None.
"""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LINUX = (PROC / "self" / "smaps_rollup").is_file()
TICKS = os.sysconf("SC_CLK_TCK")
INTERVAL = 0.05
MOST_EFFORT = 20  # looking at a large process takes milliseconds: rest at least so many times as long as a look took


@dataclass(frozen=True)
class Run:
    """What a command took: seconds, seconds of processor of all its processes, megabytes of all together at the most.

    others: the share of the machine (0 to 1) that went to other work, stolen time included.
    """

    wall: float
    cpu: float
    peak: float | None
    others: float | None


class Failed(Exception):  # noqa: N818 — it says what happened, and nobody has to repair it in code
    """A command that did not end well, or a page that did not appear."""


def environment(site: Path) -> dict[str, str]:
    """The environment of a generator: with caches of its own, in its site, and Python's byte code kept as usual."""
    kept = {
        key: value for key, value in os.environ.items() if key not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    }
    cache = str(site / ".cache")
    return {**kept, "HUGO_CACHEDIR": cache, "XDG_CACHE_HOME": cache, "PYTHONUTF8": "1"}


def run(command: list[str], site: Path) -> Run:
    """Run a command in a site to its end. Its output goes into a file beside the site."""
    log = log_of(site)
    with log.open("ab") as output:
        busy, own, start = _busy(), time.process_time(), time.perf_counter()
        process = start_in(command, site, output.fileno())
        sampler = Sampler(process.pid)
        status, usage = os.wait4(process.pid, 0)[1:]
        wall = time.perf_counter() - start
        peak = sampler.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-20:])
        raise Failed(f"the build ended with status {process.returncode}\n{tail}")
    cpu = usage.ru_utime + usage.ru_stime
    others = None
    if busy is not None:
        taken = (_busy() or 0.0) - busy - cpu - (time.process_time() - own)
        others = max(0.0, taken) / wall / (os.cpu_count() or 1)
    return Run(wall, cpu, peak, others)


def start_in(command: list[str], site: Path, output: int) -> "subprocess.Popen[bytes]":
    """Start a command in a site, as the head of a session of its own: that is how its children are found."""
    return subprocess.Popen(
        command,
        cwd=site,
        env=environment(site),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


def log_of(site: Path) -> Path:
    """Where what the commands of a site print is kept."""
    return site.with_suffix(".log")


class Sampler:
    """Looks every now and then how much memory a session takes, in a thread."""

    def __init__(self, session: int) -> None:
        self.session = Session(session)
        self.peak = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        if LINUX:
            self.thread.start()

    def _look(self) -> None:
        pause = INTERVAL
        while not self.ended.wait(pause):
            before = time.perf_counter()
            self.peak = max(self.peak, self.session.memory())
            pause = max(INTERVAL, MOST_EFFORT * (time.perf_counter() - before))

    def end(self) -> float | None:
        """The most there was."""
        self.ended.set()
        if LINUX:
            self.thread.join()
        return self.peak or None


class Session:
    """The processes of a session."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.strangers: set[str] = set()  # a process never joins a session: those seen once need no second look

    def _members(self) -> Iterator[tuple[str, list[str]]]:
        for name in os.listdir(PROC):
            if not name.isdigit() or name in self.strangers:
                continue
            try:
                fields = (PROC / name / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.number:
                yield name, fields
            elif name != str(self.number):
                self.strangers.add(name)

    def memory(self) -> float:
        """Megabytes of all together; what they share is counted once (PSS)."""
        return sum(_pss(name) for name, _ in self._members()) / 1024

    def cpu(self) -> float:
        """Seconds of processor of those that are alive, and of the children they waited for."""
        return sum(sum(map(int, fields[11:15])) for _, fields in self._members()) / TICKS


def _pss(name: str) -> int:
    try:
        rollup = (PROC / name / "smaps_rollup").read_text()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def _busy() -> float | None:
    """Seconds that the processors have worked since the start of the machine, or were withheld from it."""
    if not LINUX:
        return None
    fields = [int(one) for one in (PROC / "stat").read_text().partition("\n")[0].split()[1:9]]
    idle, waiting = fields[3:5]
    return (sum(fields) - idle - waiting) / TICKS

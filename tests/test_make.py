"""Making pages: by one process or several, and what becomes of those whose parent is gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, story
from tests.test_laws import glass

SLOW = """
import sys
import krama.make, krama.reading
krama.make.WORTH_SHARING, krama.make.SHARE = 1, 5
from krama.cli import run
if __name__ == "__main__":
    run()
"""


def children(parent: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = place.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[1]) == parent:
            found.append(int(place.parent.name))
    return found


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_the_processes_of_a_build_that_was_killed_go_with_it(tmp_path: Path) -> None:
    site = glass(tmp_path / "site")
    site.write({f"content/en/news/s{number}.md": story(f"Story {number}") for number in range(150)})
    (tmp_path / "start.py").write_text(SLOW, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "start.py"), "--root", str(site.root), "build", "--jobs", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(REPOSITORY)}
    )
    workers: list[int] = []
    deadline = time.monotonic() + 20
    while not workers and process.poll() is None and time.monotonic() < deadline:
        workers = children(process.pid)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 5
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [worker for worker in workers if alive(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert workers
    assert left == []
    assert site.publish().snapshot() == site.clean_snapshot()


def test_a_file_that_changes_while_the_site_is_built_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = glass(tmp_path / "site").publish()
    before = site.snapshot()
    site.write({"static/images/new.svg": "<svg/>"})
    real = Path.read_bytes
    reads = 0

    def reading(path: Path) -> bytes:
        nonlocal reads
        reads += path.name == "new.svg"
        if path.name == "new.svg":
            path.write_text(f'<svg id="{reads}"/>', encoding="utf-8")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", reading)
        report = site.build()
    assert not report.published
    assert any("the file changed while the site was built" in str(one.message) for one in report.problems)
    assert site.snapshot() == before
    assert site.publish().snapshot() == site.clean_snapshot()

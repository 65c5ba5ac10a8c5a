"""Whether this machine and this folder are fit for the work: a line on each matter, good or with its cure."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib import metadata
from itertools import chain
from pathlib import Path

from msgspec import Struct

from krama import catalogues, places, sources, templates, words
from krama.config import Config
from krama.memo import Damaged, Memo
from krama.options import Options
from krama.publish import Public
from krama.said import NOTHING, Said, said
from krama.settings import read_settings
from krama.standing import MEMO

OLDEST = (3, 11)
LOCK = "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[ \t]*(?:;[ \t]*([^\\\n]+))?", re.MULTILINE)
LONGEST = 240  # of 260 letters that Windows takes; an editor adds an ending of its own
ROOM = 1_000_000_000  # bytes: a site is laid out beside the old one before it takes its place
AHEAD = 86_400  # seconds that a file may lie in the future: a machine in another time zone wrote it
WOFF2, URL = b"wOF2", re.compile(r"url\(\s*[\"']?([^\"')?#]+\.woff2?)")
FOLDERS_A_WATCH = Path("/proc/sys/fs/inotify/max_user_watches")


class Line(Struct, frozen=True):
    """One matter. what: how it stands. cure: what to do, NOTHING where all is good."""

    what: Said
    cure: Said = NOTHING

    @property
    def good(self) -> bool:
        """Whether there is nothing to do."""
        return self.cure == NOTHING


class Machine(Struct, frozen=True):
    """What a process is told of where it runs. encoding: of the console."""

    environment: Mapping[str, str]
    encoding: str
    system: str = sys.platform


def examine(options: Options, machine: Machine) -> Iterator[Line]:
    """Looks at one matter after the other; what cannot be looked at is told as a matter, too."""
    root, out = options.root, options.out
    config, wrong = read_settings(root)
    yield from python()
    yield from _safely(lambda: libraries(root))
    yield from console(machine)
    yield from place(root, machine.environment)
    yield from _safely(lambda: paths(root, out, machine.system))
    yield from _safely(lambda: watches(root))
    yield from _safely(lambda: space(out))
    yield from _safely(lambda: git(root))
    yield from _safely(lambda: memory(out, root / ".krama" / "preview"))
    if config is None:
        yield Line(said("site.toml cannot be read: {}", wrong[0].message), said("run: {}", "python build.py check"))
        return
    yield from _safely(lambda: clock(root, config, options.now))
    yield from _safely(lambda: fonts(root))
    yield from _safely(lambda: catalogue(root, config))


def _safely(look: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    try:
        yield from look()
    except OSError as error:
        yield Line(said("the system refused: {}", f"{error.strerror} ({error.filename})"), said("see to it"))


def python() -> Iterator[Line]:
    """The version of Python."""
    told = said("Python {} on {}", platform.python_version(), platform.platform(terse=True))
    cure = said("install Python {} or newer from python.org", ".".join(map(str, OLDEST)))
    yield Line(told, NOTHING if sys.version_info >= OLDEST else cure)


def libraries(root: Path) -> Iterator[Line]:
    """The libraries, held against the versions that are locked."""
    lock = next((place for place in (root / LOCK, Path(__file__).parents[1] / LOCK) if place.is_file()), None)
    if lock is None:
        yield Line(said("there is no {}", LOCK), said("take it back from the project's repository"))
        return
    wanted = [(name, version) for name, version, only in PINNED.findall(lock.read_text("utf-8")) if _applies(only)]
    other = [f"{name} {found or '–'} ({version})" for name, version in wanted if (found := _version(name)) != version]
    if other:
        cure = said("run: {}", f"{Path(sys.executable).name} -m pip install --require-hashes -r {LOCK}")
        yield Line(said("libraries that are not as in {}: {}", LOCK, ", ".join(other)), cure)
    else:
        yield Line(said("{} libraries as in {}", len(wanted), LOCK))


def _applies(only: str) -> bool:
    """Whether a line of the lock is for this machine; it names nothing but systems."""
    named = re.findall(r"(sys_platform|platform_system|os_name)\s*==\s*'([^']+)'", only)
    here = {"sys_platform": sys.platform, "platform_system": platform.system(), "os_name": os.name}
    return not named or any(here[key] == value for key, value in named)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def console(machine: Machine) -> Iterator[Line]:
    """Whether the console shows Khmer."""
    encoding = machine.encoding.lower().replace("_", "-")
    told = said("the console takes text as {}", encoding or "–")
    if encoding in {"utf-8", "utf8"}:
        yield Line(told)
    elif machine.system == "win32":
        yield Line(
            told,
            said("run {} once, and open the console again; Windows Terminal shows Khmer best", "setx PYTHONUTF8 1"),
        )
    else:
        yield Line(told, said("choose a language with UTF-8, like: {}", "export LANG=C.UTF-8"))


def place(root: Path, environment: Mapping[str, str]) -> Iterator[Line]:
    """What kind of folder the site lies in."""
    service = places.service(root, environment)
    if service:
        cure = said("it may lock files, or bring back old ones: move the project elsewhere, and share it by git")
        yield Line(said("the project lies in a folder of {}", service), cure)
    elif places.elsewhere(root):
        cure = said("builds and the preview are slow there: work on a copy on this machine, and share it by git")
        yield Line(said("the project lies on another machine, or in a folder that another system shares"), cure)
    else:
        yield Line(said("the project lies on this machine: {}", root))


def paths(root: Path, out: Path, system: str) -> Iterator[Line]:
    """Whether Windows takes all paths."""
    tops = (root / "content", root / "static", out)
    longest = max((str(path) for top in tops for path in top.rglob("*")), key=len, default=str(root))
    told = said("the longest path has {} letters", len(longest))
    if len(longest) <= LONGEST or (system != "win32" and len(longest) - len(str(root)) <= LONGEST - 40):
        yield Line(told)
    else:
        cure = said("Windows takes 260: choose a shorter folder for the project, or shorter file names: {}", longest)
        yield Line(told, cure)


def watches(root: Path) -> Iterator[Line]:
    """Whether the preview may watch every folder; Linux counts them."""
    if not FOLDERS_A_WATCH.is_file():
        return
    most = int(FOLDERS_A_WATCH.read_text("ascii"))
    tops = (root / name for name in ("content", "static", "templates", "locale"))
    folders = sum(len(inner) + 1 for top in tops for _, inner, _ in os.walk(top))
    told = said("{} folders to watch, {} may be watched", folders, most)
    cure = said("run: {}", "sudo sysctl fs.inotify.max_user_watches=524288")
    yield Line(told, NOTHING if folders * 2 < most else cure)


def space(out: Path) -> Iterator[Line]:
    """Room on the disk."""
    above = next(folder for folder in (out, *out.parents) if folder.is_dir())
    free = shutil.disk_usage(above).free
    told = said("{} GB are free", f"{free / 1e9:.1f}")
    yield Line(told, NOTHING if free > ROOM else said("make room: a site is laid out beside the old one first"))


def git(root: Path) -> Iterator[Line]:
    """Whether what is written is kept, and what is not kept yet."""
    if shutil.which("git") is None:
        yield Line(
            said("git is not installed"), said("install it from git-scm.com: it keeps every version of every text")
        )
        return
    status = _git(root, "status", "--porcelain", "--untracked-files=normal", "--", "content", "static", "site.toml")
    if status is None:
        yield Line(said("the project is not kept by git"), said("run: {}", "git init"))
        return
    changed = len(status.splitlines())
    if changed:
        yield Line(said("git keeps the project; files not kept yet: {}", changed))
    else:
        yield Line(said("git keeps the project, and every file in it"))


def _git(root: Path, *command: str) -> str | None:
    done = subprocess.run(  # noqa: S603 — no word of it comes from outside
        ["git", "-C", str(root), *command],  # noqa: S607 — found on the path, as by whoever types it
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=30,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def memory(out: Path, preview: Path) -> Iterator[Line]:
    """Whether what is remembered of the last build can be read."""
    public = Public(out)
    found = [place for place in (public.state / MEMO, preview / MEMO) if place.exists()]
    damaged = [place for place in found if not _whole(place)]
    for one in damaged:
        yield Line(said("what is remembered is damaged: {}", one), said("delete the file; the next build takes longer"))
    if public.cut_off():
        yield Line(said("the last build was cut off while it published"), said("run: {}", "python build.py build"))
    elif not damaged:
        size = sum(place.stat().st_size for place in found)
        yield Line(said("what is remembered of the last build can be read ({} MB)", f"{size / 1e6:.1f}"))


def _whole(place: Path) -> bool:
    try:
        with Memo(place) as base:
            return base.whole()
    except (Damaged, OSError):
        return False


def clock(root: Path, config: Config, now: datetime) -> Iterator[Line]:
    """The time, and whether files come from the future."""
    local = now.astimezone(config.zone)
    told = said("it is {} in {}", f"{local:%Y-%m-%d %H:%M}", config.settings.timezone)
    scan = sources.scan(root, sources.tops(config.languages), 0)
    newest = max((seen.mtime for seen in scan.files.values()), default=0) / 1e9
    if newest > now.timestamp() + AHEAD:
        cure = said("set the clock of this machine: what appears by itself would come too late or too early")
        yield Line(said("{}; but there are files that were saved after that", told), cure)
    else:
        yield Line(told)


def fonts(root: Path) -> Iterator[Line]:
    """Whether the fonts that stylesheets name are there and are fonts."""
    named: set[Path] = set()
    for sheet in sorted((root / "static").rglob("*.css")):
        text = sheet.read_text(encoding="utf-8", errors="replace")
        named |= {
            (root / "static" / url[1:] if url.startswith("/") else sheet.parent / url) for url in URL.findall(text)
        }
    wrong = sorted(path.name for path in named if not _is_font(path))
    if wrong:
        cure = said("take them back from the project's repository, or run: {}", "make fonts")
        yield Line(said("fonts that are missing or damaged: {}", ", ".join(wrong)), cure)
    elif named:
        yield Line(said("{} fonts of the site's own", len(named)))
    else:
        cure = said("give the stylesheet a font with Khmer: not every phone has one")
        yield Line(said("the stylesheets name no font"), cure)


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in {WOFF2, b"wOFF"}
    except OSError:
        return False


def catalogue(root: Path, config: Config) -> Iterator[Line]:
    """Whether the interface has all its words in every language."""
    names = (path.relative_to(root).as_posix() for path in (root / templates.FOLDER).rglob("*") if path.is_file())
    messages = {text for _, _, text in chain(templates.study(root, names).messages, words.IN_CODE)}
    for lang in config.languages:
        source, _ = sources.text(root, words.path(lang)) if (root / words.path(lang)).is_file() else (None, ())
        spoken, wrong = catalogues.load(lang, source)
        missing = 0 if lang == words.SOURCE_LANGUAGE else len(messages - spoken.known)
        told = said("the interface in {}: {} of {} messages", lang, len(messages) - missing, len(messages))
        if missing or wrong:
            yield Line(told, said("run {}, and translate what is empty in {}", "make words", words.path(lang)))
        else:
            yield Line(told)

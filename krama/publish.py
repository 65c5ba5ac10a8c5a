"""Publishing: everything lies ready in a staging folder first; then a journal is written and the files are moved.

A process killed at any moment leaves whole files: before the journal is there, the last good site is untouched; after,
the next build finishes the moves. Assets go before the pages that name them, withdrawn files last.

State lies beside the published folder, in .krama/NAME, on the same file system, so that a move is a rename. A marker in
the published folder says that it is Krama's: a folder with files of somebody else is refused, never emptied.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from errno import ENOENT
from pathlib import Path

import msgspec
from filelock import BaseFileLock, FileLock
from msgspec import Struct

from krama.problems import Problem

MARKER = ".krama"
MARKER_TEXT = "This folder is made by Krama. What is put here by hand is removed by the next build.\n"
SOURCES = {"content", "static", "templates", "locale", "krama", "tests", ".git"}
PAGES = (".html", ".xml", ".json", ".txt", ".webmanifest")


class Row(Struct, frozen=True, array_like=True):
    """A published file: the key of its recipe, and its size and time, by which it is known again."""

    key: str
    size: int
    mtime: int


class Manifest(Struct, frozen=True):
    """What the last build published: the engine that made it, and its files by path."""

    engine: str
    files: dict[str, Row]


class Journal(Struct, frozen=True):
    """A publication under way: what is to be moved from staging and what is to go, in this order."""

    moves: tuple[str, ...]
    removals: tuple[str, ...]
    engine: str
    keys: dict[str, str]


class Public:
    """A published folder and its state."""

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        beside = self.out.parent / ".krama" / self.out.name
        # A mount point is a file system of its own: a rename into it must begin within it.
        mounted = self.out.exists() and self.out.stat().st_dev != self.out.parent.stat().st_dev
        self.state = self.out / ".krama-state" if mounted else beside
        self.staging = self.state / "staging"

    def refuse(self, root: Path) -> Problem | None:
        """Why this folder cannot be published into; root: the site's own folder."""
        real, home = self.out.resolve(), root.resolve()
        parts = real.relative_to(home).parts if real.is_relative_to(home) else ()
        if home.is_relative_to(real) or self.out.name == ".krama" or (parts and parts[0] in SOURCES):
            return Problem(str(self.out), 0, "the site's own files are in this folder", "choose another with --out")
        if self.out.exists() and not self.out.is_dir():
            return Problem(str(self.out), 0, "this is a file, and the site needs a folder", "choose another with --out")
        if (self.out / MARKER).exists() or not self.out.exists() or not any(self.out.iterdir()):
            return None
        hint = "choose an empty folder with --out, or delete this one if nothing in it is needed"
        return Problem(str(self.out), 0, "this folder holds files that Krama did not make", hint)

    def last(self, engine: str) -> dict[str, Row]:
        """The files of the last build that still stand as it left them, by path; none from another engine."""
        try:
            manifest = msgspec.json.decode((self.state / "manifest.json").read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError):
            return {}
        if manifest.engine != engine:
            return {}
        return {path: row for path, row in manifest.files.items() if _stands(self.out / path, row)}

    def lock(self) -> BaseFileLock:
        """Held while a build stages and publishes; another build at the same time finds it taken (Timeout)."""
        self.state.mkdir(parents=True, exist_ok=True)
        return FileLock(self.state / "lock", timeout=0)

    def finish(self) -> bool:
        """Completes a publication that was cut off; True if there was one."""
        try:
            journal = msgspec.json.decode((self.state / "journal.json").read_bytes(), type=Journal)
        except (OSError, msgspec.MsgspecError):
            return False
        self._carry_out(journal)
        return True

    def stage(self, path: str, data: bytes) -> None:
        """Lays a file ready; nothing of it is public yet."""
        place = self.staging / path
        try:
            place.write_bytes(data)
        except FileNotFoundError:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def clear(self) -> None:
        """Drops what was laid ready and not published."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def publish(self, staged: Iterable[str], keys: dict[str, str], engine: str) -> tuple[int, int]:
        """Makes what was staged public and removes what `keys` does not name; gives how many were moved and removed."""
        moves = tuple(sorted(staged, key=lambda path: (path.endswith(PAGES), path)))
        removals = tuple(sorted(path for path in self._present() if path not in keys))
        if moves or removals or not (self.state / "manifest.json").exists():
            self.state.mkdir(parents=True, exist_ok=True)
            journal = Journal(moves, removals, engine, keys)
            _write(self.state / "journal.json", msgspec.json.encode(journal))
            self._carry_out(journal)
        return len(moves), len(removals)

    def _carry_out(self, journal: Journal) -> None:
        """Every step may have been done already by a process that was killed."""
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
        for path in journal.moves:
            place = self.out / path
            if (self.staging / path).exists():
                _make_way(place)
                _replace(self.staging / path, place)
            elif not place.exists():
                raise FileNotFoundError(ENOENT, "a file that was laid ready is gone", str(self.staging / path))
        for path in journal.removals:
            _remove(self.out / path, self.out)
        files = {path: _row(self.out / path, key) for path, key in journal.keys.items() if (self.out / path).exists()}
        _write(self.state / "manifest.json", msgspec.json.encode(Manifest(journal.engine, files)))
        (self.state / "journal.json").unlink(missing_ok=True)
        self.clear()

    def _present(self) -> Iterator[str]:
        """Every file of the published folder that a build may remove; .git and the like are left alone."""
        for folder, names, files in os.walk(self.out):
            top = Path(folder) == self.out
            names[:] = sorted(name for name in names if not (top and name.startswith(".") and name != ".well-known"))
            for name in sorted(files):
                if not (top and name.startswith(".")):
                    yield (Path(folder) / name).relative_to(self.out).as_posix()


def _stands(place: Path, row: Row) -> bool:
    try:
        found = place.stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (row.size, row.mtime)


def _row(place: Path, key: str) -> Row:
    found = place.stat()
    return Row(key, found.st_size, found.st_mtime_ns)


def _write(place: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all, even if the power goes."""
    new = place.with_name(f"{place.name}.new")
    with open(new, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _replace(new, place)


def _replace(source: Path, place: Path) -> None:
    """os.replace, tried again where Windows has the file open in a virus scanner or a preview."""
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8):
        try:
            os.replace(source, place)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(source, place)


def _make_way(place: Path) -> None:
    """A folder where a file is to be, or a file where a folder is to be, comes from an earlier site: it goes."""
    for parent in reversed(place.parents):
        if parent.is_file():
            parent.unlink()
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)


def _remove(place: Path, out: Path) -> None:
    """Removes a file and the folders that it leaves empty."""
    if place.is_dir() and not place.is_symlink():
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        place.unlink()
    for folder in place.parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return

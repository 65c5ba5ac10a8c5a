"""Publishing: everything lies ready in a staging folder first; then a journal is written and the files are moved.

A process killed at any moment leaves whole files: before the journal is there, the last good site is untouched; after,
the next build finishes the moves. Assets go before the pages that name them, withdrawn files last.

State lies beside the published folder, in .krama/NAME, on the same file system, so that a move is a rename. A marker in
the published folder says that it is Krama's: a folder with files of somebody else is refused, never emptied.
"""

import contextlib
import os
import shutil
from collections.abc import Container
from errno import ENOENT
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from krama import sources
from krama.problems import Problem
from krama.said import said
from krama.survey import Asked, Manifest, Survey, believed, folders, inside, manifest_of, name_of, row, survey, time_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

MARKER = ".krama"
MARKER_TEXT = "This folder is made by Krama. What is put here by hand is removed by the next build.\n"
SOURCES = {"content", "static", "templates", "locale", "krama", "tests", ".git"}
PAGES = (".html", ".xml", ".json", ".txt", ".webmanifest")
ANOTHER = said("choose another with --out")
GONE = said("a file that was laid ready is gone")


MANIFEST, JOURNAL = "manifest.msgpack", "journal.json"


class Journal(Struct, frozen=True):
    """A publication under way: what is to be moved from staging and what is to go, in this order.

    keys: of what is moved. whole: nothing of what was published before counts. changed: folders that others changed.
    """

    moves: tuple[str, ...]
    removals: tuple[str, ...]
    engine: str
    keys: dict[str, str]
    whole: bool
    changed: tuple[str, ...]


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
            return Problem(str(self.out), 0, said("the site's own files are in this folder"), ANOTHER)
        if self.out.exists() and not self.out.is_dir():
            return Problem(str(self.out), 0, said("this is a file, and the site needs a folder"), ANOTHER)
        if (self.out / MARKER).exists() or not self.out.exists() or not any(self.out.iterdir()):
            return None
        hint = said("choose an empty folder with --out, or delete this one if nothing in it is needed")
        return Problem(str(self.out), 0, said("this folder holds files that Krama did not make"), hint)

    def manifest(self) -> Manifest | None:
        """What the last build published, or None where nothing is known of it."""
        return manifest_of(self.state / MANIFEST)

    def name(self) -> str:
        """The digest of the manifest, "" where there is none."""
        return name_of(self.state / MANIFEST)

    def survey(self) -> Survey:
        """Looks at every published file and folder: which are still as the last build left them."""
        if self.cut_off():
            return Survey("", None, {}, ())
        return survey(self.out, self.state / MANIFEST)

    def asked(self) -> Asked:
        """Begins to look whether the published folder is untouched."""
        return Asked(self.out, self.state / MANIFEST)

    def believed(self) -> Survey:
        """What a survey says of the published folder, if it is untouched."""
        return believed(self.state / MANIFEST)

    def cut_off(self) -> bool:
        """Whether a publication was cut off."""
        return (self.state / JOURNAL).exists()

    def clock(self) -> int:
        """The time of the file system, in nanoseconds: what a file that is saved now would bear."""
        return sources.clock(self.state)

    def lock(self) -> "BaseFileLock":
        """Held while a build stages and publishes; another build at the same time finds it taken (Timeout)."""
        # Imported here: it draws in asyncio, 10 ms that a build with nothing to do need not wait for.
        from filelock import FileLock  # noqa: PLC0415

        self.state.mkdir(parents=True, exist_ok=True)
        return FileLock(self.state / "lock", timeout=0)

    def finish(self) -> bool:
        """Completes a publication that was cut off; True if there was one.

        Where what was laid ready is gone meanwhile, nothing is known of the folder any more, and all is made anew.
        """
        try:
            journal = msgspec.json.decode((self.state / JOURNAL).read_bytes(), type=Journal)
        except (OSError, msgspec.MsgspecError):
            return False
        # Half of a site would be worse than none, so all is looked for before anything is moved.
        if all(self._there(path) for path in journal.moves):
            with contextlib.suppress(FileNotFoundError):
                self._carry_out(journal, cut_off=True)
                return True
        (self.state / MANIFEST).unlink(missing_ok=True)
        (self.state / JOURNAL).unlink(missing_ok=True)
        return False

    def stage(self, path: str, data: bytes) -> None:
        """Lays a file ready; nothing of it is public yet."""
        place = f"{self.staging}{os.sep}{path}"
        try:
            file = open(place, "wb")  # noqa: SIM115 — closed below; 20 µs less than Path.write_bytes
        except FileNotFoundError:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            file = open(place, "wb")  # noqa: SIM115
        with file:
            file.write(data)

    def clear(self) -> None:
        """Drops what was laid ready and not published."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def publish(self, staged: dict[str, str], paths: Container[str], engine: str, last: Survey) -> tuple[int, int]:
        """Makes public what was staged (keys by path) and removes every file that is not one of `paths`.

        last: a survey taken before. Gives how many were moved and removed.
        """
        whole = last.manifest is None or last.manifest.engine != engine
        moves = tuple(sorted(staged, key=lambda path: (path.endswith(PAGES), path)))
        removals = tuple(sorted(path for path in self._present(last, whole=whole) if path not in paths))
        if moves or removals or whole or last.changed:
            self.state.mkdir(parents=True, exist_ok=True)
            journal = Journal(moves, removals, engine, staged, whole, last.changed)
            write_whole(self.state / JOURNAL, msgspec.json.encode(journal))
            self._carry_out(journal, cut_off=False)
        return len(moves), len(removals)

    def _there(self, path: str) -> bool:
        """Whether a file is laid ready, or in its place already."""
        return (self.staging / path).exists() or (self.out / path).exists()

    def _carry_out(self, journal: Journal, *, cut_off: bool) -> None:
        """Every step may have been done already by a process that was killed.

        cut_off: long ago, perhaps, so that others may have put something into the same folders since.
        """
        if not self.out.exists() and self.staging.exists():
            _replace(str(self.staging), str(self.out))  # the whole site at once: 13,000 files, 0.7 s less
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
        # Where capitals do not matter, a file that only changed them is the same file: it goes before it comes.
        coming = {path.casefold() for path in journal.moves}
        for path in journal.removals:
            if path.casefold() in coming and not cut_off:
                _remove(self.out / path, self.out)
        for folder in sorted({path.rpartition("/")[0] for path in journal.moves}):
            _make_folder(self.out, folder)
        for path in journal.moves:
            source, place = f"{self.staging}{os.sep}{path}", f"{self.out}{os.sep}{path}"
            try:
                _replace(source, place)
            except FileNotFoundError as error:
                if not os.path.exists(place):
                    # The words are said, so that whoever tells of it can tell it in any language.
                    raise FileNotFoundError(ENOENT, GONE, source) from error
        for path in journal.removals:
            if path.casefold() not in coming:
                _remove(self.out / path, self.out)
        write_whole(self.state / MANIFEST, msgspec.msgpack.encode(self._manifest_after(journal, cut_off=cut_off)))
        (self.state / JOURNAL).unlink(missing_ok=True)
        self.clear()

    def _manifest_after(self, journal: Journal, *, cut_off: bool) -> Manifest:
        """What is published now; only what the journal touched is looked at."""
        last = None if journal.whole else self.manifest()
        files = {} if last is None else dict(last.files)
        for path in journal.removals:
            files.pop(path, None)
        for path in journal.moves:
            files[path] = row(self.out / path, journal.keys[path])
        times = {} if last is None else dict(last.folders)
        touched = {folder for path in (*journal.moves, *journal.removals) for folder in folders(path)}
        for folder in touched | set(journal.changed):
            time = time_of(f"{self.out}{os.sep}{folder}")
            times.pop(folder, None)
            if time:
                times[folder] = 0 if cut_off else time
        return Manifest(journal.engine, files, times)

    def _present(self, last: Survey, *, whole: bool) -> set[str]:
        """Every file that the last build left, and what was put into its folders by hand since."""
        if whole or last.manifest is None:
            return set(inside(self.out, "", known=()))
        found = set(last.manifest.files)
        for folder in last.changed:
            found.update(inside(self.out, folder, known=last.manifest.folders))
        return found


def write_whole(place: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all, even if the power goes; its mode stays."""
    new = place.with_name(f".{place.name}.tmp")  # hidden, and with an ending that is no source's
    try:
        with open(new, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, new)
        _replace(str(new), str(place))
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _replace(source: str, place: str) -> None:
    """os.replace, tried again where Windows has the file open in a virus scanner or a preview.

    A folder where the file is to be comes from an earlier site: it goes.
    """
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8):
        try:
            os.replace(source, place)
        except (PermissionError, IsADirectoryError):
            if os.path.isdir(place) and not os.path.islink(place):
                shutil.rmtree(place)
            else:
                sleep(pause)
        else:
            return
    os.replace(source, place)


def _make_folder(out: Path, folder: str) -> None:
    """Makes a folder and those above it; a file where one is to be comes from an earlier site: it goes."""
    try:
        os.makedirs(f"{out}{os.sep}{folder}", exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for parent in sorted(folders(f"{folder}/"), key=len):
            if parent and (out / parent).is_file():
                (out / parent).unlink()
        os.makedirs(f"{out}{os.sep}{folder}", exist_ok=True)


def _remove(place: Path, out: Path) -> None:
    """Removes a file, or an empty folder, and the folders that it leaves empty."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if place.is_dir() and not place.is_symlink():
            with contextlib.suppress(OSError):
                place.rmdir()
        else:
            place.unlink()
    for folder in place.parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return

"""Disk → Source and Asset: what is there, its bytes and digests; nothing is understood yet.

A file whose size, times and inode are those of the last look is known again without being read; one that was changed
at about the time of that look is read all the same, as git does with its index. A link that leads out of the site is
refused by name. Results are in the order of their paths, so that two machines see the same site.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from krama import digests
from krama.digests import digest
from krama.model import Asset, Source
from krama.problems import Problem
from krama.said import Said, said

MOST_BYTES = 2_000_000
MARKDOWN = (".md", ".markdown")
STYLES = ".css"
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
JUNK = {"readme.md", "thumbs.db", "desktop.ini", "__macosx"}
BEGUN = ("~$", ".~lock.")
"""With these begins what Word and LibreOffice lay beside a file while it is open."""
TEMPORARY = ("~", ".tmp", ".swp", ".swx", ".bak", ".orig", ".crdownload", ".part")
MEANT = {
    "kh": "km",
    "khm": "km",
    "khmer": "km",
    "cambodian": "km",
    "eng": "en",
    "english": "en",
    "us": "en",
    "uk": "en",
}
"""What folders of languages are called by mistake."""
PLACES = {"content", "static", "templates", "locale", "site.toml"}
UNREAD = ""
"""In place of the digest of a document that is still to be read."""
RACY = 2_000_000_000
"""Nanoseconds within which two saves can bear the same time: FAT counts in steps of two seconds."""


class Stamp(Struct, frozen=True, array_like=True):
    """By what a file is known again: size in bytes, times of content and of status in nanoseconds, inode."""

    size: int
    mtime: int
    changed: int
    inode: int


class Scan(Struct, frozen=True, array_like=True):
    """Everything below a site's folders by path, and when the look began by the file system's own clock."""

    began: int
    places: tuple[str, ...]
    files: dict[str, Stamp]
    problems: tuple[Problem, ...] = ()


class Found(Struct, frozen=True, array_like=True):
    """What is known of the files of a site by the digests of their bytes, and the scan that found them.

    assets: all that is published as it is.
    """

    scan: Scan
    digests: dict[str, str]
    assets: dict[str, Asset]


def tops(languages: Iterable[str]) -> tuple[str, ...]:
    """The folders and files that make a site with these languages."""
    return (*(f"content/{lang}" for lang in languages), "static", "templates", "locale", "site.toml")


def clock(folder: Path) -> int:
    """The time of the file system in nanoseconds: what a file that is saved in this folder now would bear."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "clock"
    place.write_bytes(b"")
    return place.stat().st_mtime_ns


def belongs(path: str) -> bool:
    """Whether a path from the root may be that of a file of the site, and of no hidden, temporary or published one."""
    parts = path.split("/")
    hidden = any((part.startswith(".") and part != ".well-known") or part.startswith(BEGUN) for part in parts)
    return parts[0] in PLACES and not hidden and not path.endswith(TEMPORARY)


def scan(root: Path, places: tuple[str, ...], began: int) -> Scan:
    """Looks at every file below some folders of `root`, or at single files; what is not there is left out.

    began: the time of the file system (nanoseconds) before this look.
    """
    walk = _Walk(root.resolve())
    for top in places:
        place = os.path.join(root, top)
        if walk.misspelled(root, top):
            continue
        if os.path.isdir(place):
            walk.folder(place, top)
        elif os.path.isfile(place):
            walk.files[top] = stamp(os.stat(place))
    walk.foreign(root, places)
    walk.texts(root)
    return Scan(began, places, walk.files, tuple(walk.problems))


def _passing(name: str) -> bool:
    """Whether a file or folder is hidden, or left by an editor or a system."""
    hidden = name[0] == "." and name != ".well-known"
    return hidden or name.endswith(TEMPORARY) or name.startswith(BEGUN) or name.lower() in JUNK


def stamp(found: os.stat_result) -> Stamp:
    """By what a file of this status is known again."""
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def name(now: Scan) -> str:
    """The digest of all that a look saw."""
    return digests.key(now.files)


def racy(seen: Stamp, began: int) -> bool:
    """Whether a file could have been changed after it was seen and still bear the same times."""
    return max(seen.mtime, seen.changed) >= began - RACY


def recognise(root: Path, now: Scan, last: Found | None) -> Found:
    """The digest of every file and the size of every picture, read only where the last look does not vouch for them.

    Where there was no last look, documents are UNREAD: they will be parsed, and need not be read twice.
    """
    names: dict[str, str] = {}
    assets: dict[str, Asset] = {}
    for path, seen in now.files.items():
        same = last is not None and last.scan.files.get(path) == seen and not racy(seen, last.scan.began)
        asset = is_asset(path)
        if last and same:
            names[path] = last.digests[path]
        elif last is None and not asset and path.startswith("content/"):
            names[path] = UNREAD
        else:
            names[path] = digest((root / path).read_bytes())
        if asset:
            before = last.assets.get(path) if last else None
            stands = before is not None and before.digest == names[path]
            assets[path] = before if before and stands else _asset(root, path, names[path], seen.size)
    return Found(now, names, assets)


def is_asset(path: str) -> bool:
    """Whether a file is published as it is: all of static/ but stylesheets, all of content/ but Markdown."""
    lower = path.lower()
    if path.startswith("static/"):
        return not lower.endswith(STYLES)
    return path.startswith("content/") and not lower.endswith(MARKDOWN)


def documents(paths: Iterable[str]) -> tuple[str, ...]:
    """Of paths those of the Markdown files below content/, in order."""
    return tuple(path for path in paths if path.startswith("content/") and not is_asset(path))


def below(found: Found, folder: str) -> tuple[tuple[str, str], ...]:
    """Path and digest of every file in a folder, in order."""
    return tuple((path, name) for path, name in found.digests.items() if path.startswith(f"{folder}/"))


def stylesheets(root: Path, found: Found) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The stylesheets below static/ with their text, and what is wrong with their encoding."""
    read = [text(root, path) for path, _ in below(found, "static") if path.lower().endswith(STYLES)]
    problems = tuple(problem for _, wrong in read for problem in wrong)
    return tuple(source for source, _ in read if source), problems


def text(root: Path, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """One text file: UTF-8, a byte-order mark and any line ends accepted."""
    data = (root / path).read_bytes()
    if len(data) > MOST_BYTES:
        message = said("the file has {} MB", f"{len(data) / 1e6:.1f}")
        return None, (Problem(path, 0, message, said("split it: a page may have 2 MB of text")),)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = said("the file is not UTF-8: a letter in this line is of an older encoding")
        hint = said("save it again with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)")
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            line, message = 1, said("the file is UTF-16, not UTF-8")
        return None, (Problem(path, line, message, hint),)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, digest(data), content), ()


class _Walk:
    """One walk through folders; regular files and what cannot be published gather in order."""

    def __init__(self, inside: Path) -> None:
        self.inside = inside
        self.files: dict[str, Stamp] = {}
        self.problems: list[Problem] = []

    def misspelled(self, root: Path, top: str) -> bool:
        """Whether a folder or file of the site is there only with other capitals, which some systems take for the
        same: it is told, and left out on every system alike."""
        path = ""
        for name in top.split("/"):
            names = os.listdir(root / path) if os.path.isdir(root / path) else []
            for other in sorted(one for one in names if one != name and one.casefold() == name.casefold()):
                message = said('"{}" is not taken for "{}": capitals count', path + other, path + name)
                self.problems.append(Problem(path + other, 0, message, said('call it "{}"', name)))
                if name not in names:
                    return True
            path += f"{name}/"
        return False

    def folder(self, place: str, top: str) -> None:
        with os.scandir(place) as found:
            entries = sorted(found, key=lambda one: one.name)
        for entry in entries:
            name = entry.name
            if _passing(name):
                continue
            if not name.isprintable():
                shown = ascii(name)[1:-1]
                message = said('the name of the file "{}" cannot be read', shown)
                self.wrong(top, message, said("give it another name"))
            elif entry.is_file(follow_symlinks=False):
                self.files[f"{top}/{name}"] = stamp(entry.stat(follow_symlinks=False))
            elif entry.is_dir(follow_symlinks=False):
                self.folder(entry.path, f"{top}/{name}")
            else:
                self.odd(entry, f"{top}/{name}")

    def foreign(self, root: Path, places: tuple[str, ...]) -> None:
        """What lies in content/ and in the folder of no language: nobody would miss it until readers do."""
        languages = [one.removeprefix("content/") for one in places if one.startswith("content/")]
        found = os.listdir(root / "content") if languages and os.path.isdir(root / "content") else []
        for name in sorted(one for one in found if one not in languages and not _passing(one)):
            if name.casefold() in languages:
                continue  # told already
            meant = MEANT.get(name.casefold(), "")
            if os.path.isdir(root / "content" / name):
                hint = said('move it out of content/, or add "{}" to languages in site.toml', name)
                hint = said('did you mean "{}"?', f"content/{meant}") if meant in languages else hint
                self.wrong(f"content/{name}", said("{} is no language of this site", f"content/{name}"), hint)
            else:
                hint = said(
                    "move it into the folder of a language: {}", ", ".join(f"content/{one}" for one in languages)
                )
                self.wrong(f"content/{name}", said("the file stands in the folder of no language"), hint)

    def texts(self, root: Path) -> None:
        """Texts that their names hide: an editor wrote .txt behind the name."""
        for path in (one for one in self.files if one.startswith("content/") and one.lower().endswith(".txt")):
            plain = path[:-4]
            if not plain.lower().endswith(MARKDOWN):
                with open(root / path, "rb") as file:
                    if not file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---"):
                        continue
                plain += MARKDOWN[0]
            hint = said('call it "{}"', plain.rpartition("/")[2])
            self.wrong(path, said("this is a text, but its name ends in .txt: texts end in .md"), hint)

    def odd(self, entry: os.DirEntry[str], path: str) -> None:
        """What is neither a file nor a folder of its own: a link, a pipe."""
        if entry.is_symlink() and not _leads_inside(Path(entry.path), self.inside):
            self.wrong(path, said("this link leads out of the site, or nowhere"), said("copy the file itself here"))
        elif entry.is_dir():
            self.wrong(path, said("this is a link to a folder"), said("copy the folder itself here"))
        elif entry.is_file():
            self.files[path] = stamp(entry.stat())
        else:
            self.wrong(path, said("this is no ordinary file"), said("delete it, or copy the file itself here"))

    def wrong(self, path: str, message: Said, hint: Said) -> None:
        self.problems.append(Problem(path, 0, message, hint))


def _leads_inside(link: Path, inside: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(inside)
    except (OSError, RuntimeError):
        return False


def _asset(root: Path, path: str, name: str, size: int) -> Asset:
    width, height = _measure(root / path) if path.lower().endswith(PICTURES) else (0, 0)
    return Asset(path, name, size, width, height)


def _measure(path: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels; 0 where it does not say."""
    # Imported here: it draws in an HTTP client, 16 ms that a build without a new picture need not wait for.
    import imagesize  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError, SyntaxError):
        return 0, 0
    return max(0, int(width)), max(0, int(height))

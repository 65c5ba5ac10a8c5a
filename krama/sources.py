"""Disk → Source and Asset: what is there, its bytes and digests; nothing is understood yet.

A link that leads out of the site is refused by name. Results are in the order of their
paths, so that two machines see the same site.
"""

import os
import stat
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import imagesize  # type: ignore[import-untyped]
from msgspec import Struct

from krama.model import Asset, Source
from krama.problems import Problem

MOST_BYTES = 2_000_000
MARKDOWN = (".md", ".markdown")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
JUNK = {"readme.md", "thumbs.db", "desktop.ini", "__macosx"}
TEMPORARY = ("~", ".tmp", ".swp", ".swx", ".bak", ".orig", ".crdownload", ".part")


class Found(Struct, frozen=True):
    """What a site's folders hold: Markdown below content/, stylesheets below static/, and all other files of both."""

    sources: tuple[Source, ...]
    stylesheets: tuple[Source, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]


def digest(data: bytes) -> str:
    """The name of some bytes: 128 bits of BLAKE2b, in hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()


def find(root: Path, languages: tuple[str, ...]) -> Found:
    """All sources and assets below `root`. A folder that is not there is an empty one."""
    sources: list[Source] = []
    stylesheets: list[Source] = []
    assets: list[Asset] = []
    problems: list[Problem] = []
    for top in (*(f"content/{lang}" for lang in languages), "static"):
        for path in _walk(root, top, problems):
            texts = stylesheets if top == "static" else sources
            if path.lower().endswith(".css" if top == "static" else MARKDOWN):
                source, wrong = text(root, path)
                problems.extend(wrong)
                texts.extend([source] if source else [])
            else:
                assets.append(_asset(root, path))
    return Found(tuple(sources), tuple(stylesheets), tuple(assets), tuple(problems))


def text(root: Path, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """One text file: UTF-8, a byte-order mark and any line ends accepted."""
    data = (root / path).read_bytes()
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.1f} MB"
        return None, (Problem(path, 0, f"the file has {size}", "split it: a page may have 2 MB of text"),)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02X} at position {column} of this line"
        hint = "save it again with the encoding UTF-8"
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            line, message = 1, "the file is UTF-16, not UTF-8"
        return None, (Problem(path, line, message, hint),)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, digest(data), content), ()


def _walk(root: Path, top: str, problems: list[Problem]) -> Iterator[str]:
    """The paths of regular files below `top`, sorted; what cannot be published is a problem."""
    folder = root / top
    if not folder.is_dir():
        return
    inside = root.resolve()
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        path = f"{top}/{entry.name}"
        if not path.isprintable():
            shown = ascii(entry.name)[1:-1]
            problems.append(Problem(top, 0, f'the name of the file "{shown}" cannot be read', "give it another name"))
            continue
        if entry.name.startswith(".") and entry.name != ".well-known":
            continue
        if entry.name.lower() in JUNK or entry.name.endswith(TEMPORARY):
            continue
        if entry.is_symlink() and not _leads_inside(Path(entry.path), inside):
            problems.append(
                Problem(path, 0, "this link leads out of the site, or nowhere", "copy the file itself here")
            )
        elif entry.is_dir():
            if entry.is_symlink():
                problems.append(Problem(path, 0, "this is a link to a folder", "copy the folder itself here"))
            else:
                yield from _walk(root, path, problems)
        elif stat.S_ISREG(entry.stat().st_mode):
            yield path
        else:
            problems.append(Problem(path, 0, "this is no ordinary file", "delete it, or copy the file itself here"))


def _leads_inside(link: Path, inside: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(inside)
    except (OSError, RuntimeError):
        return False


def _asset(root: Path, path: str) -> Asset:
    data = (root / path).read_bytes()
    width, height = _measure(root / path) if path.lower().endswith(PICTURES) else (0, 0)
    return Asset(path, digest(data), len(data), width, height)


def _measure(path: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels; 0 where it does not say."""
    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError, SyntaxError):
        return 0, 0
    return max(0, int(width)), max(0, int(height))

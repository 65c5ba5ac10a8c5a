"""Signs that readers would see as they were typed: of Markdown that is none, of Word, of a computer's own folders.

The safe html tells what readers get; where it stands is looked for in the source. Code is left alone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from krama.problems import Problem
from krama.said import Said, said

CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
SIGNS = re.compile(
    r"[|•▪●◦‣\uf000-\uf0ff]|\[[ xX]\]|alt=\"(?:[^\"\s]+\.\w{3,4}|(?:IMG|DSCN?|WA)[-_]?\d[^\"]*)\"", re.IGNORECASE
)
"""One of these stands in the html of every text with such a slip, but for # at the start of a line."""
HASH = re.compile(r"(?:^|\n)#[^#\s\\]")

FILE_NAME = re.compile(
    r"[^\s/]+\.(?:svg|png|jpe?g|gif|webp|avif|heic|tiff?)|(?:IMG|DSC|DSCN|WA)[-_]?\d+\S*", re.IGNORECASE
)
"""Alt text that is the name of a file, or what a camera calls a picture."""
OWN_COMPUTER = re.compile(r"[A-Za-z]:[\\/]|file:|\\\\\w", re.IGNORECASE)
OF_WORD = re.compile(r"(?:[owvmxa]|st1|wp|pic):[a-z0-9]+|xml", re.IGNORECASE)
PICTURE = re.compile(r"\.(?:svg|png|jpe?g|gif|webp|avif|heic|tiff?)$", re.IGNORECASE)


class Slip(NamedTuple):
    """html: finds one in the html; source: finds its place in the source, with the lines that belong together."""

    html: re.Pattern[str]
    source: re.Pattern[str]
    message: Said
    hint: Said


ROW = r"[ \t]*\|[^\n]*\|[ \t]*"
RULED = r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[-: \t|]*)?"
RAW_TABLE = re.compile(r"(?:<p>|\n)\|[^\n]*\|(?:\n\|[^\n]*\|)+(?=\n|</p>)")
SLIPS = (
    Slip(
        re.compile(r"<li>\s*(?:<p>)?\[[ xX]\]\s"),
        re.compile(
            r"^[ \t>]*(?:[-*+]|\d+\.)[ \t]+(\[[ xX]\])[ \t].*(?:\n[ \t>]*(?:[-*+]|\d+\.)[ \t]+\[[ xX]\].*)*",
            re.MULTILINE,
        ),
        said('readers see "[ ]" as it stands: there are no boxes to tick'),
        said("delete it, and leave the dash"),
    ),
    Slip(
        re.compile(r"(?:<p>|<li>|<br>|\n)\s*[•▪●◦‣]"),
        re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?([•▪●◦‣]).*(?:\n[ \t>]*[•▪●◦‣].*)*", re.MULTILINE),
        said('readers see a paragraph with "{}", and no list', "•"),
        said('begin each line with "- ", below an empty line'),
    ),
    Slip(
        re.compile("[\uf000-\uf0ff]"),
        re.compile("([\uf000-\uf0ff]).*(?:\n.*[\uf000-\uf0ff].*)*"),
        said("a sign of a font of Word stands here; readers see an empty box"),
        said('delete it; for a list, begin each line with "- "'),
    ),
    Slip(
        re.compile(r"<h[12]\b"),
        re.compile(r"^(#)(?=[^\s#\\])", re.MULTILINE),
        said("this line becomes a heading, as it begins with #"),
        said("write a space after the # of a heading, or \\# for a # that readers shall see"),
    ),
)


def doubtful(text: str, safe: str) -> bool:
    """Whether there may be a slip in a text: quick, for the many that have none."""
    return bool(SIGNS.search(safe) or HASH.search(text))


def problems(path: str, text: str, first_line: int, safe: str) -> Iterator[Problem]:
    """A warning for each run of lines with such a slip.

    text: the source of the body without its code, which begins in line first_line of the file; safe: its html.
    """
    shown = CODE.sub("", safe)
    found = [(slip.source, slip.message, slip.hint) for slip in SLIPS if slip.html.search(shown)]
    for pattern, message, hint in found:
        for match in pattern.finditer(text):
            yield _at(path, text, first_line, match.start(1), message, hint)
    if RAW_TABLE.search(shown):
        yield from _tables(path, text, first_line)
    for match in re.finditer(r"!\[([^\]\n]+)\]|<img\b[^>]*\balt=[\"']([^\"']+)", text):
        words = (match[1] or match[2]).strip()
        if FILE_NAME.fullmatch(words):
            yield _at(path, text, first_line, match.start(), *file_name(words))


def file_name(words: str) -> tuple[Said, Said]:
    """What is told of alt text that is the name of a file."""
    hint = said("say what the picture shows, for those who cannot see it")
    return said('the alt text "{}" is the name of a file', words), hint


def own_computer(written: str) -> tuple[Said, Said] | None:
    """What is told of an address that leads into a folder of the writer's computer; None for any other."""
    if not OWN_COMPUTER.match(written):
        return None
    cure = said("put it into static/documents and write /documents/NAME")
    if PICTURE.search(written):
        cure = said("put it into static/images and write /images/NAME")
    return said("this file lies on your computer only"), cure


def left_out(tag: str) -> tuple[Said, Said]:
    """What is told of a tag that no page may hold."""
    if tag == "script":
        return said("a <script> was left out"), said("scripts never stand in content")
    if OF_WORD.fullmatch(tag):
        return said("the tag <{}> was left out", tag), said("delete it: it came from Word")
    if not re.fullmatch("[a-z][a-z0-9-]*", tag):
        hint = said("write [words](address) for a link, and &lt; for a < that readers shall see")
        return said('"<{}>" is taken for a tag and was left out', tag), hint
    hint = said('delete it, or allow it in site.toml: [markdown] tags = ["{}"]', tag)
    return said("the tag <{}> is not allowed and was left out", tag), hint


def _tables(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Rows that are no table: without the line of hyphens, or right below a paragraph."""
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and re.fullmatch(ROW, lines[end]):
            end += 1
        if end - start >= 2:
            if not re.fullmatch(RULED, lines[start + 1]):
                columns = max(1, lines[start].count("|") - 1)
                hint = said("write this line below the first one: {}", "|" + "---|" * columns)
                yield Problem(
                    path, first_line + start, said("these lines are no table: readers see the |"), hint, "warning"
                )
            elif start and lines[start - 1].strip():
                hint = said("leave an empty line above the table")
                yield Problem(
                    path, first_line + start, said("these lines are no table: readers see the |"), hint, "warning"
                )
        start = max(end, start + 1)


def _at(path: str, text: str, first_line: int, at: int, message: Said, hint: Said) -> Problem:
    column = at - text.rfind("\n", 0, at)
    return Problem(path, first_line + text.count("\n", 0, at), message, hint, "warning", column, 1)

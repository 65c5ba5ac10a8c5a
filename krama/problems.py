"""What is wrong, where, and what to do about it: told in the writer's words.

A stage never prints and never stops at the first mistake: it returns its Problems beside its result. How they read
is decided here, that they are printed in cli.py.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Level = Literal["error", "warning"]


class Problem(Struct, frozen=True):
    """One mistake.

    path: the file, relative to the site's root, with forward slashes ("" for the site as a whole).
    line: 1-based (0: no line can be named). column and width: the part to underline, column 1-based (0: none).
    message: what is wrong, quoting what was written. hint: what to write instead.
    level: an error keeps the site from being published, a warning does not.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    level: Level = "error"
    column: int = 0
    width: int = 0


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file, line, column."""
    return tuple(sorted(set(problems), key=lambda one: (one.path, one.line, one.column, one.message)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that keep the site from being published."""
    return tuple(problem for problem in problems if problem.level == "error")


def nearest(word: str, among: Iterable[str]) -> str:
    """The one of `among` that the writer probably meant, or ""."""
    # Imported here, as below: 3 ms, and a site without a mistake needs none.
    from difflib import get_close_matches  # noqa: PLC0415

    lower = {one.lower(): one for one in among}
    close = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else ""


def did_you_mean(word: str, among: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest of `among`, or `otherwise` where none is near."""
    near = nearest(word, among)
    return f'did you mean "{near}"?' if near else otherwise


class Names:
    """Paths and addresses by the two ends of their last part, so that the nearest of thousands is found at once.

    Comparing a word with each of 10,000 paths takes 0.2 s, and a site that moves house has thousands of broken links.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.held: dict[tuple[str, int], list[str]] = {}
        for path in sorted(paths):
            stem = _stem(path)
            for mark in _marks(stem):
                self.held.setdefault((mark, len(stem)), []).append(path)

    def nearest(self, written: str) -> str:
        """The path that was probably meant, or ""; its last part counts, then the rest."""
        from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415

        stem = _stem(written)
        lengths = range(len(stem) - 2, len(stem) + 3)
        near = [path for mark in _marks(stem) for size in lengths for path in self.held.get((mark, size), [])[:MOST]]
        stems = get_close_matches(stem, {_stem(path) for path in near}, n=1, cutoff=0.7)
        close = sorted(path for path in near if stems and _stem(path) == stems[0])
        return max(close, key=lambda path: SequenceMatcher(None, written, path).ratio(), default="")


MOST = 60


def _stem(path: str) -> str:
    """The last part of a path without a leading day and an ending."""
    last = path.rstrip("/").rpartition("/")[2].lower()
    return re.sub(r"^\d{4}-\d\d-\d\d-", "", last).partition(".")[0]


def _marks(stem: str) -> tuple[str, str]:
    return f"{stem[:2]}…", f"…{stem[-2:]}"


def show(problem: Problem, source: Sequence[str] = ()) -> str:
    """The problem as text, with the line it stands in and a mark under the place.

    source: the lines of the file, without their line ends; empty where the file cannot be shown.
    """
    where = problem.path or "site"
    if problem.line:
        where += f":{problem.line}"
    rows = [f"{where}: {problem.level}: {problem.message}"]
    if 0 < problem.line <= len(source):
        number, text = str(problem.line), source[problem.line - 1]
        rows.append(f"    {number} | {text[:160]}")
        if 0 < problem.column <= 160:
            # A tab keeps its width, and marks that stand above or below a letter have none.
            start = problem.column - 1
            lead = "".join("\t" if letter == "\t" else " " for letter in text[:start] if _wide(letter))
            width = max(1, sum(map(_wide, text[start : min(start + problem.width, 160)])))
            rows.append(f"    {' ' * len(number)} | {lead}{'^' * width}")
    rows.extend(f"        {line}" for line in problem.hint.splitlines())
    return "\n".join(rows)


def _wide(letter: str) -> bool:
    """Whether a letter takes a place of its own on a line."""
    return unicodedata.category(letter) not in {"Mn", "Me", "Cf"}


def count(problems: Sequence[Problem]) -> str:
    """How many of each level in how many files: "2 errors and 1 warning in 2 files"."""
    files = len({problem.path for problem in problems})
    wrong = len(errors(problems))
    parts = [number(wrong, "error")] if wrong else []
    if len(problems) > wrong:
        parts.append(number(len(problems) - wrong, "warning"))
    return f"{' and '.join(parts)} in {number(files, 'file')}" if parts else "no problems"


def number(count: int, noun: str) -> str:
    """A count with its noun: "1 file", "2 files"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""What is wrong, where, and what to do about it: told in the writer's words.

A stage never prints and never stops at the first mistake: it returns its Problems beside its result. How they read
is decided here, that they are printed in cli.py.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from krama.said import NOTHING, Said, Translate, said

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
    message: Said
    hint: Said = NOTHING
    level: Level = "error"
    column: int = 0
    width: int = 0


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file, line, column."""
    return tuple(sorted(set(problems), key=lambda one: (one.path, one.line, one.column, str(one.message))))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that keep the site from being published."""
    return tuple(problem for problem in problems if problem.level == "error")


def since(before: Sequence[Problem], now: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of now that were not told before. What did not change is mostly the very same value, so that of thousands
    few need be compared."""
    same = set(map(id, before))
    fresh = [one for one in now if id(one) not in same]
    known = set(before) if len(fresh) > FEW else before
    return tuple(one for one in fresh if one not in known)


FEW = 20


def refused(error: OSError, root: Path) -> Problem:
    """What the system refused: a full disk, a file without permission or locked. The site's files are whole."""
    path = str(error.filename or "")
    inside = Path(path).is_relative_to(root) if path else False
    shown = Path(path).relative_to(root).as_posix() if inside else path
    return Problem(
        shown, 0, said("the system refused: {}", error.strerror or error), said("see to it, and build again")
    )


def nearest(word: str, among: Iterable[str]) -> str:
    """The one of `among` that the writer probably meant, or ""."""
    # Imported here, as below: 3 ms, and a site without a mistake needs none.
    from difflib import get_close_matches  # noqa: PLC0415

    lower = {one.lower(): one for one in among}
    close = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else ""


def did_you_mean(word: str, among: Iterable[str], otherwise: Said = NOTHING) -> Said:
    """A hint that names the nearest of `among`, or `otherwise` where none is near."""
    near = nearest(word, among)
    return said('did you mean "{}"?', near) if near else otherwise


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


LEVELS: dict[Level, Said] = {"error": said("error"), "warning": said("warning")}


def show(problem: Problem, source: Sequence[str] = (), translate: Translate = str) -> str:
    """The problem as text, with the line it stands in and a mark under the place.

    source: the lines of the file, without their line ends; empty where the file cannot be shown.
    """
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path or said("site")
    rows = [said("{}: {}: {}", where, LEVELS[problem.level], problem.message).within(translate)]
    rows.extend(f"    {line}" for line in excerpt(problem, source))
    rows.extend(f"        {line}" for line in problem.hint.within(translate).splitlines())
    return "\n".join(rows)


def plain(problem: Problem, translate: Translate = str) -> dict[str, object]:
    """The problem as plain data for JSON, what is said in it as text."""
    said_of_it = {"message": problem.message.within(translate), "hint": problem.hint.within(translate)}
    return {**msgspec.to_builtins(problem), **said_of_it}


def annotation(problem: Problem, folder: str = "", translate: Translate = str) -> str:
    """The problem as a line that GitHub shows beside the place in its file (a workflow command).

    folder: that of the site within the repository, "" where it is the same.
    """
    message, hint = problem.message.within(translate), problem.hint.within(translate)
    place: dict[str, str] = {"file": f"{folder}/{problem.path}" if folder else problem.path} if problem.path else {}
    place |= {"line": str(problem.line)} if place and problem.line else {}
    if place and problem.line and problem.column:
        place |= {"col": str(problem.column), "endColumn": str(problem.column + max(problem.width, 1))}
    named = ",".join(f"{key}={_escaped(value, PROPERTY)}" for key, value in (place | {"title": message}).items())
    return f"::{problem.level} {named}::{_escaped(hint or message, DATA)}"


DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = DATA | {":": "%3A", ",": "%2C"}
"""What GitHub's runner takes for its own in a workflow command, as its toolkit writes it."""


def _escaped(text: str, letters: Mapping[str, str]) -> str:
    return "".join(letters.get(one, one) for one in text)


def excerpt(problem: Problem, source: Sequence[str]) -> tuple[str, ...]:
    """The line of a file that a problem stands in, with its number, and a mark under the place; see show."""
    if not 0 < problem.line <= len(source):
        return ()
    number, text = str(problem.line), source[problem.line - 1]
    first = f"{number} | {text[:160]}"
    if not 0 < problem.column <= 160:
        return (first,)
    # A tab keeps its width, and marks that stand above or below a letter have none.
    start = problem.column - 1
    lead = "".join("\t" if letter == "\t" else " " for letter in text[:start] if _wide(letter))
    width = max(1, sum(map(_wide, text[start : min(start + problem.width, 160)])))
    return first, f"{' ' * len(number)} | {lead}{'^' * width}"


def _wide(letter: str) -> bool:
    """Whether a letter takes a place of its own on a line."""
    return unicodedata.category(letter) not in {"Mn", "Me", "Cf"}


def lines(place: Path) -> list[str]:
    """The lines of a file in which problems stand, without their line ends; none where it cannot be read."""
    try:
        return place.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def count(problems: Sequence[Problem]) -> Said:
    """How many of each level in how many files: "2 errors and 1 warning in 2 files"."""
    if not problems:
        return said("no problems")
    return said("{} in {}", levels(problems), files(len({problem.path for problem in problems})))


def levels(problems: Sequence[Problem]) -> Said:
    """How many of each level: "2 errors and 1 warning"."""
    if not problems:
        return said("no problems")
    wrong, minor = len(errors(problems)), len(problems) - len(errors(problems))
    first = said("{} error", wrong) if wrong == 1 else said("{} errors", wrong)
    second = said("{} warning", minor) if minor == 1 else said("{} warnings", minor)
    if wrong and minor:
        return said("{} and {}", first, second)
    return first if wrong else second


def files(number: int) -> Said:
    """How many files: "1 file", "2 files"."""
    return said("{} file", number) if number == 1 else said("{} files", number)

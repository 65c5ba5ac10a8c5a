"""Two versions of one text in one file, as git leaves them where two people edited the same lines."""

import re

from krama.problems import Problem
from krama.said import said

FENCE = re.compile(r"[ \t>]*(```+|~~~+)")
BEGINS = re.compile(r"<{7}(?: |$)")
BETWEEN = re.compile(r"={7}\s*$")
ENDS = re.compile(r">{7}(?: |$)")


def problem(path: str, text: str) -> Problem | None:
    """The first mark between two versions of a text; fenced code may show such marks.

    Where the first mark was deleted, the last one tells, if the line between stands before it: a line of = alone is
    that of a heading.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    fence, between = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        opened = FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        elif fence:
            continue
        elif BETWEEN.match(line):
            between = between or number
        elif BEGINS.match(line) or (between and ENDS.match(line)):
            first = number if BEGINS.match(line) else between
            hint = said("keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>")
            return Problem(path, first, said("two versions of this text meet here"), hint)
    return None


def without(text: str) -> str:
    """A text in which the lines between two versions are empty, so that the rest of it can be looked at."""
    marks = (BEGINS, BETWEEN, ENDS)
    return "\n".join("" if any(mark.match(line) for mark in marks) else line for line in text.split("\n"))

"""Proofreading: the encoding of Khmer in a source, told as warnings, and mended on request.

Only what readers read is looked at: not code, addresses, tags or the keys of front matter that name files.
"""

import re
from collections.abc import Iterator

from krama.khmer import Finding, fix, lint
from krama.problems import Problem

MOST = 30
"""Different mistakes that are told of one file; the last one says how many more there are."""

UNREAD = re.compile(
    r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)"  # code
    r"|`[^`\n]+`"
    r"|(?<=\]\()[^)\s]*|^ {0,3}\[[^\]\n]+\]:\s*\S+"  # where links lead
    r"|<[^>\n]*>|\b(?:https?|mailto|tel):[^\s<>)\]]+"
    r"|\{[:#][^}\n]*\}"  # attributes
    r"|^\s*(?:-\s+)?(?:aliases|slug|src|file|link|translation_key)[ \t]*:[^\n]*$|^\s*-\s*[/.]\S*$"  # front matter
    r"|\{\s*src:[^,}\n]*",
    re.MULTILINE | re.DOTALL,
)
LETTER = "◌"


def problems(path: str, text: str) -> tuple[Problem, ...]:
    """A warning for each different mistake in the Khmer of a source, at the first place where it stands."""
    # What is right as a whole is right in its parts, and most texts are.
    found = lint(text) and lint(_readable(text))
    if not found:
        return ()
    places: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        places.setdefault((one.code, one.text), []).append(one)
    told = [_problem(path, text, held) for held in places.values()]
    if len(told) > MOST:
        hint = "python build.py check --fix mends all that can be mended without asking"
        rest = Problem(path, told[MOST - 1].line, f"{len(told) - MOST} more mistakes like these", hint, "warning")
        told = [*told[:MOST], rest]
    return tuple(told)


def fixed(text: str) -> str:
    """A source in which every syllable that readers see is typed in the right order; all the rest is as it was."""
    made, at = list[str](), 0
    for match in UNREAD.finditer(text):
        made += (fix(text[at : match.start()]), match[0])
        at = match.end()
    return "".join((*made, fix(text[at:])))


def _readable(text: str) -> str:
    """The text with spaces for all that readers do not see, every place as before."""
    return UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _problem(path: str, text: str, held: list[Finding]) -> Problem:
    first = held[0]
    line = text.count("\n", 0, first.start) + 1
    column = first.start - (text.rfind("\n", 0, first.start) + 1) + 1
    message, hint = _said(first)
    if len(held) > 1:
        message += f" ({len(held)} times in this file)"
    if first.suggestion and fix(first.text) == first.suggestion:
        hint += "; check --fix does it"
    return Problem(path, line, message, hint, "warning", column, len(first.text))


def _said(one: Finding) -> tuple[str, str]:
    """What is wrong with a place, and what to write, in words."""
    twice = one.code == "coeng" and fix(one.text) == one.suggestion
    message, hint = WORDS["coeng-twice" if twice else one.code]
    told = {
        "text": one.text.strip()[:40],
        "right": one.suggestion,
        "wrong_parts": spelled(one.text),
        "right_parts": spelled(one.suggestion),
        "names": ", ".join(dict.fromkeys(NAMES.get(letter, f"U+{ord(letter):04X}") for letter in one.text)),
        "instead": "type a plain space" if one.suggestion else "delete it",
    }
    return message.format_map(told), hint.format_map(told)


TYPE_IT = 'type "{right}": {right_parts}'
WORDS = {
    "order": ('"{text}" is typed in the wrong order: {wrong_parts}', TYPE_IT),
    "split-vowel": ('"{text}" has a vowel built from two: {wrong_parts}', TYPE_IT),
    "repeated": ('"{text}" has a sign twice: {wrong_parts}', TYPE_IT),
    "coeng-twice": ('"{text}" has a subscript twice: {wrong_parts}', TYPE_IT),
    "coeng": ('"{text}" ends in the sign for a subscript', "type the letter that belongs under it, or delete it"),
    "no-base": ('"{wrong_parts}" stands without a letter', "type the letter that it belongs to, or delete it"),
    "deprecated": ('"{text}" holds a letter that Unicode withdrew: {wrong_parts}', TYPE_IT),
    "zwsp": ('a zero-width space stands within "{right}"', "delete it"),
    "invisible": ("an invisible character ({names}) stands in Khmer text", "{instead}"),
    "colon": ('"{text}" stands for a colon', 'type "៖"'),
    "digits": ('"{text}" mixes Khmer and Latin digits', 'type "{right}"'),
    "legacy": (
        '"{text}" looks like text for an old font such as Limon',
        "convert it to Unicode: readers without that font see these letters",
    ),
}
"""What is said of each code of the lint, and the cure."""

NAMES = {
    "\u200c": "ZWNJ, U+200C",
    "\u200d": "ZWJ, U+200D",
    "\u2060": "word joiner, U+2060",
    "\ufeff": "byte-order mark, U+FEFF",
    "\u00ad": "soft hyphen, U+00AD",
    "\u00a0": "no-break space, U+00A0",
}


def spelled(text: str) -> str:
    """The parts of a syllable side by side, so that their order can be seen: ន ◌្រ ◌្ត ◌ី."""
    return " ".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    for part in re.findall("\u17d2?[\u1780-\u17b3]|.", text, re.DOTALL):
        shown = "ZWSP" if part == "\u200b" else part
        yield LETTER + shown if "\u17b4" <= part[0] <= "\u17d3" or part[0] == "\u17dd" else shown

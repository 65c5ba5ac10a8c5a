"""Proofreading: the encoding of Khmer in a source, told as warnings, and mended on request.

Only what readers read is looked at: in front matter the texts, in the body all but code, addresses, tags of HTML, and
the labels by which links and notes are found.
"""

import re
from collections.abc import Iterator

from krama.khmer import Finding, fix, lint
from krama.problems import Problem
from krama.said import Said, listed, said

MOST = 30
"""Different mistakes that are told of one file; the last one says how many more there are."""

FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
TEXTS = (
    *("title", "summary", "place", "goal", "venue", "organizers", "participants", "countries"),
    *("alt", "caption", "credit"),
)
"""The keys of front matter whose values are read and stand for nothing else."""
TEXT = "|".join(TEXTS)
KEY = re.compile(r"(?P<lead>[ \t]*(?:-[ \t]+)?)(?P<key>[\w-]+|\"[\w-]+\")[ \t]*:(?P<value>[^\r\n]*)")
IN_BRACES = re.compile(rf"(?<=[{{,])[ \t]*(?:{TEXT})[ \t]*:[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^,}}\n\"']*)")
READ = re.compile(rf"\"?(?:{TEXT})\"?")

UNREAD = re.compile(
    r"^[ \t>]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"  # code
    r"|<(?P<raw>pre|code|script|style)\b.*?</(?P=raw)>|<!--.*?-->"
    r"|`+[^`]+`+"
    r"|(?<=\]\()[ \t\n]*(?:<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)"  # where links lead
    r"|^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*\S+"
    r"|\[\^[^\[\]\n]+\]|\]\[[^\[\]\n]*\]|\[(?P<label>[^\[\]\n]+)\](?!\()"  # labels of links and notes
    r"|<[^<>]*>|\b(?:https?|mailto|tel):[^\s<>)\]]+"
    r"|\{[^{}\n]*\}",  # attributes
    re.MULTILINE | re.DOTALL,
)
DEFINED = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:", re.MULTILINE)
LETTER = "◌"


def problems(path: str, text: str) -> tuple[Problem, ...]:
    """A warning for each different mistake in the Khmer of a source, at the first place where it stands."""
    # What is right as a whole is right in its parts, and most texts are.
    return _told(path, text, lint(text) and lint(readable(text)), by_itself=True)


def of_settings(path: str, text: str) -> tuple[Problem, ...]:
    """The same for site.toml, whose labels stand on every page; check --fix leaves it alone."""
    return _told(path, text, lint(text), by_itself=False)


def _told(path: str, text: str, found: tuple[Finding, ...], *, by_itself: bool) -> tuple[Problem, ...]:
    """by_itself: whether check --fix mends this file."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        places.setdefault((one.code, one.text), []).append(one)
    told = [_problem(path, text, held, by_itself=by_itself) for held in places.values()]
    if len(told) > MOST:
        message = said("{} more mistakes like these", len(told) - MOST)
        hint = said("python build.py check --fix mends all in which nothing is to be decided")
        told = [*told[:MOST], Problem(path, told[MOST - 1].line, message, hint, "warning")]
    return tuple(told)


def fixed(text: str) -> str:
    """A source in which every syllable that readers see is typed in the right order; all the rest is as it was."""
    return "".join(fix(piece) if read else piece for piece, read in _pieces(text))


def readable(text: str) -> str:
    """The text with spaces for all that readers do not see, every place as before."""
    return "".join(piece if read else re.sub(r"[^\n]", " ", piece) for piece, read in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A source in pieces, and whether each is read."""
    front = FRONT.match(text)
    body = 0
    if front:
        body = front.end()
        yield text[: front.start("head")], False
        yield from _head(front["head"])
        yield text[front.end("head") : body], False
    yield from _parts_of(text[body:])


def _head(text: str) -> Iterator[tuple[str, bool]]:
    """Front matter: the values of texts are read, with the lines that go on under them."""
    reading, depth = False, 0
    for line in text.splitlines(keepends=True):
        match = KEY.match(line)
        indent = match.start("key") if match else len(line) - len(line.lstrip(" \t"))
        if match and (not reading or indent <= depth or READ.fullmatch(match["key"])):
            reading, depth = bool(READ.fullmatch(match["key"])), indent
            yield line[: match.start("value")], False
            yield from _value(line[match.start("value") :], reading)
        elif reading and line.strip() and indent <= depth and not line.lstrip().startswith("-"):
            reading = False
            yield line, False
        else:
            yield from _value(line, reading)


def _value(text: str, reading: bool) -> Iterator[tuple[str, bool]]:
    """The value behind a key, or a line that goes on: in braces, the texts among its keys."""
    if "{" not in text:
        yield text, reading
        return
    at = 0
    for match in IN_BRACES.finditer(text):
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False


def _parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """The body of a source: read but for code, addresses, tags and labels."""
    defined = {label.strip().casefold() for label in DEFINED.findall(text)}
    at = 0
    for match in UNREAD.finditer(text):
        if match["label"] is not None and match["label"].strip().casefold() not in defined:
            continue  # plain words in brackets
        yield text[at : match.start()], True
        yield match[0], False
        at = match.end()
    yield text[at:], True


def _problem(path: str, text: str, held: list[Finding], *, by_itself: bool) -> Problem:
    first = held[0]
    line = text.count("\n", 0, first.start) + 1
    column = first.start - (text.rfind("\n", 0, first.start) + 1) + 1
    message, hint = _words(first)
    if len(held) > 1:
        message = said("{} ({} times in this file)", message, len(held))
    if by_itself and fix(first.text) == first.suggestion:
        hint = said("{}; check --fix does it", hint)
    return Problem(path, line, message, hint, "warning", column, len(first.text))


def _words(one: Finding) -> tuple[Said, Said]:
    """What is wrong with a place, and what to write, for each code of the lint."""
    twice = one.code == "coeng" and fix(one.text) == one.suggestion
    text, right, wrong_parts = one.text.strip()[:40], one.suggestion, spelled(one.text)
    type_it, delete = said('type "{}": {}', right, spelled(right)), said("delete it")
    names = listed(dict.fromkeys(NAMES.get(letter, f"U+{ord(letter):04X}") for letter in one.text))
    return {
        "order": (said('"{}" is typed in the wrong order: {}', text, wrong_parts), type_it),
        "split-vowel": (said('"{}" has a vowel built from two: {}', text, wrong_parts), type_it),
        "repeated": (said('"{}" has a sign twice: {}', text, wrong_parts), type_it),
        "coeng-twice": (said('"{}" has a subscript twice: {}', text, wrong_parts), type_it),
        "coeng": (
            said('"{}" ends in the sign for a subscript', text),
            said("type the letter that belongs under it, or delete it"),
        ),
        "no-base": (
            said('"{}" stands without a letter', wrong_parts),
            said("type the letter that it belongs to, or delete it"),
        ),
        "deprecated": (said('"{}" holds a letter that Unicode withdrew: {}', text, wrong_parts), type_it),
        "zwsp": (said('a zero-width space stands within "{}"', right), delete),
        "invisible": (
            said("an invisible character ({}) stands in Khmer text", names),
            said("type a plain space") if right else delete,
        ),
        "colon": (said('"{}" stands for a colon', text), said('type "{}"', "៖")),
        "digits": (said('"{}" mixes Khmer and Latin digits', text), said('type "{}"', right)),
        "legacy": (
            said('"{}" looks like text for an old font such as Limon', text),
            said("convert it to Unicode: readers without that font see these letters"),
        ),
    }["coeng-twice" if twice else one.code]


NAMES = {
    "\u200c": "ZWNJ, U+200C",
    "\u200d": "ZWJ, U+200D",
    "\u2060": said("word joiner, U+2060"),
    "\ufeff": said("byte-order mark, U+FEFF"),
    "\u00ad": said("soft hyphen, U+00AD"),
    "\u00a0": said("no-break space, U+00A0"),
}


def spelled(text: str) -> str:
    """The parts of a syllable side by side, so that their order can be seen: ន ◌្រ ◌្ត ◌ី."""
    return " ".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    for part in re.findall("\u17d2?[\u1780-\u17b3]|.", text, re.DOTALL):
        shown = "ZWSP" if part == "\u200b" else part
        yield LETTER + shown if "\u17b4" <= part[0] <= "\u17d3" or part[0] == "\u17dd" else shown

"""What is wrong with the encoding of Khmer text, place by place, and what to write instead.

Browsers draw most of these mistakes like the right text, so nobody sees them; readers who search do not find them, and
two spellings of one word sort apart. The codes and how often each was met in newspapers are in docs/khmer.md.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from krama.khmer.legacy import legacy
from krama.khmer.normal import COENG, INVISIBLE, PARTS, WITHDRAWN, ZWSP, fix, in_order
from krama.khmer.numerals import khmer_digits

Code = Literal[
    "order",
    "split-vowel",
    "coeng",
    "no-base",
    "repeated",
    "deprecated",
    "zwsp",
    "invisible",
    "colon",
    "digits",
    "legacy",
]

HAS_KHMER = re.compile("[\u1780-\u17ff]")
KHMER = "\u1780-\u17d3\u17d7\u17dd"
LETTERS = "\u1780-\u17d3\u17dd"
MARKS = "\u17b4-\u17d1\u17d3\u17dd"
SYLLABLE = re.compile(f"[\u1780-\u17b3](?:\u200b*(?:\u17d2++\u200b*[\u1780-\u17b3]|[{MARKS}]))*")
BARE = re.compile("\u17d2(?![\u1780-\u17b3])")
DANGLING = re.compile(f"(?P<before>[\u1780-\u17b3][{MARKS}]*+)?(?<!\u17d2)\u17d2++(?!\u200b*+[\u1780-\u17b3])")
# Behind a ZWNJ or ZWJ a mark has its base; ◌ stands for one on purpose.
ORPHAN = re.compile(
    f"(?<![{LETTERS}\u200b-\u200d\u25cc])(?:[{MARKS}]|\u17d2[\u1780-\u17b3])++|(?<![{LETTERS}\u200b])\u200b++[{MARKS}]++"
)
STRAY = INVISIBLE.replace(ZWSP, "") + "\u00a0"
BESIDE_KHMER = re.compile(f"(?<=[{KHMER}])[{STRAY}]+|[{STRAY}]+(?=[\u1780-\u17b3])")
# The one use of ZWNJ that Unicode has for Khmer: the shifter keeps its form above an upper vowel.
KEEPS_SHIFTER = re.compile("[\u17c9\u17ca]\u200c(?=[\u17b7-\u17ba\u17be\u17bf\u17d0]|\u17b6\u17c6)")
COLONS = (":", " \u17c7", " \u17c8", "\u00a0\u17c7", "\u00a0\u17c8")
COLON = re.compile(
    f'(?<=[{KHMER}])[ \u00a0\u200b]*:(?=[\\s*_)"”»]|$)|(?<=[ \u00a0])[\u17c7\u17c8](?=\\s|$)', re.MULTILINE
)
DIGITS = re.compile("(?<![0-9០-៩])(?=[០-៩]+[0-9]|[0-9]+[០-៩])[0-9០-៩]+")


class Finding(NamedTuple):
    """One mistake: text[start:end] is `text`; suggestion is what to write instead, "" for nothing at all.

    code: order (parts of a syllable in another order than the encoding's), split-vowel (ើ or ោ built from parts), coeng
    (the sign for a subscript without a letter, or twice), no-base (a vowel or sign without a letter), repeated (a mark
    twice), deprecated (a letter that Unicode withdrew), zwsp (one within a syllable), invisible (ZWNJ, ZWJ, NBSP, BOM),
    colon (ៈ, ះ or : for ៖), digits (Khmer and other digits in one number), legacy (text for a font of before Unicode).
    """

    code: Code
    start: int
    end: int
    text: str
    suggestion: str


def lint(text: str) -> tuple[Finding, ...]:
    """Every mistake of a text, in order; where two overlap, the first."""
    rules = RULES if HAS_KHMER.search(text) else (_legacy,)
    found = sorted((one for rule in rules for one in rule(text)), key=lambda one: (one.start, -one.end))
    kept: list[Finding] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _syllables(text: str) -> Iterator[Finding]:
    if in_order(text):
        return
    # Each different syllable once: 0.5 ms for a text of 2,100 characters, of which looking at every one took 1.7.
    for piece in sorted(set(SYLLABLE.findall(text))):
        right = fix(piece)
        if right != piece:
            code = _code(piece)
            for start in _places(piece, text):
                yield Finding(code, start, start + len(piece), piece, right)


def _places(piece: str, text: str) -> Iterator[int]:
    """Where a syllable stands as a whole, and not as a part of another."""
    at = text.find(piece)
    while at >= 0:
        match = SYLLABLE.match(text, at)
        if match and match[0] == piece and not text.startswith(COENG, max(0, at - 1)):
            yield at
        at = text.find(piece, at + 1)


def _code(piece: str) -> Code:
    """What is wrong with a syllable that fix changes."""
    if ZWSP in piece:
        return "zwsp"
    if any(letter in piece for letter in WITHDRAWN):
        return "deprecated"
    parts = PARTS.findall(piece[1:])
    if COENG * 2 in piece or _twice([one for one in parts if one[0] == COENG]):
        return "coeng"
    if _twice([one for one in parts if one[0] != COENG]):
        return "repeated"
    split = "\u17c1" in parts and not {"\u17b8", "\u17b6"}.isdisjoint(parts)
    return "split-vowel" if split else "order"


def _twice(parts: list[str]) -> bool:
    return len(parts) != len(set(parts))


def _dangling(text: str) -> Iterator[Finding]:
    if not BARE.search(text):
        return
    for match in DANGLING.finditer(text):
        yield Finding("coeng", match.start(), match.end(), match[0], match["before"] or "")


def _orphans(text: str) -> Iterator[Finding]:
    for match in ORPHAN.finditer(text):
        yield Finding("no-base", match.start(), match.end(), match[0], "")


def _invisible(text: str) -> Iterator[Finding]:
    if not any(letter in text for letter in STRAY):
        return
    kept = {match.end() - 1 for match in KEEPS_SHIFTER.finditer(text)}
    for match in BESIDE_KHMER.finditer(text):
        if match.start() not in kept:
            yield Finding("invisible", match.start(), match.end(), match[0], " " if "\u00a0" in match[0] else "")


def _colons(text: str) -> Iterator[Finding]:
    if not any(sign in text for sign in COLONS):
        return
    for match in COLON.finditer(text):
        yield Finding("colon", match.start(), match.end(), match[0], "៖")


def _digits(text: str) -> Iterator[Finding]:
    for match in DIGITS.finditer(text):
        yield Finding("digits", match.start(), match.end(), match[0], khmer_digits(match[0]))


def _legacy(text: str) -> Iterator[Finding]:
    for one in legacy(text):
        yield Finding("legacy", one.start, one.end, one.text, "")


RULES = (_legacy, _syllables, _dangling, _colons, _orphans, _invisible, _digits)

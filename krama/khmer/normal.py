"""Two spellings of one text: `fix` for what is published, `fold` for what is compared.

A quarter of Khmer articles hold a syllable whose parts were typed in another order, or from other parts, than the
encoding asks for; a browser draws it alike, a search does not find it. The order is that of Unicode Technical Note 61
(Hosken, Khmer Encoding Structure): base, robat, subscripts with RO last, register shifter, vowels, signs.

Distinct syllables are few (1,896 make up 1.5 million in newspapers), so each is worked out once.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from krama.khmer.numerals import TO_ASCII

V = TypeVar("V")
COENG, RO, ROBAT, ZWSP = "\u17d2", "\u179a", "\u17cc", "\u200b"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""ZWSP, ZWNJ, ZWJ, word joiner, byte-order mark, soft hyphen."""
PIECES = re.compile(
    "[\u1780-\u17b3](?:\u17d2++[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd])*"  # a syllable, however it was typed
    "|[^\u1780-\u17b3]+|[\u1780-\u17b3]"
)
PARTS = re.compile("\u17d2++[\u1780-\u17b3]|.", re.DOTALL)
SPLIT_OE = re.compile("\u17c1([\u17bb-\u17bd]?)\u17b8")
SPLIT_OO = re.compile("\u17c1([\u17bb-\u17bd]?)\u17b6")
MANY = 100_000
LONGEST = 32
"""Pieces that are remembered, and letters in one, at most: no text may exhaust the memory."""

NEIGHBOURS = re.compile(
    "[\u17b6-\u17d1\u17d3\u17dd][\u17b6-\u17d3\u17dd]+|(?:\u17d2[\u1780-\u17b3]){2,}\u17cc?|\u17d2[\u1780-\u17b3]\u17cc"
)
WITHDRAWN = "\u17a3\u17a4\u17b4\u17b5"
DEPRECATED = {"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6"}
"""Letters that Unicode withdrew, and what it says to write."""
UNSEEN = dict.fromkeys(map(ord, "\u17b4\u17b5"))
"""Inherent vowels: never drawn, and not for text."""
ZWSP_INSIDE = re.compile(
    "(?<=[\u1780-\u17b3\u17b6-\u17d3\u17dd])\u200b+(?=[\u17b6-\u17d3\u17dd])|(?<=\u17d2)\u200b+(?=[\u1780-\u17b3])"
)

RANKS = (
    {"\u17cc": 0, "\u17c9": 3, "\u17ca": 3}  # robat before the subscripts, shifters behind them
    | dict.fromkeys("\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5", 4)  # vowels with a part before the base
    | dict.fromkeys("\u17bb\u17bc\u17bd", 5)  # below
    | dict.fromkeys("\u17be\u17b7\u17b8\u17b9\u17ba", 6)  # above; ើ is among them for the ុ that stands for a shifter
    | {"\u17b6": 7}
    | dict.fromkeys("\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17d3\u17dd", 8)
    | dict.fromkeys("\u17c7\u17c8", 9)
)
"""The place of each mark behind its base; subscripts are 1, and 2 for RO."""

# Which shifter an upper vowel wants, where ុ is drawn for either: TRIISAP if the base or a subscript is of the first
# series and none of them is BO, else MUUSIKATOAN; as in SIL's reference (khnormal).
FIRST_SERIES = re.compile("[\u1780-\u1783\u1785-\u1788\u178a-\u178d\u178f-\u1792\u1795-\u1797\u179e-\u17a0\u17a2]")
BO = "\u1794"
SHIFTER = re.compile("\u17bb(?=[\u17b7-\u17ba\u17be\u17bf\u17d0\u17dd]|\u17b6\u17c6)")
LOOK_ALIKES = {ord("\u17b2"): "\u17b1"} | TO_ASCII
UNCOMPARED = dict.fromkeys(map(ord, INVISIBLE))


def fix(text: str) -> str:
    """The text as it should have been typed: drawn alike, every syllable's parts in the encoding's order.

    Subscripts with RO last, vowels composed (េ ី → ើ, េ ា → ោ), doubled marks and what cannot be seen inside a syllable
    dropped, withdrawn letters replaced. What is right stays as it is, and fixing twice is fixing once. Safe for
    published text: nothing that a reader sees is changed, and nothing that may be meant (ដ for ត, ZWSP between words).
    """
    if in_order(text):
        return text
    text = ZWSP_INSIDE.sub("", text.translate(UNSEEN))
    return "".join(map(_FIXED.__getitem__, PIECES.findall(text)))


def in_order(text: str) -> bool:
    """Whether fix leaves a text as it is, told in a quarter of the time that fixing takes.

    What can be wrong are two marks, or two subscripts, next to each other; there are about a hundred such neighbours.
    """
    if COENG * 2 in text or any(letter in text for letter in WITHDRAWN) or (ZWSP in text and ZWSP_INSIDE.search(text)):
        return False
    return all(map(_SETTLED.__getitem__, set(NEIGHBOURS.findall(text))))


def fold(text: str) -> str:
    """What a text is compared by: search terms, tags, slugs; two texts that readers take for the same fold alike.

    All that fix does, and: subscript ដ is ត, ឲ is ឱ, a ុ under an upper vowel is the shifter that it is drawn for,
    digits are ASCII, capitals small, Latin accents and what cannot be seen are gone. Never for published text.
    """
    if not text.isascii():
        text = fix(text.translate(UNCOMPARED))
        text = "".join(map(_FOLDED.__getitem__, PIECES.findall(text)))
    return text.lower()


def _fixed(piece: str) -> str:
    """A syllable in the order of the encoding; anything else as it is."""
    if len(piece) == 1:
        return DEPRECATED.get(piece, piece)
    if not "\u1780" <= piece[0] <= "\u17b3":
        return piece
    letters = DEPRECATED.get(piece[0], piece[0])
    base, rest = letters[0], letters[1:] + piece[1:]
    while (better := ordered(rest)) != rest:
        rest = better
    return base + rest


def ordered(marks: str) -> str:
    """The parts of a syllable behind its base in their order, each once, split vowels composed."""
    parts = (COENG + DEPRECATED.get(one[-1], one[-1])[0] if one[0] == COENG else one for one in PARTS.findall(marks))
    made = "".join(sorted(dict.fromkeys(parts), key=_rank))
    return SPLIT_OO.sub("\u17c4\\1", SPLIT_OE.sub("\\1\u17be", made))


def _rank(part: str) -> int:
    return RANKS[part] if part[0] != COENG else 2 if part[-1] == RO else 1


def _settled(marks: str) -> bool:
    """Whether neighbours within a syllable are in their order; a subscript behind a vowel or sign is not."""
    late = marks[0] != COENG and marks[-1] == COENG and marks[-2] != ROBAT
    return not late and ordered(marks) == marks


def _folded(piece: str) -> str:
    """A piece of fixed text as it is compared."""
    if not "\u1780" <= piece[0] <= "\u17b3":
        plain = unicodedata.normalize("NFKD", piece.translate(LOOK_ALIKES))
        return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    piece = piece.replace("\u17d2\u178a", "\u17d2\u178f").translate(LOOK_ALIKES)
    if not SHIFTER.search(piece):
        return _fixed(piece)  # two subscripts may have become one
    letters = [letter for letter in piece if letter <= "\u17b3"]
    triisap = BO not in letters and any(map(FIRST_SERIES.match, letters))
    return _fixed(SHIFTER.sub("\u17ca" if triisap else "\u17c9", piece))


class Memory(dict[str, V]):
    """What became of each piece of text that was met; the same few come again and again."""

    def __init__(self, made: Callable[[str], V]) -> None:
        self.made = made

    def __missing__(self, piece: str) -> V:
        result = self.made(piece)
        if len(piece) <= LONGEST:
            if len(self) >= MANY:
                self.clear()
            self[piece] = result
        return result


_FIXED, _FOLDED, _SETTLED = Memory(_fixed), Memory(_folded), Memory(_settled)

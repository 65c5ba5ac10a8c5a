"""The units that a search compares: Khmer clusters and words of other scripts, folded.

No segmenter of words is asked: those of the build and of browsers disagree on a fifth to a half of Khmer words, and
whatever they cut apart a search would miss. A cluster is certain. One rule holds here and in static/js/search.js, and
the tests hold the two together: spaces and what cannot be seen do not part clusters, any other sign and a line end do.
"""

import re
from typing import NamedTuple

from krama.khmer.normal import Memory, fold

UNSEEN = "\u200b-\u200d\u2060\ufeff\u00ad\u17b4\u17b5"
SPACE = f" \t\u00a0\u2000-\u200a\u202f\u205f\u3000{UNSEEN}"
WORD = "0-9A-Za-z០-៩À-ÖØ-öø-ɏ\u0370-\u052fḀ-ỿ"
# Scripts that are written without spaces, or that nobody here reads: every letter counts, as clusters do.
LETTER = "\u0531-\u109f\u10a0-\u139f\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
UNIT = re.compile(
    f"[\u1780-\u17b3](?:[{UNSEEN}]*(?:\u17d2[\u17d2{UNSEEN}]*[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd]))*|\u17d7"
    f"|[{WORD}](?:[{UNSEEN}]*[{WORD}\u0300-\u036f])*"
    f"|[{LETTER}]"
    f"|[^\u1780-\u17b3\u17d7{WORD}{LETTER}{SPACE}]+"
)
IS_WORD = re.compile(f"[{WORD}]")
IS_CLUSTER = re.compile(f"[\u1780-\u17b3\u17d7{LETTER}]")


class Unit(NamedTuple):
    """A piece of text: folded is what it is compared by ("" for what parts its neighbours), start and end are where it
    stands. word: of a script whose words are parted by spaces; else a cluster."""

    folded: str
    word: bool
    start: int
    end: int


def unit(piece: str) -> tuple[str, bool]:
    """A piece of text as it is compared ("" for what parts its neighbours), and whether it is a word."""
    word = bool(IS_WORD.match(piece))
    return fold(piece) if word or IS_CLUSTER.match(piece) else "", word


_KNOWN = Memory(unit)


def pieces(text: str) -> list[str]:
    """The pieces of text of which units are made, in order."""
    return UNIT.findall(text)


def units(text: str) -> list[Unit]:
    """The units of a text, in order."""
    return [Unit(*_KNOWN[match[0]], match.start(), match.end()) for match in UNIT.finditer(text)]

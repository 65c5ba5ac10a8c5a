"""Khmer character clusters, and cutting text where a reader would.

A cluster is an orthographic syllable: a base letter with its subscripts, vowels and signs. It equals the extended
grapheme cluster of Unicode for Khmer, and is what may never be cut. Latin text is cut at words.
"""

import re
from itertools import accumulate, chain, islice

from krama.khmer.sentences import ETC, sentence_ends

CLUSTER = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17dd])*"  # a Khmer syllable
    "|[^\u1780-\u17b3][\u0300-\u036f\u17b4-\u17d3\u17dd\u200d\ufe0f]*",  # any other character with its marks
    re.DOTALL,
)
SO_ON = re.compile(ETC)
NEVER_FIRST = "ៗ។៕៖៛,.;:!?)]}»”’%"
NEVER_LAST = "«([{“‘"
ELLIPSIS = "…"
BLANK = " \t\r\n\u00a0\u200b"
LOOSE = BLANK + ",;:–—-" + NEVER_LAST
AHEAD = 8  # clusters looked at beyond a cut, to see what it would part


def clusters(text: str) -> list[str]:
    """The text as the units a reader sees; joined they are the text."""
    return CLUSTER.findall(text)


def truncate(text: str, most: int) -> str:
    """At most `most` clusters of `text`, cut where a reader would cut, with an ellipsis where a sentence is cut.

    A cut is made at a sentence end in the last 40 %, else at a space there, else between clusters; never before ៗ ។ ៕
    ៖, after an opening bracket or quote, or within ។ល។, a number or a Latin word. What is cut once is not cut again.
    """
    # Only as far as is looked at: a text may be a hundred times as long as what is wanted of it.
    units = [match[0] for match in islice(CLUSTER.finditer(text), most + AHEAD)]
    if len(units) <= most or (len(units) == most + 1 and units[-1] == ELLIPSIS):
        return text
    head = "".join(units)
    places = list(accumulate(map(len, units), initial=0))  # where each unit starts in the head
    ends = set(sentence_ends(head))
    for end in range(most, int(most * 0.6), -1):
        if places[end] in ends:
            return head[: places[end]]
    kept = head[: places[_cut(units, most)]].rstrip(LOOSE)
    return kept if len(kept) in ends else kept + ELLIPSIS


def _cut(units: list[str], most: int) -> int:
    """How many units to keep where no sentence ends: up to a space in the last 40 %, else between Khmer clusters.

    One long Latin word is cut before it, or within it if it is all there is.
    """
    late, early = range(most, int(most * 0.6), -1), range(int(most * 0.6), 0, -1)
    spaces = (at for at in late if units[at].isspace() and _may_part(units, at))
    between = (at for at in late if not _within_word(units[at - 1][0], units[at][0]) and _may_part(units, at))
    before = (at for at in early if units[at].isspace() and _may_part(units, at))
    anywhere = (at for at in range(most, 0, -1) if _may_part(units, at))
    return next(chain(spaces, between, before, anywhere), most)


def _may_part(units: list[str], at: int) -> bool:
    """Whether nothing beside the place needs what is on its other side: a sign, a bracket, the rest of ។ល។."""
    last, first = at - 1, at
    while last >= 0 and units[last] in BLANK:
        last -= 1
    while first < len(units) and units[first] in BLANK:
        first += 1
    if last < 0 or units[last] in NEVER_LAST:
        return False
    if first < len(units) and units[first] in NEVER_FIRST:
        return False
    return not (units[last] == "។" and SO_ON.match("".join(units[last : last + AHEAD])))


def _within_word(left: str, right: str) -> bool:
    """Within a number, 2,500 or ២.៥០០, or a word that is not Khmer."""
    if right.isdecimal():
        return left.isdecimal() or left in ".,"
    return left.isalnum() and right.isalnum() and not (_is_khmer(left) or _is_khmer(right))


def _is_khmer(letter: str) -> bool:
    return "\u1780" <= letter <= "\u17ff"

"""Khmer character clusters, and cutting text where a reader would.

A cluster is an orthographic syllable: a base letter with its subscripts, vowels and signs. It equals the extended
grapheme cluster of Unicode for Khmer, and is what may never be cut. Latin text is cut at words.
"""

import re
from itertools import islice

CLUSTER = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17dd])*"  # a Khmer syllable
    "|[^\u1780-\u17b3][\u0300-\u036f\u17b4-\u17d3\u17dd\u200d\ufe0f]*",  # any other character with its marks
    re.DOTALL,
)
ENDS = "។៕?!"
NEVER_FIRST = "ៗ។៕៖,.;:!?)]}»”’%"
NEVER_LAST = "«([{“‘"
ELLIPSIS = "…"


def clusters(text: str) -> list[str]:
    """The text as the units a reader sees; joined they are the text."""
    return CLUSTER.findall(text)


def truncate(text: str, most: int) -> str:
    """At most `most` clusters of `text`, cut where a reader would cut, with an ellipsis where something is gone.

    A cut is made at a sentence end or a space in the last 40 %, else between clusters, never before ៗ ។ ៕ ៖ or after an
    opening bracket or quote.
    """
    # Only as far as is looked at: a text may be a hundred times as long as what is wanted of it.
    units = [match[0] for match in islice(CLUSTER.finditer(text), most + 2)]
    if len(units) <= most:
        return text
    least = int(most * 0.6)
    for end in range(most, least, -1):
        if units[end - 1] in ENDS and not (units[end - 1] == "។" and "ល" in units[end - 2 : end + 1]):
            return "".join(units[:end])
    cut = next((end for end in range(most, least, -1) if units[end].isspace()), 0)
    if not cut:
        cut = next((end for end in range(most, least, -1) if _may_cut(units, end)), 0)
    if not cut:  # one long Latin word: cut before it, or within it if it is all there is
        cut = next((end for end in range(least, 0, -1) if units[end].isspace()), most)
    return "".join(units[:cut]).rstrip(" ,;:–—-\u200b" + NEVER_LAST) + ELLIPSIS


def _may_cut(units: list[str], at: int) -> bool:
    """Between two Khmer syllables, or after one; never within a Latin word."""
    left, right = units[at - 1], units[at]
    return right not in NEVER_FIRST and left not in NEVER_LAST and not (left.isascii() and right.isascii())

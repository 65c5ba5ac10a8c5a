"""What a document is found by: the terms of its text, as numbers, with their weights.

Khmer is indexed by overlapping pairs of clusters and by single ones, so that any piece of a text finds it, whatever a
dictionary thinks of words; other scripts by words. docs/khmer.md has the reasons and the figures.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeVar
from zlib import crc32

from msgspec import Struct

from krama.khmer.units import pieces, unit

T = TypeVar("T", int, str)
BODY, OFTEN, FACT, TITLE = range(4)
"""Weights: once or twice in the text, more often, in what is said of the story (summary, tags, venue), in its title."""
MANY_TIMES = 3
CLASSES = 64
"""A pair is told apart by the class of the cluster behind it. 70 of 100 texts that hold the pairs of a word without the
word are known by that, and the index grows by half; three clusters together would double it."""
START = 3
"""Letters of a word by which its shard is chosen, so that all words with the same beginning lie together."""
LONGEST = 40  # letters of a word that are told apart


class Terms(Struct, frozen=True, array_like=True):
    """The terms of one text.

    clusters and pairs: sorted numbers, 4 bytes each, the lowest first. words: sorted. With each goes a byte: its
    weight, and for a pair 4 times the class of what follows; a pair stands once for each class.
    """

    clusters: bytes = b""
    cluster_marks: bytes = b""
    pairs: bytes = b""
    pair_marks: bytes = b""
    words: tuple[str, ...] = ()
    word_marks: bytes = b""


class Marks(NamedTuple):
    """The weight of each term of a text; a pair is its number times CLASSES and the class of what follows."""

    clusters: dict[int, int]
    pairs: dict[int, int]
    words: dict[str, int]


class _Pieces(dict[str, int]):
    """Pieces of text by what they are: above 0 the place of a cluster, below 0 that of a word, 0 for what parts them.

    Thousands of texts hold the same few. Pairs are told from two such places, which takes half the time of joining
    letters. numbers and classes: of each cluster; words: each as it is compared.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names, self.numbers, self.classes, self.words = [""], [0], [0], [""]
        self.clusters: dict[str, int] = {}
        self.pairs = _Pairs(self)

    def __missing__(self, piece: str) -> int:
        folded, word = unit(piece)
        if word:
            place = -len(self.words)
            self.words.append(folded[:LONGEST])
        else:
            place = self.cluster(folded)
        if len(piece) <= LONGEST:
            self[piece] = place
        return place

    def cluster(self, folded: str) -> int:
        """The place of a cluster; 0 for none."""
        if folded and folded not in self.clusters:
            self.clusters[folded] = len(self.names)
            self.names.append(folded)
            self.numbers.append(number(folded))
            self.classes.append(number(folded) % CLASSES)
        return self.clusters.get(folded, 0)


class _Pairs(dict[int, int]):
    """The number of a pair times CLASSES, by the places of its clusters."""

    def __init__(self, pieces: _Pieces) -> None:
        super().__init__()
        self.pieces = pieces

    def __missing__(self, places: int) -> int:
        first, second = (self.pieces.names[place] for place in divmod(places, MOST_CLUSTERS))
        self[places] = made = number(first + second) * CLASSES
        return made


MOST_CLUSTERS = 1 << 20
ENOUGH = 500_000  # pieces and pairs that are remembered: a text made to fill the memory finds its end here
_PIECES = _Pieces()


def number(term: str) -> int:
    """The number that a cluster, a pair or a filter is known by: its CRC-32."""
    return crc32(term.encode())


def gather(title: str, facts: Iterable[str], text: str) -> Terms:
    """The terms of a document: its title, what is said of it, and its text with a line end between blocks."""
    places = [_terms(text), _terms("\n".join(facts)), _terms(title)]
    clusters, cluster_weights = _weights([one.clusters for one in places])
    pairs, pair_weights = _weights([one.pairs for one in places])
    words, word_weights = _weights([one.words for one in places])
    return Terms(
        _bytes(clusters),
        bytes([cluster_weights.get(cluster, BODY) for cluster in clusters]),
        _bytes([pair // CLASSES for pair in pairs]),
        bytes([pair_weights.get(pair, BODY) | pair % CLASSES << 2 for pair in pairs]),
        tuple(words),
        bytes([word_weights.get(word, BODY) for word in words]),
    )


def _weights(found: list[list[T]]) -> tuple[list[T], dict[T, int]]:
    """The terms of text, facts and title in order, and the weights of those that do more than stand in the text."""
    text, facts, title = found
    counted = Counter(text)
    weights = {term: OFTEN for term, times in counted.items() if times >= MANY_TIMES}
    weights |= dict.fromkeys(facts, FACT) | dict.fromkeys(title, TITLE)
    return sorted(counted.keys() | weights.keys()), weights


def numbers(data: bytes) -> "array[int]":
    """The numbers of clusters or pairs, as they are kept."""
    made = array("I", data)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def marks(terms: Terms) -> Marks:
    """The weight of every term."""
    pairs = zip(numbers(terms.pairs), terms.pair_marks, strict=True)
    return Marks(
        dict(zip(numbers(terms.clusters), terms.cluster_marks, strict=True)),
        {number * CLASSES + (mark >> 2): mark & 3 for number, mark in pairs},
        dict(zip(terms.words, terms.word_marks, strict=True)),
    )


@lru_cache(maxsize=10_000)
def given(labels: tuple[str, ...], filters: tuple[str, ...]) -> Marks:
    """The terms that site.toml gives: labels, and filters like "section/news", "year/2014", "tag/budget"."""
    clusters, pairs, words = _terms("\n".join(labels))
    clusters = clusters + [number(f"#{name}") for name in filters]
    return Marks(dict.fromkeys(clusters, FACT), dict.fromkeys(pairs, FACT), dict.fromkeys(words, FACT))


class _Found(NamedTuple):
    """The terms of a piece of text, as they come."""

    clusters: list[int]
    pairs: list[int]
    words: list[str]


def _terms(text: str) -> _Found:
    if not text:
        return _Found([], [], [])
    known = _known()
    run = [known[piece] for piece in pieces(text)]
    pairs, classes = known.pairs, known.classes
    behind = [*(classes[place] if place > 0 else 0 for place in run[2:]), 0, 0]
    return _Found(
        [known.numbers[place] for place in run if place > 0],
        [
            pairs[first * MOST_CLUSTERS + second] + next_
            for first, second, next_ in zip(run, run[1:], behind, strict=False)
            if first > 0 < second
        ],
        [known.words[-place] for place in run if place < 0],
    )


def _known() -> _Pieces:
    """The pieces that were met, forgotten when there are too many."""
    global _PIECES  # noqa: PLW0603 — a memory, and nothing else
    if max(len(_PIECES), len(_PIECES.words), len(_PIECES.names), len(_PIECES.pairs)) > ENOUGH:
        _PIECES = _Pieces()
    return _PIECES


def _bytes(numbers: list[int]) -> bytes:
    made = array("I", numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()

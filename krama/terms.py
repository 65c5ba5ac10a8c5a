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

from krama.khmer import folded_units

T = TypeVar("T", int, str)
BODY, OFTEN, FACT, TITLE = range(4)
"""Weights: once or twice in the text, more often, in what is said of the story (summary, tags, venue), in its title."""
MANY_TIMES = 3
CLASSES = 32
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


class _Numbers(dict[str, int]):
    """The number of a cluster or pair; thousands of texts hold the same."""

    def __missing__(self, term: str) -> int:
        if len(self) > 1_000_000:
            self.clear()
        self[term] = made = number(term)
        return made


_NUMBERS = _Numbers()


def number(term: str) -> int:
    """The number that a cluster, a pair or a filter is known by: its CRC-32."""
    return crc32(term.encode())


def gather(title: str, facts: Iterable[str], text: str) -> Terms:
    """The terms of a document: its title, what is said of it, and its text with a line end between blocks."""
    places = [_terms(text), _terms("\n".join(facts)), _terms(title)]
    clusters = _weights([one.clusters for one in places])
    pairs = _weights([one.pairs for one in places])
    words = _weights([one.words for one in places])
    return Terms(
        _bytes(list(clusters)),
        bytes(clusters.values()),
        _bytes([pair // CLASSES for pair in pairs]),
        bytes([weight | pair % CLASSES << 2 for pair, weight in pairs.items()]),
        tuple(words),
        bytes(words.values()),
    )


def _weights(found: list[list[T]]) -> dict[T, int]:
    """The weight of each term, in order, of those of text, facts and title."""
    text, facts, title = found
    made = {term: OFTEN if times >= MANY_TIMES else BODY for term, times in Counter(text).items()}
    made |= dict.fromkeys(facts, FACT) | dict.fromkeys(title, TITLE)
    return {term: made[term] for term in sorted(made)}


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
    found = folded_units(text)
    run = ["" if word else folded for folded, word in found]
    clusters = [_NUMBERS[one] if one else 0 for one in run]
    behind = [*clusters[2:], 0, 0]
    pairs = [
        _NUMBERS[first + second] * CLASSES + next_ % CLASSES
        for first, second, next_ in zip(run, run[1:], behind, strict=False)
        if first and second
    ]
    words = [folded[:LONGEST] for folded, word in found if word]
    return _Found([one for one in clusters if one], pairs, words)


def _bytes(numbers: list[int]) -> bytes:
    made = array("I", numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()

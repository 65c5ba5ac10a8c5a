"""The files of a search index: which texts hold which terms, in shards that a browser fetches by need.

A shard has three parts: single clusters (and filters), pairs of clusters, words. Each is a count and so many entries,

    of clusters and pairs: the difference to the number before · header · postings
    of words: how many bytes the word before shares · how many follow · these · header · postings

Counts and the like are LEB128 varints. A header is twice the length of the postings in bytes, and 1 more if weights
follow the places. Places are ascending numbers, written as differences less one: of clusters and words the texts, of
pairs a text times CLASSES and the class of what follows. Weights are two bits each, four to a byte, the first in the
lowest bits.
"""

from array import array
from collections.abc import Iterable
from operator import sub
from typing import NamedTuple, TypeVar

from krama.terms import CLASSES, START, number

MOST_BITS = 10
TEXTS_A_SHARD = 5
"""Up to which a shard grows before there are twice as many: 1,024 shards from 2,560 texts on."""

Term = TypeVar("Term", int, str)
Postings = list[int]
"""The places of a term, ascending: each times 4, and its weight."""


class Shard(NamedTuple):
    """A shard taken apart: the encoded postings, header and all, by number and by word."""

    clusters: dict[int, bytes]
    pairs: dict[int, bytes]
    words: dict[str, bytes]


def bits(texts: int) -> int:
    """How many bits of a term's number choose its shard, for so many texts: 0 to 10."""
    return min(MOST_BITS, max(0, (texts // TEXTS_A_SHARD).bit_length()))


def shard_of(key: int, width: int) -> int:
    """The shard of a number, by its upper bits."""
    return key >> (32 - width)


def shard_of_word(word: str, width: int) -> int:
    """The shard of a word, by its first letters."""
    return number(word[:START]) >> (32 - width)


def varint(value: int) -> bytes:
    """A whole number as LEB128: seven bits a byte, the lowest first."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


SMALL = [
    *(bytes((low,)) for low in range(1 << 7)),
    *(bytes((low | 1 << 7, high)) for high in range(1, 1 << 7) for low in range(1 << 7)),
]
"""Those of up to 14 bits, as nearly all differences are: written out, as calls would make each start 8 ms longer."""


def encode(found: Iterable[int]) -> bytes:
    """Postings, in any order, with their header."""
    postings = sorted(found)
    places = [one >> 2 for one in postings]
    steps = list(map(sub, places[1:], places))
    largest = max(steps, default=0)
    data = _varint(places[0])
    if largest <= 0x80:
        data += bytes([step - 1 for step in steps])
    elif largest <= len(SMALL):
        data += b"".join([SMALL[step - 1] for step in steps])
    else:
        data += b"".join([_varint(step - 1) for step in steps])
    weights = [one & 3 for one in postings]
    weighted = any(weights)
    if weighted:
        weights += [0] * (-len(weights) % 4)
        rows = (weights[0::4], weights[1::4], weights[2::4], weights[3::4])
        data += bytes([a | b << 2 | c << 4 | d << 6 for a, b, c, d in zip(*rows, strict=True)])
    return _varint(len(data) << 1 | weighted) + data


def decode(entry: bytes) -> Postings:
    """The postings of an encoded entry."""
    header, at = _read(entry, 0)
    end, places, last = at + (header >> 1), list[int](), -1
    # Weights are as many as places, so there is one number of places that fits the length.
    while at + ((len(places) + 3) // 4 if header & 1 else 0) < end:
        step, at = _read(entry, at)
        last += step + 1
        places.append(last)
    if not header & 1:
        return [place << 2 for place in places]
    return [place << 2 | entry[at + (index >> 2)] >> (index & 3) * 2 & 3 for index, place in enumerate(places)]


def pack(shard: Shard) -> bytes:
    """The file of a shard."""
    return pack_numbers(shard.clusters) + pack_numbers(shard.pairs) + pack_words(shard.words)


def pack_numbers(entries: dict[int, bytes]) -> bytes:
    """The part of a shard's file that holds clusters, or pairs."""
    made, last = [_varint(len(entries))], 0
    for key in sorted(entries):
        made += (_varint(key - last), entries[key])
        last = key
    return b"".join(made)


def pack_words(entries: dict[str, bytes]) -> bytes:
    """The part of a shard's file that holds words."""
    made, before = [_varint(len(entries))], b""
    for word in sorted(entries):
        letters = word.encode()
        same = _shared(before, letters)
        made += (_varint(same), _varint(len(letters) - same), letters[same:], entries[word])
        before = letters
    return b"".join(made)


def unpack(data: bytes) -> Shard:
    """What a shard's file holds."""
    clusters, at = _numbers(data, 0)
    pairs, at = _numbers(data, at)
    words: dict[str, bytes] = {}
    count, at = _read(data, at)
    letters = b""
    for _ in range(count):
        same, at = _read(data, at)
        more, at = _read(data, at)
        letters = letters[:same] + data[at : at + more]
        words[letters.decode()], at = _entry(data, at + more)
    return Shard(clusters, pairs, words)


def changed(entry: bytes | None, changes: dict[int, int | None]) -> bytes | None:
    """An entry with other weights at some places, None for none there. None for an entry without places."""
    postings = {one >> 2: one & 3 for one in decode(entry)} if entry else {}
    for place, weight in changes.items():
        if weight is None:
            postings.pop(place, None)
        else:
            postings[place] = weight
    return encode([place << 2 | weight for place, weight in postings.items()]) if postings else None


def add(found: dict[Term, "array[int]"], first: int, terms: Iterable[tuple[Term, int]]) -> None:
    """Puts a text's terms behind those that were put in before. first: its first place times 4, and no weight; each
    term comes with its mark, the class of what follows times 4, and a weight."""
    for term, mark in terms:
        held = found.get(term)
        if held is None:
            found[term] = array("Q", (first + mark,))
        else:
            held.append(first + mark)


def raise_to(weight: int, found: dict[Term, "array[int]"], term: Term, place: int) -> None:
    """Gives a term at least a weight at a place of the text that was put in last."""
    held = found.setdefault(term, array("Q"))
    for index in range(len(held) - 1, max(-1, len(held) - 1 - CLASSES), -1):
        if held[index] >> 2 == place:
            held[index] = place << 2 | max(weight, held[index] & 3)
            return
    held.append(place << 2 | weight)


def _numbers(data: bytes, at: int) -> tuple[dict[int, bytes], int]:
    found: dict[int, bytes] = {}
    last = 0
    count, at = _read(data, at)
    for _ in range(count):
        step, at = _read(data, at)
        last += step
        found[last], at = _entry(data, at)
    return found, at


def _varint(value: int) -> bytes:
    return SMALL[value] if value < len(SMALL) else varint(value)


def _read(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while data[at] > 0x7F:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1


def _entry(data: bytes, at: int) -> tuple[bytes, int]:
    header, start = _read(data, at)
    end = start + (header >> 1)
    return data[at:end], end


def _shared(first: bytes, second: bytes) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count

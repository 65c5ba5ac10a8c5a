"""The search index of a site: every shown document in its place, and the shards that tell which of them hold a term.

Texts are numbered by day, the oldest first, so that a new story goes to the end and leaves the other numbers alone.
What came of the last build is handed in: where few texts differ, only the shards that hold a term of theirs are made
again, byte for byte as a build from nothing would make them.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, structs

from krama import digests, postings, terms, workers
from krama.digests import digest
from krama.memo import Memo
from krama.shelf import Shelf
from krama.site import Article, Index, Indexed, Site, author_name
from krama.terms import CLASSES, FACT, Marks

T = TypeVar("T")
FEW = 50
"""A change of one text costs about as much as building the index of this many texts anew."""
ALWAYS_FEW = 3
PARTS = 2
"""Pieces in which the numbers of a language are turned around: so much less memory is needed."""
WORTH_A_POOL = 1_000


def searchable(site: Site, before: dict[str, Indexed], last: dict[str, Index], shelf: Shelf, jobs: int = 0) -> Site:
    """A site with its search indexes; before and last: what was known of the documents, and their indexes, if anything.

    The shelf takes new shards.
    """
    indexed, indexes = dict[str, Indexed](), dict[str, Index]()
    for lang in site.config.languages:
        now = _known(site, lang)
        was = {path: one for path, one in before.items() if path.startswith(f"content/{lang}/")}
        indexes[lang] = update(now, was, last.get(lang, Index()), shelf, jobs)
        indexed |= now
    return structs.replace(site, indexed=indexed, indexes=indexes)


def _known(site: Site, lang: str) -> dict[str, Indexed]:
    """Every shown document of a language as a search knows it, by path; those without a day come first."""
    own = sorted((one for one in site.articles if one.card.lang == lang), key=_age)
    return {one.document.path: _indexed(site, lang, number, one) for number, one in enumerate(own)}


def _age(article: Article) -> tuple[bool, float, str]:
    day = article.card.date
    return (day is not None, day.timestamp() if day else 0, article.document.path)


def update(now: dict[str, Indexed], before: dict[str, Indexed], last: Index, shelf: Shelf, jobs: int = 0) -> Index:
    """The index of a language with the documents `now`; `last` is the one of the documents `before`.

    The shelf takes new shards. Byte for byte the same, whatever was before.
    """
    width = postings.bits(len(now))
    there, was = {one.number: one for one in now.values()}, {one.number: one for one in before.values()}
    changes = [(number, was.get(number), there.get(number)) for number in sorted(there.keys() | was.keys())]
    changes = [(number, old, new) for number, old, new in changes if old != new]
    order = digests.key(list(now))
    if len(last.shards) == 1 << width and len(changes) <= max(ALWAYS_FEW, len(now) // FEW):
        shards = edit(changes, last, shelf)
    else:
        shards = tuple(_build(list(there.values()), width, shelf, jobs))
    return Index(len(now), order, shards)


Places = dict[T, dict[int, int | None]]
Change = tuple[int, Indexed | None, Indexed | None]
"""A text's number, what it was and what it is now."""


def edit(changes: Iterable[Change], last: Index, shelf: Shelf) -> tuple[str, ...]:
    """The shards of an index in which some texts are others; the shelf takes those that differ."""
    width, touched = last.bits, defaultdict[int, _Edit](_Edit)
    for number, before, after in changes:
        old, new = _marks(before, shelf), _marks(after, shelf)
        for cluster, weight in _differing(old.clusters, new.clusters):
            touched[postings.shard_of(cluster, width)].clusters[cluster][number] = weight
        for place, weight in _differing(old.pairs, new.pairs):
            pair, behind = divmod(place, CLASSES)
            touched[postings.shard_of(pair, width)].pairs[pair][number * CLASSES + behind] = weight
        for word, weight in _differing(old.words, new.words):
            touched[postings.shard_of_word(word, width)].words[word][number] = weight
    shards = list(last.shards)
    for number, edit in touched.items():
        data = edit.apply(shelf.stored(shards[number]))
        shards[number] = digest(data)
        shelf.keep(shards[number], data)
    return tuple(shards)


def _differing(old: dict[T, int], new: dict[T, int]) -> Iterator[tuple[T, int | None]]:
    """The terms with another weight than before, None for those that are gone."""
    return ((term, new.get(term)) for term in old.keys() | new.keys() if old.get(term) != new.get(term))


class _Edit:
    """What changes in one shard: by term and place its weight, None for none."""

    def __init__(self) -> None:
        self.clusters: Places[int] = defaultdict(dict)
        self.pairs: Places[int] = defaultdict(dict)
        self.words: Places[str] = defaultdict(dict)

    def apply(self, data: bytes) -> bytes:
        """The shard's bytes with the changes in them."""
        shard = postings.unpack(data)
        _change(shard.clusters, self.clusters)
        _change(shard.pairs, self.pairs)
        _change(shard.words, self.words)
        return postings.pack(shard)


def _change(entries: dict[T, bytes], changes: Places[T]) -> None:
    for term, places in changes.items():
        entry = postings.changed(entries.pop(term, None), places)
        if entry is not None:
            entries[term] = entry


def _indexed(site: Site, lang: str, number: int, article: Article) -> Indexed:
    document, config = article.document, site.config
    matter = document.matter
    lists = site.listings[lang]
    tags = tuple(lists["tag", tag].title for tag in dict.fromkeys(matter.tags) if ("tag", tag) in lists)
    authors = tuple(author_name(config, who, lang) for who in dict.fromkeys(matter.authors))
    year = (f"year/{matter.date.astimezone(config.zone).year}",) if matter.date else ()
    filters = (f"section/{document.section}", *year, *(f"tag/{tag}" for tag in dict.fromkeys(matter.tags)))
    return Indexed(number, document.terms, (*tags, *authors), filters)


def _marks(one: Indexed | None, shelf: Shelf) -> Marks:
    """The weight of every term of a document, with those that site.toml gives it."""
    if one is None:
        return Marks({}, {}, {})
    own, more = terms.marks(shelf.terms(one.terms)), terms.given(one.labels, one.filters)
    return Marks(
        _heavier(own.clusters, more.clusters), _heavier(own.pairs, more.pairs), _heavier(own.words, more.words)
    )


def _heavier(one: dict[T, int], other: dict[T, int]) -> dict[T, int]:
    """All terms of both, each with the larger of its weights."""
    return one | {term: max(weight, one.get(term, 0)) for term, weight in other.items()}


def _build(texts: list[Indexed], width: int, shelf: Shelf, jobs: int) -> Iterator[str]:
    """The digests of all shards, in order, built from nothing."""
    shards = 1 << width
    parts = min(PARTS, shards)
    bounds = [(shards * part // parts, shards * (part + 1) // parts) for part in range(parts)]
    work = _Turn(sorted(texts, key=lambda one: one.number), width)
    count = workers.number(jobs)
    if count == 1 or len(texts) < WORTH_A_POOL:
        numbers, words = [work.numbers(shelf, one) for one in bounds], work.words(shelf)
    else:
        shelf.flush()  # so that other processes find the terms
        with workers.pool(count, _begin, (work, shelf.base.place)) as pool:
            *numbers, words = pool.map(_turned, (*bounds, None))
    for first, second in zip(chain.from_iterable(numbers), words, strict=True):
        data = first + second
        name = digest(data)
        shelf.keep(name, data)
        yield name


class _Turn(Struct, frozen=True):
    """Texts with their terms, turned around: terms with their texts."""

    texts: list[Indexed]
    width: int

    def numbers(self, shelf: Shelf, bounds: tuple[int, int]) -> list[bytes]:
        """The clusters and pairs of some shards, from the first to before the last."""
        low, high = (bound << 32 - self.width for bound in bounds)
        clusters: dict[int, array[int]] = {}
        pairs: dict[int, array[int]] = {}
        for one in self.texts:
            own, more = shelf.terms(one.terms), terms.given(one.labels, one.filters)
            first = one.number << 2
            postings.add(clusters, first, _between(own.clusters, own.cluster_marks, low, high))
            postings.add(pairs, first * CLASSES, _between(own.pairs, own.pair_marks, low, high))
            for cluster in more.clusters:
                if low <= cluster < high:
                    postings.raise_to(FACT, clusters, cluster, one.number)
            for pair, behind in (divmod(place, CLASSES) for place in more.pairs):
                if low <= pair < high:
                    postings.raise_to(FACT, pairs, pair, one.number * CLASSES + behind)
        rows = [_rows(found, bounds, self.width) for found in (clusters, pairs)]
        return [
            postings.pack_numbers(first) + postings.pack_numbers(second) for first, second in zip(*rows, strict=True)
        ]

    def words(self, shelf: Shelf) -> list[bytes]:
        """The words of every shard."""
        found: dict[str, array[int]] = {}
        for one in self.texts:
            own = shelf.terms(one.terms)
            postings.add(found, one.number << 2, zip(own.words, own.word_marks, strict=True))
            for word in terms.given(one.labels, one.filters).words:
                postings.raise_to(FACT, found, word, one.number)
        rows: list[dict[str, bytes]] = [{} for _ in range(1 << self.width)]
        for word, held in found.items():
            rows[postings.shard_of_word(word, self.width)][word] = postings.encode(held)
        return [postings.pack_words(row) for row in rows]


def _between(data: bytes, marks: bytes, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The numbers from `low` to before `high` with their marks."""
    keys = terms.numbers(data)
    start, end = bisect_left(keys, low), bisect_left(keys, high)
    return zip(keys[start:end], marks[start:end], strict=True)


def _rows(found: "dict[int, array[int]]", bounds: tuple[int, int], width: int) -> list[dict[int, bytes]]:
    """Encoded postings, by shard."""
    rows: list[dict[int, bytes]] = [{} for _ in range(*bounds)]
    for key, held in found.items():
        rows[postings.shard_of(key, width) - bounds[0]][key] = postings.encode(held)
    return rows


_work: tuple[_Turn, Shelf]
"""What a process of the pool was begun with."""


def _begin(work: _Turn, place: Path) -> None:
    global _work  # noqa: PLW0603 — a pool hands its tasks nothing but arguments, and this is too large to send each time
    _work = (work, Shelf(Memo(place)))


def _turned(bounds: tuple[int, int] | None) -> list[bytes]:
    work, shelf = _work
    return work.words(shelf) if bounds is None else work.numbers(shelf, bounds)

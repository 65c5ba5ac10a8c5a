"""Found → Parsed: every document of a site understood, those that changed by several processes where there are many."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from krama import digests, documents, memo, sources, words, workers
from krama.config import Config
from krama.documents import Parsed
from krama.markup import Reading
from krama.model import Link
from krama.options import Options
from krama.progress import READING
from krama.shelf import Shelf
from krama.sources import Found
from krama.words import Words

Links = tuple[Link, ...]
WORTH_A_POOL = 200
"""Documents from which a pool pays: it starts in about 0.2 s, and a document takes 1 to 10 ms."""


def parse(
    options: Options,
    found: Found,
    settings: Config,
    spoken: dict[str, Words],
    last_reading: str,
    last: Mapping[str, Parsed],
    shelf: Shelf,
) -> tuple[str, dict[str, Parsed], dict[str, Links]]:
    """The key of how documents are read, every one of them understood, and the links of those that were read now.

    last: what came of them before, when they were read as `last_reading` tells. The shelf takes what is new.
    """
    readings = {lang: reading(settings, spoken[lang]) for lang in settings.languages}
    kinds = {name: section.kind for name, section in settings.settings.sections.items()}
    key = digests.key((settings.settings.timezone, settings.settings.search, kinds, readings))
    before = last if key == last_reading else {}
    known: dict[str, Parsed] = {}
    stale: list[str] = []
    for path in sources.documents(found.digests):
        row = before.get(path)
        if row is not None and row.digest == found.digests[path]:
            known[path] = row
        else:
            stale.append(path)
    links: dict[str, Links] = {}
    one = partial(_parse, options.root, settings, readings)
    for number, (path, read) in enumerate(zip(stale, _all(stale, one, options.jobs), strict=True)):
        options.step(READING, number, len(stale))
        known[path] = memo.decode(read.row, Parsed)
        found.digests[path] = known[path].digest
        document = known[path].document
        if document is not None:
            shelf.keep(document.body, read.body)
            shelf.keep(document.terms, read.terms)
            links[path] = memo.decode(read.links, Links)
    return key, {path: known[path] for path in sorted(known)}, links


class _Read(NamedTuple):
    """What came of a document, its body, links and terms, as bytes: what another process hands over is what is kept."""

    row: bytes
    body: bytes = b""
    links: bytes = b""
    terms: bytes = b""


def _all(paths: list[str], one: Callable[[str], _Read], jobs: int) -> Iterator[_Read]:
    """What `one` makes of each path, in their order; by several processes where there are many."""
    count = workers.number(jobs)
    if count == 1 or len(paths) < WORTH_A_POOL:
        yield from map(one, paths)
        return
    with workers.pool(count) as pool:
        yield from pool.map(one, paths, chunksize=max(1, min(50, len(paths) // (count * 4))))


def _parse(root: Path, settings: Config, readings: dict[str, Reading], path: str) -> _Read:
    source, problems = sources.text(root, path)
    if source is None:
        name = digests.digest((root / path).read_bytes())
        return _Read(digests.encode(Parsed(path, name, None, problems)))
    row, body, terms = documents.parse(source, settings, readings[path.split("/")[1]])
    if body is None:
        return _Read(digests.encode(row))
    return _Read(digests.encode(row), digests.encode(body), digests.encode(body.links), digests.encode(terms))


def reading(settings: Config, spoken: Words) -> Reading:
    """How documents of a language are read."""
    markdown, hotline = settings.settings.markdown, settings.settings.hotline
    return Reading(
        lang=spoken.lang,
        tags=markdown.tags,
        attributes=tuple(sorted(markdown.attributes.items())),
        words=tuple((name, spoken.text(message)) for name, message in words.READING.items()),
        keep_zwsp=markdown.keep_zwsp,
        khmer_digits=spoken.lang == "km" and settings.settings.khmer_digits,
        phones=hotline.phones if hotline else (),
        old_phones=hotline.old_phones if hotline else (),
        hotline=hotline.text.get(spoken.lang, "") if hotline else "",
    )

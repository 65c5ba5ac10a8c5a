"""read → parse → assemble → plan: from a site's folder to its outputs, described and not yet made.

What was known before is handed in as a Past and handed on as the next one: files by their stamps, documents by the
digests of their files, links by the digest of all that can be linked to. Only what those do not vouch for is read,
parsed or followed again; a Past that is empty makes no difference but the time it takes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from krama import (
    checks,
    config,
    digests,
    documents,
    frames,
    index,
    memo,
    outputs,
    proof,
    sources,
    styles,
    templates,
    urls,
    words,
    workers,
)
from krama.assemble import Documents, Files, Moment, assemble
from krama.checks import titles
from krama.config import Config
from krama.documents import Parsed
from krama.markup import Reading
from krama.model import Link
from krama.options import Options
from krama.pages import Frame
from krama.problems import Problem, ordered
from krama.progress import READING
from krama.recipes import Output
from krama.references import Followed, Trails
from krama.said import said
from krama.shelf import Shelf
from krama.site import Index, Indexed, Site
from krama.sources import Found, Scan
from krama.templates import Studied
from krama.words import Words

SITE = "site.toml"
Links = tuple[Link, ...]
WORTH_A_POOL = 200
"""Documents from which a pool pays: it starts in about 0.2 s, and a document takes 1 to 10 ms."""


class Spoken(Struct, frozen=True, array_like=True):
    """The interface words of every language, and what is wrong with their catalogues. key: of the catalogues."""

    key: str
    words: dict[str, Words]
    problems: tuple[Problem, ...] = ()


class Kept(Struct, frozen=True, array_like=True):
    """What came of a document: understood, its links followed, and where it is shown its card's name, its file, and how
    a search knows it."""

    parsed: Parsed
    followed: Followed | None = None
    card: str = ""
    output: str = ""
    indexed: Indexed | None = None

    def names(self) -> Iterator[str]:
        """The names of the bulky values that belong to it."""
        document, followed = self.parsed.document, self.followed
        named = (document and document.body, document and document.terms, followed and followed.references, self.card)
        yield from (one for one in named if one)


class Past(Struct, frozen=True, array_like=True):
    """What is known of a site as a whole from its last build.

    engine: its name. reading: the key of how documents were read. library: of what could be linked to. templates: of
    the files that `studied` tells of. indexes: what can be searched, by language. titles: marks of all titles.
    """

    engine: str = ""
    found: Found | None = None
    reading: str = ""
    library: str = ""
    templates: str = ""
    studied: Studied = Studied(())
    spoken: Spoken = Spoken("", {})
    frames: dict[str, Frame] = {}
    indexes: dict[str, Index] = {}
    titles: dict[str, bytes] = {}

    @property
    def prefix(self) -> str:
        """The path that every address of the site begins with."""
        return next((frame.prefix for frame in self.frames.values()), "/")


class Plan(Struct, frozen=True):
    """A site understood and planned: its outputs, and what is wrong.

    past and kept: what the next build may know. site is None where site.toml cannot be read. until: the moment at which
    the same sources make another site.
    """

    site: Site | None
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    past: Past
    kept: dict[str, Kept] = {}
    until: datetime | None = None

    def names(self) -> set[str]:
        """The names of all bulky values that a whole plan asks for."""
        shards = (name for one in self.past.indexes.values() for name in one.shards)
        return {*(name for row in self.kept.values() for name in row.names()), *shards}


def plan(
    options: Options,
    scan: Scan,
    past: Past,
    kept: dict[str, Kept],
    shelf: Shelf,
    instead: Mapping[str, Parsed] = MappingProxyType({}),
) -> Plan:
    """Reads, parses, assembles and plans; every stage's problems are told at once.

    scan: of the site's folders. past and kept: from the last build, or empty. shelf: has the bodies that `kept` names,
    and takes new ones. instead: by path, what is shown of documents while an error stands in them; for a preview.
    """
    root = options.root
    settings, wrong_settings = read_settings(root)
    if settings is None:
        return Plan(None, (), wrong_settings, past, kept)
    found = sources.recognise(root, scan, past.found)
    spoken = _spoken(root, settings, found, past.spoken)
    studied, templates_key = _studied(root, found, past)
    reading, parsed, fresh = parse(options, found, settings, spoken.words, past.reading, kept, shelf)
    css, wrong_css = sources.stylesheets(root, found)
    assets = tuple(found.assets.values())
    finished, wrong_styles = styles.finish(css, assets, settings)
    shown = {path: one if one.whole else instead.get(path, one) for path, one in parsed.items()}
    links = {path: found for path, found in fresh.items() if shown[path] is parsed[path]}
    trails = Trails(
        {path: one.followed for path, one in kept.items() if one.followed},
        past.library,
        lambda document: links[document.path] if document.path in links else shelf.body(document.body).links,
        shelf.keep,
    )
    site, wrong_site = assemble(
        settings,
        _documents(shown.values()),
        Files(assets, finished),
        spoken.words,
        Moment(options.now, options.drafts),
        trails,
    )
    if settings.settings.search:
        known = {path: row.indexed for path, row in kept.items() if row.indexed}
        site = index.searchable(site, known, past.indexes, shelf, options.jobs)
    planned = tuple(output for one in outputs.ALL for output in one(site))
    problems = [
        *(*wrong_settings, *scan.problems, *spoken.problems, *studied.problems, *wrong_css, *wrong_styles),
        *(problem for one in parsed.values() for problem in one.problems),
        *wrong_site,
        *_missing_words(spoken, studied),
        *(problem for one in checks.ALL for problem in one(site, planned)),
    ]
    placed = frames.at_lines(tuple(problems), (root / SITE).read_text(encoding="utf-8-sig"))
    shelf.show((one.card for one in site.articles), {one.card for one in kept.values()})
    frames_and_more = (site.frames, site.indexes, titles.marks(site))
    past = Past(past.engine, found, reading, site.library.key, templates_key, studied, spoken, *frames_and_more)
    return Plan(site, planned, ordered(placed), past, _kept(kept, parsed, trails, site), site.until_next(options.now))


def scan(root: Path, began: int, seen: Scan | None) -> Scan:
    """A look at every file of a site; `seen` is one, if it covers the languages that site.toml names now."""
    settings, _ = read_settings(root)
    places = sources.tops(settings.languages if settings else ())
    return seen if seen and settings and seen.places == places else sources.scan(root, places, began)


def _kept(last: dict[str, Kept], parsed: dict[str, Parsed], trails: Trails, site: Site) -> dict[str, Kept]:
    """What came of each document; where that is what came of it before, the same value."""
    shown = {one.document.path: (one.card.name, urls.file(one.address)) for one in site.articles}
    found: dict[str, Kept] = {}
    for path, row in parsed.items():
        before, followed, (card, output) = last.get(path), trails.found.get(path), shown.get(path, ("", ""))
        indexed = site.indexed.get(path)
        same = before and before.parsed is row and before.followed is followed and before.output == output
        same = same and before and before.card == card and before.indexed == indexed
        found[path] = before if before and same else Kept(row, followed, card, output, indexed)
    return found


def parse(
    options: Options,
    found: Found,
    settings: Config,
    spoken: dict[str, Words],
    last_reading: str,
    kept: dict[str, Kept],
    shelf: Shelf,
) -> tuple[str, dict[str, Parsed], dict[str, Links]]:
    """The key of how documents are read, every one of them understood, and the links of those that were read now."""
    readings = {lang: reading(settings, spoken[lang]) for lang in settings.languages}
    kinds = {name: section.kind for name, section in settings.settings.sections.items()}
    key = digests.key((settings.settings.timezone, settings.settings.search, kinds, readings))
    last = kept if key == last_reading else {}
    known: dict[str, Parsed] = {}
    stale: list[str] = []
    for path in sources.documents(found.digests):
        before = last.get(path)
        if before is not None and before.parsed.digest == found.digests[path]:
            known[path] = before.parsed
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
    )


def _documents(parsed: Collection[Parsed]) -> Documents:
    return Documents(
        whole=tuple(one.document for one in parsed if one.document and one.whole),
        sketches=tuple(one.document for one in parsed if one.document and not one.whole),
        unread=frozenset(one.path for one in parsed if one.document is None),
    )


def read_settings(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """What site.toml says, or what is wrong with it."""
    if not (root / SITE).is_file():
        hint = said("go to the folder that holds site.toml, or name it with --root")
        return None, (Problem(SITE, 0, said("there is no site.toml in {}", root), hint),)
    source, problems = sources.text(root, SITE)
    return _loaded(source.text) if source else (None, problems)


@lru_cache(maxsize=4)
def _loaded(text: str) -> tuple[Config | None, tuple[Problem, ...]]:
    """config.load, once for a text: 6 ms for 200 tags, of 16 that an edit took in the preview."""
    settings, problems = config.load(text)
    return settings, (*problems, *proof.of_settings(SITE, text))


def _spoken(root: Path, settings: Config, found: Found, last: Spoken) -> Spoken:
    """The words of the interface; catalogues that did not change are not read again."""
    places = {lang: words.path(lang) for lang in settings.languages}
    key = digests.key([(lang, found.digests.get(path, "")) for lang, path in places.items()])
    if last.key == key:
        return last
    # Imported here: Babel's catalogues take 40 ms to load.
    from krama import catalogues  # noqa: PLC0415

    spoken: dict[str, Words] = {}
    problems: list[Problem] = []
    for lang, path in places.items():
        source, wrong = sources.text(root, path) if path in found.digests else (None, ())
        spoken[lang], more = catalogues.load(lang, source)
        problems += (*wrong, *more)
    return Spoken(key, spoken, tuple(problems))


def _studied(root: Path, found: Found, past: Past) -> tuple[Studied, str]:
    files = sources.below(found, templates.FOLDER)
    key = digests.key(files)
    if past.templates == key:
        return past.studied, key
    return templates.study(root, (path for path, _ in files)), key


def _missing_words(spoken: Spoken, studied: Studied) -> Iterator[Problem]:
    messages = (*studied.messages, *words.IN_CODE)
    for one in spoken.words.values():
        yield from words.missing(one, messages)

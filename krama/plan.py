"""read → parse → assemble → plan: from a site's folder to its outputs, described and not yet made.

What was known before is handed in as a Past and handed on as the next one: files by their stamps, documents by the
digests of their files, links by the digest of all that can be linked to. Only what those do not vouch for is read,
parsed or followed again; a Past that is empty makes no difference but the time it takes.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from krama import (
    checks,
    digests,
    frames,
    index,
    outputs,
    references,
    sources,
    styles,
    templates,
    urls,
    words,
)
from krama.assemble import Documents, Files, assemble
from krama.checks import titles
from krama.config import Config
from krama.documents import Parsed
from krama.options import Options
from krama.pages import Frame
from krama.problems import Problem, ordered
from krama.reading import Links, parse
from krama.recipes import Output
from krama.references import Followed, Trails
from krama.schedule import Moment
from krama.settings import SITE, read_settings
from krama.shelf import Shelf
from krama.site import Index, Indexed, Site
from krama.sources import Found, Scan
from krama.templates import Studied
from krama.words import Words


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
    last = {path: row.parsed for path, row in kept.items()}
    reading, parsed, fresh = parse(options, found, settings, spoken.words, past.reading, last, shelf)
    css, wrong_css = sources.stylesheets(root, found)
    assets = tuple(found.assets.values())
    finished, wrong_styles = styles.finish(css, assets, settings)
    shown = {path: one if one.whole else instead.get(path, one) for path, one in parsed.items()}
    hidden = [one for path, one in parsed.items() if shown[path] is not one]
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
    of_site = (*wrong_site, *(problem for one in checks.ALL for problem in one(site, planned)))
    problems = [
        *(*wrong_settings, *scan.problems, *spoken.problems, *studied.problems, *wrong_css, *wrong_styles),
        *(problem for one in parsed.values() for problem in one.problems),
        # What is shown instead of a text is older than the text, and so would be what is told of it.
        *(problem for problem in of_site if shown.get(problem.path) is parsed.get(problem.path)),
        *(problem for one in hidden for problem in _links_of(one, fresh, site, shelf)),
        *_missing_words(spoken, studied),
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


def _links_of(parsed: Parsed, fresh: dict[str, Links], site: Site, shelf: Shelf) -> tuple[Problem, ...]:
    """What is wrong with the links of a text in whose place another one is shown."""
    document = parsed.document
    if document is None:
        return ()
    links = fresh[parsed.path] if parsed.path in fresh else shelf.body(document.body).links
    return references.resolve(document, links, site.library)[1]


def _documents(parsed: Collection[Parsed]) -> Documents:
    return Documents(
        whole=tuple(one.document for one in parsed if one.document and one.whole),
        sketches=tuple(one.document for one in parsed if one.document and not one.whole),
        unread=frozenset(one.path for one in parsed if one.document is None),
    )


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

"""read → parse → assemble → plan: from a site's folder to its outputs, described and not yet made.

What was known before is handed in as a Past and handed on as the next one: files by their stamps, documents by the
digests of their files, links by the digest of all that can be linked to. Only what those do not vouch for is read,
parsed or followed again; a Past that is empty makes no difference but the time it takes.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from krama import checks, config, documents, frames, memo, outputs, sources, styles, templates, words
from krama.assemble import Documents, Files, Moment, assemble
from krama.config import Config
from krama.documents import Parsed
from krama.markup import Reading
from krama.model import Body, Link
from krama.options import Options
from krama.problems import Problem, ordered
from krama.recipes import Output, Render
from krama.references import Followed, Trails
from krama.shelf import Shelf
from krama.site import Site
from krama.sources import Found
from krama.templates import Studied
from krama.words import Words

SITE = "site.toml"
WORTH_A_POOL = 200
"""Documents from which a pool pays: it starts in about 0.2 s, and a document takes 1 to 10 ms."""


class Spoken(Struct, frozen=True, array_like=True):
    """The interface words of every language, and what is wrong with their catalogues. key: of the catalogues."""

    key: str
    words: dict[str, Words]
    problems: tuple[Problem, ...] = ()


class Past(Struct, frozen=True, array_like=True):
    """What is known from the last build. engine: its name. reading: the key of how documents were read. library: of
    what could be linked to. templates: the key of the files that `studied` tells of."""

    engine: str = ""
    found: Found | None = None
    reading: str = ""
    parsed: dict[str, Parsed] = {}
    library: str = ""
    followed: dict[str, Followed] = {}
    templates: str = ""
    studied: Studied | None = None
    spoken: Spoken | None = None

    def words(self) -> dict[str, Words]:
        """The interface words of every language."""
        return self.spoken.words if self.spoken else {}

    def used(self) -> set[str]:
        """The digests of all bulky values that a later build may ask for."""
        bodies = {one.document.body for one in self.parsed.values() if one.document}
        return bodies | {one.references for one in self.followed.values() if one.references}


class Plan(Struct, frozen=True):
    """A site understood and planned: its outputs, and what is wrong. site is None where site.toml cannot be read.

    past: what the next build may know. until: the moment at which the same sources make another site.
    """

    site: Site | None
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    past: Past
    until: datetime | None = None


def plan(options: Options, began: int, past: Past, shelf: Shelf) -> Plan:
    """Reads, parses, assembles and plans; every stage's problems are told at once.

    began: the file system's time before this look. shelf: takes the bodies of what is parsed, and has those of `past`.
    """
    root = options.root
    settings, wrong_settings = _settings(root)
    if settings is None:
        return Plan(None, (), wrong_settings, past)
    found = sources.recognise(root, sources.scan(root, sources.tops(settings.languages), began), past.found)
    spoken = _spoken(root, settings, found, past.spoken)
    studied, templates_key = _studied(root, found, past)
    past, fresh = parse(root, found, settings, spoken.words, past, shelf, options.jobs)
    parsed = tuple(past.parsed.values())
    css, wrong_css = sources.stylesheets(root, found)
    assets = tuple(found.assets.values())
    finished, wrong_styles = styles.finish(css, assets, settings)
    trails = Trails(
        past.followed,
        past.library,
        lambda document: fresh[document.path] if document.path in fresh else shelf.body(document.body).links,
        shelf.keep,
    )
    site, wrong_site = assemble(
        settings, _documents(parsed), Files(assets, finished), spoken.words, Moment(options.now, options.drafts), trails
    )
    planned = tuple(_planned(site, studied.digests))
    problems = [
        *(*wrong_settings, *found.scan.problems, *spoken.problems, *studied.problems, *wrong_css, *wrong_styles),
        *(problem for one in parsed for problem in one.problems),
        *wrong_site,
        *_missing_words(spoken, studied),
        *(problem for one in checks.ALL for problem in one(site, planned)),
    ]
    placed = frames.at_lines(tuple(problems), (root / SITE).read_text(encoding="utf-8-sig"))
    past = structs.replace(
        past,
        found=found,
        library=site.library.key,
        followed=trails.found,
        templates=templates_key,
        studied=studied,
        spoken=spoken,
    )
    return Plan(site, planned, ordered(placed), past, _until(site, options.now))


def parse(
    root: Path,
    found: Found,
    settings: Config,
    spoken: dict[str, Words],
    past: Past,
    shelf: Shelf,
    jobs: int = 0,
) -> tuple[Past, dict[str, tuple[Link, ...]]]:
    """Every document understood, in the order of their paths, and the links of those that were read now."""
    readings = {lang: reading(settings, spoken[lang]) for lang in settings.languages}
    kinds = {name: section.kind for name, section in settings.settings.sections.items()}
    key = memo.key((settings.settings.timezone, kinds, readings))
    last = past.parsed if key == past.reading else {}
    paths = sources.documents(found)
    known = {path: last[path] for path in paths if path in last and last[path].digest == found.digests[path]}
    stale = [path for path in paths if path not in known]
    links: dict[str, tuple[Link, ...]] = {}
    for path, (row, body) in zip(stale, _all(stale, partial(_parse, root, settings, readings), jobs), strict=True):
        known[path] = memo.decode(row, Parsed)
        document = known[path].document
        if document is not None:
            shelf.keep(document.body, body)
            links[path] = memo.decode(body, Body).links
    return structs.replace(past, reading=key, parsed={path: known[path] for path in paths}), links


def _all(paths: list[str], one: Callable[[str], tuple[bytes, bytes]], jobs: int) -> Iterator[tuple[bytes, bytes]]:
    """What `one` makes of each path, in their order; by several processes where there are many."""
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or len(paths) < WORTH_A_POOL:
        yield from map(one, paths)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context()) as pool:
        yield from pool.map(one, paths, chunksize=max(1, min(50, len(paths) // (workers * 4))))


def _parse(root: Path, settings: Config, readings: dict[str, Reading], path: str) -> tuple[bytes, bytes]:
    """One document and its body, as bytes for the memo: what another process hands over, and what is kept, are one."""
    source, problems = sources.text(root, path)
    if source is None:
        name = sources.digest((root / path).read_bytes())
        return memo.encode(Parsed(path, name, None, problems)), b""
    row, body = documents.parse(source, settings, readings[path.split("/")[1]])
    return memo.encode(row), memo.encode(body) if body else b""


def reading(settings: Config, spoken: Words) -> Reading:
    """How documents of a language are read."""
    markdown = settings.settings.markdown
    return Reading(
        lang=spoken.lang,
        tags=markdown.tags,
        attributes=tuple(sorted(markdown.attributes.items())),
        words=tuple((name, spoken.text(message)) for name, message in words.READING.items()),
    )


def _documents(parsed: tuple[Parsed, ...]) -> Documents:
    understood = sorted(((one.whole, one.document) for one in parsed if one.document), key=lambda one: one[1].path)
    return Documents(
        whole=tuple(document for whole, document in understood if whole),
        sketches=tuple(document for whole, document in understood if not whole),
        unread=frozenset(one.path for one in parsed if one.document is None),
    )


def _settings(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    if not (root / SITE).is_file():
        hint = "go to the folder that holds site.toml, or name it with --root"
        return None, (Problem(SITE, 0, f"there is no site.toml in {root}", hint),)
    source, problems = sources.text(root, SITE)
    return config.load(source.text) if source else (None, problems)


def _spoken(root: Path, settings: Config, found: Found, last: Spoken | None) -> Spoken:
    """The words of the interface; catalogues that did not change are not read again."""
    places = {lang: words.path(lang) for lang in settings.languages}
    key = memo.key([(lang, found.digests.get(path, "")) for lang, path in places.items()])
    if last is not None and last.key == key:
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
    key = memo.key(files)
    if past.studied is not None and past.templates == key:
        return past.studied, key
    return templates.study(root, (path for path, _ in files)), key


def _missing_words(spoken: Spoken, studied: Studied) -> Iterator[Problem]:
    messages = (*studied.messages, *words.IN_CODE)
    for one in spoken.words.values():
        yield from words.missing(one, messages)


def _planned(site: Site, digests: dict[str, str]) -> Iterator[Output]:
    """Every output of the site; a recipe that names a template also holds its digest."""
    for one in outputs.ALL:
        for output in one(site):
            recipe = output.recipe
            if isinstance(recipe, Render):
                recipe = structs.replace(recipe, digest=digests.get(recipe.template, ""))
            yield Output(output.path, recipe, output.origin)


def _until(site: Site, now: datetime) -> datetime | None:
    security = site.config.settings.security
    moments = [one for one in (site.due, security.expires if security else None) if one and one > now]
    return min(moments, default=None)

"""Documents → Site: each document in its place among the others.

Nothing here is read from disk or made into html; links that lead nowhere, stories told twice and menus without a page
come back as problems.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct, structs

from krama import frames, lists, references, surprises, urls
from krama.config import Config, section_address
from krama.khmer import sort_key
from krama.model import Asset, Card, Document, Page, Picture, Programme, Workshop
from krama.problems import Problem
from krama.references import Library, Target, Trails
from krama.said import said
from krama.schedule import Moment, coming, is_shown, next_change
from krama.site import DATED_KINDS, Article, Site, author_name, tag_id
from krama.styles import Style
from krama.words import Words


class Documents(Struct, frozen=True):
    """The documents of a site, by path. sketches: what is known of those with mistakes; their links are checked, and
    links to them hold. unread: paths of those of which nothing is known."""

    whole: tuple[Document, ...]
    sketches: tuple[Document, ...] = ()
    unread: frozenset[str] = frozenset()


class Files(Struct, frozen=True):
    """What is published beside the pages."""

    assets: tuple[Asset, ...]
    styles: tuple[Style, ...]

    def urls(self, config: Config) -> dict[str, str]:
        """Their addresses, ready for an href, by path."""
        named = [(one.path, one.digest) for one in self.assets] + [(one.path, one.digest) for one in self.styles]
        keep = config.settings.keep_names
        return {path: urls.href(config.prefix, urls.asset(path, digest, keep)) for path, digest in named}


def assemble(
    config: Config,
    documents: Documents,
    files: Files,
    words: dict[str, Words],
    moment: Moment,
    trails: Trails,
) -> tuple[Site, tuple[Problem, ...]]:
    """The site as it is to be seen at a moment, and what is wrong between its documents."""
    shown = _spelled_alike([one for one in documents.whole if is_shown(one, moment)], config)
    problems = list(_twins(shown))
    addresses = {one.path: _address(one, config) for one in (*documents.sketches, *shown)}
    held = {lang: _held(config, shown, lang) for lang in config.languages}
    file_urls = files.urls(config)
    library = _library(config, documents, addresses, held, files, file_urls)
    for sketch in documents.sketches:
        problems += trails.follow(sketch, library).problems
    articles, cards = [], _Cards(config, library)
    for document in shown:
        followed = trails.follow(document, library)
        problems += followed.problems
        address = addresses[document.path]
        card = cards.make(document, address)
        articles.append(Article(document, address, card, followed.references, pictures=followed.pictures))
    placed = _placed(config, articles)
    entries = {lang: _entries(placed, held[lang]) for lang in config.languages}
    problems += (*_expired(config, moment), *surprises.problems(documents.whole, moment.now, config.zone))
    moments = (next_change(moment, documents.whole), surprises.until(documents.whole, moment.now))
    made, wrong_frames = frames.make(config, library, file_urls, words, in_use=_sections_in_use(entries))
    site = Site(
        config=config,
        articles=tuple(placed),
        entries=entries,
        listings={lang: lists.make(config, lang, entries[lang]) for lang in config.languages},
        frames=made,
        words=words,
        assets=files.assets,
        file_urls=file_urls,
        styles=files.styles,
        library=library,
        coming=coming(moment, documents.whole, config.settings.timezone),
        until=min((one for one in moments if one), default=None),
    )
    return site, (*problems, *wrong_frames)


def _spelled_alike(shown: list[Document], config: Config) -> list[Document]:
    """Documents whose tags and authors are spelled as in site.toml, or one way: កណ្ដាល and កណ្តាល have one address."""
    tags = _spellings((tag for one in shown for tag in one.matter.tags), config.settings.tags)
    people = _spellings((who for one in shown for who in one.matter.authors), config.settings.people)
    return [_respelled(one, tags, people) for one in shown] if tags or people else shown


def _spellings(written: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Of words with the same address the one that all shall have, for those that are spelled otherwise."""
    chosen: dict[str, str] = {tag_id(one): one for one in known}
    found = sorted(set(written))
    for one in found:
        chosen.setdefault(tag_id(one), one)
    return {one: chosen[tag_id(one)] for one in found if chosen[tag_id(one)] != one}


def _respelled(document: Document, tags: dict[str, str], people: dict[str, str]) -> Document:
    matter = document.matter
    changed = structs.replace(
        matter,
        tags=tuple(dict.fromkeys(tags.get(one, one) for one in matter.tags)),
        authors=tuple(dict.fromkeys(people.get(one, one) for one in matter.authors)),
    )
    return document if changed == matter else structs.replace(document, matter=changed)


def _expired(config: Config, moment: Moment) -> Iterator[Problem]:
    """security.txt says until when it holds; after that nobody may rely on it (RFC 9116)."""
    security = config.settings.security
    if security and security.expires <= moment.now:
        message = said('"expires" of [security] was {}', f"{security.expires:%Y-%m-%d}")
        hint = said("look whether the contact still holds, and write a later day")
        yield Problem(frames.SITE, 0, message, hint, "warning")


def _twins(shown: list[Document]) -> Iterator[Problem]:
    """Two documents of one language that claim to be the same story."""
    first: dict[tuple[str, str], Document] = {}
    for document in shown:
        other = first.setdefault((document.lang, document.key), document)
        if other is not document:
            line = document.lines.get("translation_key", 1)
            message = said('the translation key "{}" is also that of {}', document.key, other.path)
            yield Problem(document.path, line, message, said("in one language each story needs a key of its own"))


def _library(
    config: Config,
    documents: Documents,
    addresses: dict[str, str],
    held: dict[str, list[Document]],
    files: Files,
    file_urls: dict[str, str],
) -> Library:
    known = {one.path: one for one in (*documents.sketches, *documents.whole) if one.path in addresses}
    targets = {path: Target(urls.href(config.prefix, addresses[path]), one) for path, one in known.items()}
    found = set(addresses.values())
    for lang in config.languages:
        found |= {urls.home(lang), *(urls.listing(lang, kind) for kind in ("tags", "authors", "archive"))}
        found |= {urls.atom(urls.home(lang)), urls.json_feed(lang)}
        found |= {urls.search(lang)} if config.settings.search else set()
        found |= {urls.listing(lang, kind, name) for kind, name in _lists_of(config, held[lang])}
    return Library(
        prefix=config.prefix,
        languages=config.languages,
        pages=targets,
        stories={(one.lang, one.key): targets[path] for path, one in known.items()},
        unread=documents.unread,
        hidden={one.path: one.key for one in documents.whole if one.path not in targets},
        files={asset.path: asset for asset in files.assets},
        file_urls=file_urls,
        addresses=frozenset(found),
    )


def _held(config: Config, shown: list[Document], lang: str) -> list[Document]:
    """What the lists of a language hold: its own documents, and those that exist only in another language."""
    own = {one.key for one in shown if one.lang == lang}
    found: dict[str, Document] = {}
    for document in sorted(shown, key=lambda one: (one.lang != lang, config.languages.index(one.lang))):
        section = config.settings.sections[document.section]
        foreign = document.lang != lang and (document.key in own or not section.fallback)
        if section.listed and not foreign:
            found.setdefault(document.key, document)
    return list(found.values())


def _lists_of(config: Config, held: list[Document]) -> set[tuple[str, str]]:
    """Kind and name, as in addresses, of the lists that some documents stand in."""
    sections, tags, authors, days = set[str](), set[str](), set[str](), set[datetime]()
    for document in held:
        matter = document.matter
        sections.add(document.section)
        tags.update(matter.tags)
        authors.update(matter.authors)
        if matter.date and config.settings.sections[document.section].kind in DATED_KINDS:
            days.add(matter.date)
    found = {("section", section_address(one, config.settings.sections[one])) for one in sections}
    found |= {("tag", tag_id(tag)) for tag in tags} | {("author", tag_id(who)) for who in authors}
    for day in days:
        local = day.astimezone(config.zone)
        found |= {("year", f"{local:%Y}"), ("month", f"{local:%Y/%m}")}
    return found


def _address(document: Document, config: Config) -> str:
    section = section_address(document.section, config.settings.sections[document.section])
    return urls.article(document.lang, section, document.folder, document.slug)


class _Cards:
    """Makes the cards of documents; what many of them share is looked up once."""

    def __init__(self, config: Config, library: Library) -> None:
        self.config, self.library = config, library
        self.kickers: dict[tuple[str, str], str] = {}

    def make(self, document: Document, address: str) -> Card:
        """All that another page may know of a document."""
        matter, lang = document.matter, document.lang
        return Card(
            url=urls.href(self.config.prefix, address),
            lang=lang,
            kind=self.config.settings.sections[document.section].kind,
            kicker=self.kicker(document.section, lang),
            title=matter.title,
            summary=matter.summary or document.excerpt,
            date=matter.date,
            end=matter.end if isinstance(matter, Workshop) else None,
            updated=matter.updated,
            place=matter.place,
            image=self.image(document),
            authors=tuple(author_name(self.config, who, lang) for who in matter.authors),
        )

    def kicker(self, name: str, lang: str) -> str:
        if (name, lang) not in self.kickers:
            section = self.config.settings.sections[name]
            self.kickers[name, lang] = self.config.words(section.title, lang) if section.listed else ""
        return self.kickers[name, lang]

    def image(self, document: Document) -> Picture | None:
        image = document.matter.image
        asset = references.file(image.src, document, self.library) if image else None
        if image is None or asset is None:
            return None
        url = self.library.file_urls[asset.path]
        return Picture(url, asset.width, asset.height, image.alt, image.caption, image.credit)


def _order(article: Article) -> tuple[object, ...]:
    """Newest first; what has no date stands last, by its order and title."""
    matter = article.document.matter
    stamp = -matter.date.timestamp() if matter.date and not isinstance(matter, Programme | Page) else 1.0
    order = matter.order if isinstance(matter, Programme | Page) else 0
    title = sort_key(matter.title, article.document.lang) if stamp == 1.0 else ()
    return (stamp, order, title, article.document.key, article.document.lang)


def _placed(config: Config, articles: list[Article]) -> list[Article]:
    """Each article with its translations and neighbours, in the order of lists."""
    stories: dict[str, dict[str, Card]] = {}
    for article in articles:
        stories.setdefault(article.document.key, {})[article.document.lang] = article.card
    rows: dict[tuple[str, str], list[Article]] = {}
    for article in sorted(articles, key=_order):
        rows.setdefault((article.document.lang, article.document.section), []).append(article)
    placed = []
    for (lang, section), row in sorted(rows.items()):
        dated = config.settings.sections[section].kind in DATED_KINDS
        for index, article in enumerate(row):
            others = stories[article.document.key]
            placed.append(
                Article(
                    article.document,
                    article.address,
                    article.card,
                    article.references,
                    tuple(others[one] for one in config.languages if one in others and one != lang),
                    row[index - 1].card if dated and index else None,
                    row[index + 1].card if dated and index + 1 < len(row) else None,
                    article.pictures,
                )
            )
    return placed


def _entries(placed: list[Article], held: list[Document]) -> tuple[Article, ...]:
    """What the lists of a language hold, newest first."""
    articles = {one.document.path: one for one in placed}
    return tuple(sorted((articles[one.path] for one in held), key=_order))


def _sections_in_use(entries: dict[str, tuple[Article, ...]]) -> dict[str, frozenset[str]]:
    return {lang: frozenset(one.document.section for one in found) for lang, found in entries.items()}

"""Documents → Site: each document in its place among the others.

Nothing here is read from disk or made into html; links that lead nowhere, stories told twice and menus without a page
come back as problems.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from krama import frames, lists, references, urls
from krama.config import Config, section_address
from krama.model import Asset, Card, Document, News, Page, Picture, Programme, Workshop
from krama.problems import Names, Problem
from krama.references import Library, Target
from krama.site import DATED_KINDS, Article, Site, author_name, tag_id
from krama.styles import Style
from krama.words import Words


class Moment(Struct, frozen=True):
    """When a site is looked at (with an offset), and whether also what is not to be seen yet is shown."""

    now: datetime
    drafts: bool = False


def assemble(
    config: Config,
    documents: Iterable[Document],
    assets: tuple[Asset, ...],
    styles: tuple[Style, ...],
    words: dict[str, Words],
    moment: Moment,
    sketches: tuple[Document, ...] = (),
    unread: frozenset[str] = frozenset(),
) -> tuple[Site, tuple[Problem, ...]]:
    """The site as it is to be seen at a moment, and what is wrong between its documents.

    sketches: what is known of documents with mistakes; their links are checked, and links to them hold.
    unread: paths of those of which nothing is known.
    """
    everything = sorted(documents, key=lambda one: one.path)
    shown = [one for one in everything if is_shown(one, moment)]
    problems = list(_twins(shown))
    file_urls = {asset.path: urls.asset(asset.path, asset.digest, config.settings.keep_names) for asset in assets}
    file_urls |= {style.path: urls.asset(style.path, style.digest, config.settings.keep_names) for style in styles}
    file_urls = {path: urls.href(config.prefix, address) for path, address in file_urls.items()}
    library = _library(config, everything, shown, sketches, assets, file_urls, unread)
    problems += [problem for sketch in sketches for problem in references.resolve(sketch, library)[1]]
    articles = []
    for document in shown:
        found, wrong = references.resolve(document, library)
        problems += wrong
        image = _image(document, library)
        address = _address(document, config)
        articles.append(Article(document, address, _card(document, address, image, config), found, image))
    placed = _placed(config, articles)
    entries = {lang: tuple(_entries(config, placed, lang)) for lang in config.languages}
    problems += _expired(config, moment)
    made, wrong_frames = frames.make(config, library, file_urls, words, in_use=_sections_in_use(entries))
    site = Site(
        config=config,
        articles=tuple(placed),
        entries=entries,
        listings={lang: lists.make(config, lang, entries[lang]) for lang in config.languages},
        frames=made,
        words=words,
        assets=assets,
        file_urls=file_urls,
        styles=styles,
        library=library,
        due=min((one for document in everything for one in _changes(document) if one > moment.now), default=None),
    )
    return site, (*problems, *wrong_frames)


def appears(document: Document) -> datetime | None:
    """From when a document is shown: `publish`, else for news its date; None for always.

    A workshop is announced before it takes place, so its date does not hide it.
    """
    matter = document.matter
    return matter.publish or (matter.date if isinstance(matter, News) else None)


def is_shown(document: Document, moment: Moment) -> bool:
    """Whether a document is part of the site at a moment."""
    start, end = appears(document), document.matter.expire
    if end and end <= moment.now:
        return False
    return moment.drafts or not (document.matter.draft or (start and start > moment.now))


def _changes(document: Document) -> Iterator[datetime]:
    """The moments at which a document comes or goes by itself."""
    if not document.matter.draft:
        yield from (one for one in (appears(document), document.matter.expire) if one)


def _expired(config: Config, moment: Moment) -> Iterator[Problem]:
    """security.txt says until when it holds; after that nobody may rely on it (RFC 9116)."""
    security = config.settings.security
    if security and security.expires <= moment.now:
        message = f'"expires" of [security] was {security.expires:%Y-%m-%d}'
        yield Problem(frames.SITE, 0, message, "look whether the contact still holds, and write a later day", "warning")


def _twins(shown: list[Document]) -> Iterator[Problem]:
    """Two documents of one language that claim to be the same story."""
    first: dict[tuple[str, str], Document] = {}
    for document in shown:
        other = first.setdefault((document.lang, document.key), document)
        if other is not document:
            line = document.lines.get("translation_key", 1)
            message = f'the translation key "{document.key}" is also that of {other.path}'
            yield Problem(document.path, line, message, "in one language each story needs a key of its own")


def _library(
    config: Config,
    everything: list[Document],
    shown: list[Document],
    sketches: tuple[Document, ...],
    assets: tuple[Asset, ...],
    file_urls: dict[str, str],
    unread: frozenset[str],
) -> Library:
    targets = {one.path: Target(urls.href(config.prefix, _address(one, config)), one) for one in (*sketches, *shown)}
    addresses = {_address(one, config) for one in (*sketches, *shown)}
    for lang in config.languages:
        addresses |= {urls.home(lang), *(urls.listing(lang, kind) for kind in ("tags", "authors", "archive"))}
        addresses |= {urls.atom(urls.home(lang)), urls.json_feed(lang)}
        addresses |= {address for one in _held(config, shown, lang) for address in _lists_of(config, one, lang)}
    return Library(
        prefix=config.prefix,
        languages=config.languages,
        pages=targets,
        stories={(target.document.lang, target.document.key): target for target in targets.values()},
        unread=unread,
        hidden=frozenset(one.path for one in everything) - frozenset(targets),
        files={asset.path: asset for asset in assets},
        file_urls=file_urls,
        addresses=frozenset(addresses),
        names=Names([*targets, *file_urls, *(f"/{address}" for address in addresses)]),
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


def _lists_of(config: Config, document: Document, lang: str) -> Iterator[str]:
    """The addresses of the lists that a document stands in."""
    section = config.settings.sections[document.section]
    yield urls.listing(lang, "section", section_address(document.section, section))
    yield from (urls.listing(lang, "tag", tag_id(tag)) for tag in document.matter.tags)
    yield from (urls.listing(lang, "author", tag_id(who)) for who in document.matter.authors)
    if document.matter.date and section.kind in DATED_KINDS:
        day = document.matter.date.astimezone(config.zone)
        yield urls.listing(lang, "year", f"{day:%Y}")
        yield urls.listing(lang, "month", f"{day:%Y/%m}")


def _address(document: Document, config: Config) -> str:
    section = section_address(document.section, config.settings.sections[document.section])
    return urls.article(document.lang, section, document.folder, document.slug)


def _card(document: Document, address: str, image: Picture | None, config: Config) -> Card:
    matter, section = document.matter, config.settings.sections[document.section]
    return Card(
        url=urls.href(config.prefix, address),
        lang=document.lang,
        kind=section.kind,
        kicker=config.words(section.title, document.lang) if section.listed else "",
        title=matter.title,
        summary=matter.summary or document.body.excerpt,
        date=matter.date,
        end=matter.end if isinstance(matter, Workshop) else None,
        updated=matter.updated,
        place=matter.place,
        image=image,
        authors=tuple(author_name(config, who, document.lang) for who in matter.authors),
    )


def _image(document: Document, library: Library) -> Picture | None:
    image = document.matter.image
    asset = references.file(image.src, document, library) if image else None
    if image is None or asset is None:
        return None
    url = library.file_urls[asset.path]
    return Picture(url, asset.width, asset.height, image.alt, image.caption, image.credit)


def _order(article: Article) -> tuple[object, ...]:
    """Newest first; what has no date stands last, by its order and title."""
    matter = article.document.matter
    stamp = -matter.date.timestamp() if matter.date and not isinstance(matter, Programme | Page) else 1.0
    order = matter.order if isinstance(matter, Programme | Page) else 0
    return (stamp, order, matter.title if stamp == 1.0 else "", article.document.key, article.document.lang)


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
                    article.image,
                    tuple(others[one] for one in config.languages if one in others and one != lang),
                    row[index - 1].card if dated and index else None,
                    row[index + 1].card if dated and index + 1 < len(row) else None,
                )
            )
    return placed


def _entries(config: Config, placed: list[Article], lang: str) -> list[Article]:
    """What the lists of a language hold, newest first."""
    articles = {one.document.path: one for one in placed}
    held = _held(config, [one.document for one in placed], lang)
    return sorted((articles[one.path] for one in held), key=_order)


def _sections_in_use(entries: dict[str, tuple[Article, ...]]) -> dict[str, frozenset[str]]:
    return {lang: frozenset(one.document.section for one in found) for lang, found in entries.items()}

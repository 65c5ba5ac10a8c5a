"""The lists of a site: which there are in each language, and what each holds."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from krama import urls
from krama.config import section_address
from krama.site import Article, Site, author_name, tag_id

Name = tuple[str, str]


class Listing(Struct, frozen=True):
    """A list: kind is section, tag, author, year or month; date is set for the last two."""

    kind: str
    name: str
    title: str
    summary: str
    address: str
    articles: tuple[Article, ...]
    date: datetime | None = None


def listings(site: Site, lang: str) -> dict[Name, Listing]:
    """Every list of a language by kind and name; the order within a kind is that of its index."""
    found = [*_sections(site, lang), *_tags(site, lang), *_authors(site, lang), *_archive(site, lang)]
    return {(one.kind, one.name): one for one in found}


def _sections(site: Site, lang: str) -> Iterator[Listing]:
    config = site.config
    for name, section in config.settings.sections.items():
        if site.has_list(lang, name):
            address = urls.listing(lang, "section", section_address(name, section))
            title, summary = config.words(section.title, lang), config.words(section.summary, lang)
            yield Listing("section", name, title, summary, address, site.of_section(lang, name))


def _tags(site: Site, lang: str) -> Iterator[Listing]:
    held: dict[str, list[Article]] = {}
    for article in site.entries[lang]:
        for tag in dict.fromkeys(article.document.matter.tags):
            held.setdefault(tag, []).append(article)
    labels = {tag: site.config.words(site.config.settings.tags.get(tag, {}), lang) or tag for tag in held}
    for tag in sorted(held, key=lambda one: (labels[one].casefold(), one)):
        yield Listing("tag", tag, labels[tag], "", urls.listing(lang, "tag", tag_id(tag)), tuple(held[tag]))


def _authors(site: Site, lang: str) -> Iterator[Listing]:
    held: dict[str, list[Article]] = {}
    for article in site.entries[lang]:
        for who in dict.fromkeys(article.document.matter.authors):
            held.setdefault(who, []).append(article)
    names = {who: author_name(site.config, who, lang) for who in held}
    for who in sorted(held, key=lambda one: (names[one].casefold(), one)):
        person = site.config.settings.people.get(who)
        role = site.config.words(person.role, lang) if person else ""
        yield Listing("author", who, names[who], role, urls.listing(lang, "author", tag_id(who)), tuple(held[who]))


def _archive(site: Site, lang: str) -> Iterator[Listing]:
    years: dict[str, list[Article]] = {}
    months: dict[str, list[Article]] = {}
    for article in site.entries[lang]:
        date = article.card.date
        if date and article.card.kind in {"news", "workshops"}:
            local = date.astimezone(site.config.zone)
            years.setdefault(f"{local:%Y}", []).append(article)
            months.setdefault(f"{local:%Y/%m}", []).append(article)
    for kind, held in (("year", years), ("month", months)):
        for name, articles in held.items():
            year, _, month = name.partition("/")
            day = datetime(int(year), int(month or 1), 1, tzinfo=site.config.zone)
            yield Listing(kind, name, "", "", urls.listing(lang, kind, name), tuple(articles), day)

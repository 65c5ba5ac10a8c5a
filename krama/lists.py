"""The lists of a language: sections, tags, authors, years and months, and what each holds."""

from collections.abc import Iterator
from datetime import UTC, datetime

from krama import urls
from krama.config import Config, section_address
from krama.khmer import sort_key
from krama.site import DATED_KINDS, Article, Listing, Name, author_name, tag_id

Entries = tuple[Article, ...]


def make(config: Config, lang: str, entries: Entries) -> dict[Name, Listing]:
    """Every list of a language by kind and name, from what its lists may hold, newest first."""
    makers = (_sections, _tags, _authors, _archive)
    found = [listing for maker in makers for listing in maker(config, lang, entries)]
    return {(one.kind, one.name): one for one in found}


def _sections(config: Config, lang: str, entries: Entries) -> Iterator[Listing]:
    for name, section in config.settings.sections.items():
        held = tuple(one for one in entries if one.document.section == name)
        if held:
            address = urls.listing(lang, "section", section_address(name, section))
            title, summary = config.words(section.title, lang), config.words(section.summary, lang)
            yield Listing("section", name, title, summary, address, held)


def _tags(config: Config, lang: str, entries: Entries) -> Iterator[Listing]:
    held: dict[str, list[Article]] = {}
    for article in entries:
        for tag in dict.fromkeys(article.document.matter.tags):
            held.setdefault(tag, []).append(article)
    labels = {tag: config.words(config.settings.tags.get(tag, {}), lang) or tag for tag in held}
    for tag in sorted(held, key=lambda one: (sort_key(labels[one], lang), one)):
        yield Listing("tag", tag, labels[tag], "", urls.listing(lang, "tag", tag_id(tag)), tuple(held[tag]))


def _authors(config: Config, lang: str, entries: Entries) -> Iterator[Listing]:
    held: dict[str, list[Article]] = {}
    for article in entries:
        for who in dict.fromkeys(article.document.matter.authors):
            held.setdefault(who, []).append(article)
    names = {who: author_name(config, who, lang) for who in held}
    for who in sorted(held, key=lambda one: (sort_key(names[one], lang), one)):
        person = config.settings.people.get(who)
        role = config.words(person.role, lang) if person else ""
        yield Listing("author", who, names[who], role, urls.listing(lang, "author", tag_id(who)), tuple(held[who]))


def _archive(config: Config, lang: str, entries: Entries) -> Iterator[Listing]:
    years: dict[str, list[Article]] = {}
    months: dict[str, list[Article]] = {}
    names: dict[datetime, tuple[str, str]] = {}
    for article in entries:
        date = article.card.date
        if date and article.card.kind in DATED_KINDS:
            if date not in names:  # working out a name takes 4 µs, and thousands share a day
                local = date.astimezone(config.zone)
                names[date] = (f"{local:%Y}", f"{local:%Y/%m}")
            year, month = names[date]
            years.setdefault(year, []).append(article)
            months.setdefault(month, []).append(article)
    for kind, held in (("year", years), ("month", months)):
        for name, articles in held.items():
            year, _, month = name.partition("/")
            # In UTC, as all moments that are kept: what a template sees is the same after a build from nothing.
            day = datetime(int(year), int(month or 1), 1, tzinfo=config.zone).astimezone(UTC)
            yield Listing(kind, name, "", "", urls.listing(lang, kind, name), tuple(articles), day)

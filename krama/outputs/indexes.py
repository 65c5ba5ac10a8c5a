"""The indexes of tags, authors, and years and months."""

from collections.abc import Iterator
from itertools import groupby

from krama import urls
from krama.khmer import index_letter
from krama.model import Body
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import CardOf, Entry, Frame, Group, IndexPage, Sketch
from krama.recipes import Output, Render
from krama.site import Listing, Site
from krama.words import INDEXES


class Index(Sketch, frozen=True, tag=True):
    """All that an index is made from. translated: its address by language. entries: dates have no title yet."""

    kind: str
    title: str
    url: str
    translated: dict[str, str]
    entries: tuple[Entry, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> IndexPage:
        """What the template of an index sees."""
        way = crumbs(frame)
        things = (
            linked.collection(frame, self.title, self.url),
            linked.breadcrumbs(frame, way, self.title, self.url),
        )
        return IndexPage(
            head=head(frame, self.url, Subject(self.title, frame.tagline, things), self.translated),
            switch=switch(frame, self.translated, {}),
            crumbs=way,
            kind=self.kind,
            title=self.title,
            entries=tuple(_titled(frame, one) for one in self.entries),
            groups=() if self.kind == "archive" else tuple(_groups(self.entries)),
        )


def outputs(site: Site) -> Iterator[Output]:
    """Three indexes for each language."""
    for lang in site.config.languages:
        lists = tuple(site.listings[lang].values())
        for kind, entries in (
            ("tags", _entries(site, lists, "tag")),
            ("authors", _entries(site, lists, "author")),
            ("archive", _years(site, lists)),
        ):
            translated = {one: href(site, urls.listing(one, kind)) for one in site.config.languages}
            index = Index(kind, site.words[lang].text(INDEXES[kind]), translated[lang], translated, entries)
            recipe = Render("index.html", site.frames[lang], index)
            yield Output(urls.file(urls.listing(lang, kind)), recipe, "site.toml")


def _groups(entries: tuple[Entry, ...]) -> Iterator[Group]:
    """Entries in their order, by first letter."""
    for letter, held in groupby(entries, key=lambda one: index_letter(one.title)):
        yield Group(letter, tuple(held))


def _titled(frame: Frame, entry: Entry) -> Entry:
    """An entry whose title is its date in words, where it has none."""
    if entry.date is None:
        return entry
    # Imported here: Babel takes 60 ms to load, and a plan needs none of it.
    from krama.filters import Filters  # noqa: PLC0415

    months = tuple(_titled(frame, one) for one in entry.entries)
    title = Filters(frame.formats).date(entry.date, "year" if months else "month")
    return Entry(title, entry.url, entry.count, entry.date, months, entry.note)


def _entry(site: Site, listing: Listing, entries: tuple[Entry, ...] = ()) -> Entry:
    url = href(site, listing.address)
    return Entry(listing.title, url, len(listing.articles), listing.date, entries, listing.summary)


def _entries(site: Site, lists: tuple[Listing, ...], kind: str) -> tuple[Entry, ...]:
    return tuple(_entry(site, one) for one in lists if one.kind == kind)


def _years(site: Site, lists: tuple[Listing, ...]) -> tuple[Entry, ...]:
    """The years, newest first, each with its months."""
    months: dict[str, list[Entry]] = {}
    for one in lists:
        if one.kind == "month":
            months.setdefault(one.name.partition("/")[0], []).append(_entry(site, one))
    return tuple(_entry(site, one, tuple(months.get(one.name, ()))) for one in lists if one.kind == "year")

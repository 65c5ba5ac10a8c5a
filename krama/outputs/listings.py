"""The pages of lists: sections, tags, authors, years and months, with numbered pagination."""

from collections.abc import Iterator
from datetime import datetime

from krama import urls
from krama.model import Body, Label
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import CardOf, Frame, ListPage, Pagination, Sketch
from krama.recipes import Output, Render
from krama.site import Listing, Site
from krama.words import INDEXES

INDEX_OF = {"tag": "tags", "author": "authors", "year": "archive", "month": "archive"}
ORIGIN = "site.toml"


class Part(Sketch, frozen=True, tag=True):
    """All that one page of a list is made from; cards by their names.

    url: of the whole list. translated and nearest: where the language switch leads. above: the index that the list
    belongs to, and the year of a month (without a title: its date in words is put in when the page is made).
    """

    kind: str
    title: str
    summary: str
    date: datetime | None
    url: str
    number: int
    total: int
    count: int
    cards: tuple[str, ...]
    translated: dict[str, str]
    nearest: dict[str, str]
    above: tuple[Label, ...]
    feed: str

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> ListPage:
        """What the template of a list sees."""
        # Imported here: Babel takes 60 ms to load, and a plan needs none of it.
        from krama.filters import Filters  # noqa: PLC0415

        words = Filters(frame.formats)
        title = words.date(self.date, self.kind) if self.date else self.title
        year = words.date(self.date, "year") if self.date else ""
        above = (Label(one.title or year, one.url) for one in self.above)
        url, way = urls.page(self.url, self.number), crumbs(frame, *above)
        things = (linked.collection(frame, title, url), linked.breadcrumbs(frame, way, title, url))
        shown = title if self.number == 1 else f"{title} ({words.number(self.number)})"
        subject = Subject(shown, self.summary or frame.tagline, things, atom=self.feed)
        return ListPage(
            head=head(frame, url, subject, self.translated if self.number == 1 else {}),
            switch=switch(frame, self.translated, self.nearest),
            crumbs=way,
            kind=self.kind,
            title=title,
            summary=self.summary,
            date=self.date,
            cards=tuple(map(card_of, self.cards)),
            count=self.count,
            pagination=pagination(self.url, self.number, self.total),
            feed=self.feed,
        )


def outputs(site: Site) -> Iterator[Output]:
    """Every page of every list in every language."""
    for lang, found in site.listings.items():
        for name, listing in found.items():
            others = {one: lists[name].address for one, lists in site.listings.items() if name in lists}
            yield from _pages(site, lang, listing, {one: href(site, address) for one, address in others.items()})


def _pages(site: Site, lang: str, listing: Listing, translated: dict[str, str]) -> Iterator[Output]:
    size = site.config.settings.page_size
    # A year or a month is a page to look something up in: it is shown whole.
    if listing.kind in {"year", "month"}:
        size = max(size, len(listing.articles))
    total = -(-len(listing.articles) // size)
    above = _above(site, lang, listing)
    nearest = {one: _index(site, one, listing) for one in site.config.languages}
    for number in range(1, total + 1):
        part = Part(
            kind=listing.kind,
            title=listing.title,
            summary=listing.summary,
            date=listing.date,
            url=href(site, listing.address),
            number=number,
            total=total,
            count=len(listing.articles),
            cards=tuple(one.card.name for one in listing.articles[(number - 1) * size : number * size]),
            translated=translated,
            nearest=nearest,
            above=above,
            feed=href(site, urls.atom(listing.address)) if _has_feed(listing, lang) else "",
        )
        address = urls.page(listing.address, number)
        yield Output(urls.file(address), Render("list.html", site.frames[lang], part), _origin(listing))


def pagination(first: str, number: int, total: int) -> Pagination:
    """Where page `number` of `total` stands: its neighbours, and the first, the last and those around it by number.

    first: the address of the first page.
    """

    def url(one: int) -> str:
        return urls.page(first, one) if 1 <= one <= total else ""

    shown = sorted({1, total, *(one for one in range(number - 2, number + 3) if 1 <= one <= total)})
    numbers: list[tuple[int, str]] = []
    for one in shown:
        if numbers and one - numbers[-1][0] == 2:
            numbers.append((one - 1, url(one - 1)))
        elif numbers and one - numbers[-1][0] > 2:
            numbers.append((0, ""))
        numbers.append((one, url(one)))
    return Pagination(number, total, url(number - 1), url(number + 1), tuple(numbers))


def _above(site: Site, lang: str, listing: Listing) -> tuple[Label, ...]:
    """The index a list belongs to, and the year of a month."""
    if listing.kind == "section":
        return ()
    index = INDEX_OF[listing.kind]
    labels = [Label(site.words[lang].text(INDEXES[index]), _index(site, lang, listing))]
    if listing.kind == "month":
        year = urls.listing(lang, "year", listing.name.partition("/")[0])
        labels.append(Label("", href(site, year)))
    return tuple(labels)


def _index(site: Site, lang: str, listing: Listing) -> str:
    kind = INDEX_OF.get(listing.kind, "")
    return href(site, urls.listing(lang, kind)) if kind else site.frames[lang].home


def _has_feed(listing: Listing, lang: str) -> bool:
    return listing.kind == "tag" and any(one.card.lang == lang and one.card.date for one in listing.articles)


def _origin(listing: Listing) -> str:
    return f"{ORIGIN} ({listing.kind} {listing.name})"

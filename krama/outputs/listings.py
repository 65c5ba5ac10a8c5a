"""The pages of lists: sections, tags, authors, years and months, with numbered pagination."""

from collections.abc import Iterator

from krama import urls
from krama.filters import Filters
from krama.model import Label
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import ListPage, Pagination
from krama.recipes import Output, Render
from krama.site import Listing, Site
from krama.words import INDEXES

INDEX_OF = {"tag": "tags", "author": "authors", "year": "archive", "month": "archive"}
ORIGIN = "site.toml"


def outputs(site: Site) -> Iterator[Output]:
    """Every page of every list in every language."""
    for lang, found in site.listings.items():
        for name, listing in found.items():
            others = {one: lists[name].address for one, lists in site.listings.items() if name in lists}
            yield from _pages(site, lang, listing, {one: href(site, address) for one, address in others.items()})


def title_of(site: Site, lang: str, listing: Listing) -> str:
    """The title of a list; that of a year or month is its date in words."""
    if listing.date is None:
        return listing.title
    return Filters(site.frames[lang].formats).date(listing.date, listing.kind)


def _pages(site: Site, lang: str, listing: Listing, translated: dict[str, str]) -> Iterator[Output]:
    size = site.config.settings.page_size
    # A year or a month is a page to look something up in: it is shown whole.
    if listing.kind in {"year", "month"}:
        size = max(size, len(listing.articles))
    total = -(-len(listing.articles) // size)
    for number in range(1, total + 1):
        page = _page(site, lang, listing, number, total, size, translated)
        address = urls.page(listing.address, number)
        yield Output(urls.file(address), Render("list.html", site.frames[lang], page), _origin(listing))


def _page(
    site: Site, lang: str, listing: Listing, number: int, total: int, size: int, translated: dict[str, str]
) -> ListPage:
    frame = site.frames[lang]
    url = href(site, urls.page(listing.address, number))
    title = title_of(site, lang, listing)
    shown = title if number == 1 else f"{title} ({Filters(frame.formats).number(number)})"
    way = crumbs(site, lang, *_above(site, lang, listing))
    things = (linked.collection(site, lang, title, url), linked.breadcrumbs(site, way, title, url))
    feed = href(site, urls.atom(listing.address)) if _has_feed(listing, lang) else ""
    nearest = {one: _index(site, one, listing) for one in site.config.languages}
    return ListPage(
        head=head(
            site,
            lang,
            url,
            Subject(shown, listing.summary or frame.tagline, things, atom=feed),
            translated if number == 1 else {},
        ),
        switch=switch(site, lang, translated, nearest),
        crumbs=way,
        kind=listing.kind,
        title=title,
        summary=listing.summary,
        date=listing.date,
        cards=tuple(one.card for one in listing.articles[(number - 1) * size : number * size]),
        count=len(listing.articles),
        pagination=pagination(site, listing.address, number, total),
        feed=feed,
    )


def pagination(site: Site, address: str, number: int, total: int) -> Pagination:
    """Where page `number` of `total` stands: its neighbours, and the first, the last and those around it by number."""

    def url(one: int) -> str:
        return href(site, urls.page(address, one)) if 1 <= one <= total else ""

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
    if listing.kind == "month" and listing.date:
        year = urls.listing(lang, "year", f"{listing.date:%Y}")
        text = Filters(site.frames[lang].formats).date(listing.date, "year")
        labels.append(Label(text, href(site, year)))
    return tuple(labels)


def _index(site: Site, lang: str, listing: Listing) -> str:
    kind = INDEX_OF.get(listing.kind, "")
    return href(site, urls.listing(lang, kind)) if kind else site.frames[lang].home


def _has_feed(listing: Listing, lang: str) -> bool:
    return listing.kind == "tag" and any(one.card.lang == lang and one.card.date for one in listing.articles)


def _origin(listing: Listing) -> str:
    return f"{ORIGIN} ({listing.kind} {listing.name})"

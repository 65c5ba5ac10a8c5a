"""The sitemap, with the real translations of each page (sitemaps.org, and Google's hreflang extension)."""

from collections.abc import Iterator
from datetime import datetime

from krama import urls
from krama.model import Body
from krama.outputs.head import alternates, href
from krama.pages import CardOf, Frame, SitemapEntry, SitemapPage, Sketch
from krama.recipes import Output, Render
from krama.site import Site

Row = tuple[str, datetime | None, dict[str, str]]
"""An address, its last change, and the address in each language where there are several."""


class Map(Sketch, frozen=True, tag=True):
    """All that the sitemap is made from."""

    rows: tuple[Row, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> SitemapPage:
        """What the template of the sitemap sees."""
        return SitemapPage(
            tuple(
                SitemapEntry(frame.origin + url, changed, alternates(frame, translated))
                for url, changed, translated in self.rows
            )
        )


def outputs(site: Site) -> Iterator[Output]:
    """One sitemap for the whole site."""
    frame = site.frames[site.config.languages[0]]
    sketch = Map((*_homes(site, frame), *_articles(site), *_lists(site)))
    yield Output(urls.file(urls.SITEMAP), Render("sitemap.xml", frame, sketch), "site.toml")


def _homes(site: Site, frame: Frame) -> Iterator[Row]:
    yield href(site, ""), None, {}
    for home in frame.homes.values():
        yield home, None, frame.homes


def _articles(site: Site) -> Iterator[Row]:
    for article in site.articles:
        card, others = article.card, article.translations
        translated = {card.lang: card.url} | {one.lang: one.url for one in others} if others else {}
        yield card.url, card.updated or card.date, translated


def _lists(site: Site) -> Iterator[Row]:
    """The first page of each list that holds something in its own language."""
    for lang, found in site.listings.items():
        for name, listing in found.items():
            if any(one.card.lang == lang for one in listing.articles):
                others = {one: href(site, lists[name].address) for one, lists in site.listings.items() if name in lists}
                yield href(site, listing.address), None, others

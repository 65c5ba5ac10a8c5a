"""The sitemap, with the real translations of each page (sitemaps.org, and Google's hreflang extension)."""

from collections.abc import Iterator

from krama import urls
from krama.outputs.head import alternates, href
from krama.pages import SitemapEntry, SitemapPage
from krama.recipes import Output, Render
from krama.site import Site


def outputs(site: Site) -> Iterator[Output]:
    """One sitemap for the whole site."""
    frame = site.frames[site.config.languages[0]]
    page = SitemapPage((*_homes(site), *_articles(site), *_lists(site)))
    yield Output(urls.file(urls.SITEMAP), Render("sitemap.xml", frame, page), "site.toml")


def _homes(site: Site) -> Iterator[SitemapEntry]:
    homes = {lang: frame.home for lang, frame in site.frames.items()}
    yield SitemapEntry(site.config.origin + href(site, ""), None, ())
    for home in homes.values():
        yield SitemapEntry(site.config.origin + home, None, alternates(site, homes))


def _articles(site: Site) -> Iterator[SitemapEntry]:
    for article in site.articles:
        card = article.card
        translated = {card.lang: card.url} | {one.lang: one.url for one in article.translations}
        yield SitemapEntry(site.config.origin + card.url, card.updated or card.date, alternates(site, translated))


def _lists(site: Site) -> Iterator[SitemapEntry]:
    """The first page of each list that holds something in its own language."""
    for lang, found in site.listings.items():
        for name, listing in found.items():
            if any(one.card.lang == lang for one in listing.articles):
                others = {one: href(site, lists[name].address) for one, lists in site.listings.items() if name in lists}
                url = site.config.origin + href(site, listing.address)
                yield SitemapEntry(url, None, alternates(site, others))

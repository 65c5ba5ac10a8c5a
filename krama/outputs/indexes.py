"""The indexes of tags, authors, and years and months."""

from collections.abc import Iterator

from krama import urls
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.outputs.listings import title_of
from krama.pages import Entry, IndexPage
from krama.recipes import Output, Render
from krama.site import Listing, Site
from krama.words import INDEXES


def outputs(site: Site) -> Iterator[Output]:
    """Three indexes for each language."""
    for lang in site.config.languages:
        lists = tuple(site.listings[lang].values())
        for kind, entries in (
            ("tags", _entries(site, lang, lists, "tag")),
            ("authors", _entries(site, lang, lists, "author")),
            ("archive", _years(site, lang, lists)),
        ):
            page = _page(site, lang, kind, entries)
            yield Output(
                urls.file(urls.listing(lang, kind)), Render("index.html", site.frames[lang], page), "site.toml"
            )


def _page(site: Site, lang: str, kind: str, entries: tuple[Entry, ...]) -> IndexPage:
    title = site.words[lang].text(INDEXES[kind])
    url = href(site, urls.listing(lang, kind))
    translated = {one: href(site, urls.listing(one, kind)) for one in site.config.languages}
    way = crumbs(site, lang)
    things = (linked.collection(site, lang, title, url), linked.breadcrumbs(site, way, title, url))
    return IndexPage(
        head=head(site, lang, url, Subject(title, site.frames[lang].tagline, things), translated),
        switch=switch(site, lang, translated, {}),
        crumbs=way,
        kind=kind,
        title=title,
        entries=entries,
    )


def _entry(site: Site, lang: str, listing: Listing, entries: tuple[Entry, ...] = ()) -> Entry:
    title = title_of(site, lang, listing)
    url = href(site, listing.address)
    return Entry(title, url, len(listing.articles), listing.date, entries, listing.summary)


def _entries(site: Site, lang: str, lists: tuple[Listing, ...], kind: str) -> tuple[Entry, ...]:
    return tuple(_entry(site, lang, one) for one in lists if one.kind == kind)


def _years(site: Site, lang: str, lists: tuple[Listing, ...]) -> tuple[Entry, ...]:
    """The years, newest first, each with its months."""
    months = [one for one in lists if one.kind == "month"]
    return tuple(
        _entry(
            site, lang, year, tuple(_entry(site, lang, one) for one in months if one.name.startswith(f"{year.name}/"))
        )
        for year in lists
        if year.kind == "year"
    )

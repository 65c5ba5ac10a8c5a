"""Feeds: Atom for each language and each tag (RFC 4287), JSON Feed for each language (version 1.1).

A feed holds what is written in its language; what a list borrows from another stays out.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from krama import urls
from krama.model import Card
from krama.moments import rfc3339
from krama.outputs.head import href
from krama.pages import FeedPage
from krama.recipes import Output, Render, Text
from krama.site import Site

MOST = 20


def outputs(site: Site) -> Iterator[Output]:
    """The feeds of the site."""
    for lang in site.config.languages:
        cards = _own((one.card for one in site.entries[lang]), lang)
        home = urls.home(lang)
        yield _atom(site, lang, home, site.frames[lang].name, cards)
        yield Output(urls.file(urls.json_feed(lang)), Text(_json(site, lang, cards)), "site.toml")
        for listing in site.listings[lang].values():
            own = _own((one.card for one in listing.articles), lang)
            if listing.kind == "tag" and own:
                yield _atom(site, lang, listing.address, f"{listing.title} – {site.frames[lang].name}", own)


def _own(cards: Iterable[Card], lang: str) -> tuple[Card, ...]:
    return tuple(islice((card for card in cards if card.lang == lang and card.date), MOST))


def _updated(cards: tuple[Card, ...]) -> datetime | None:
    return max((moment for card in cards if (moment := card.updated or card.date)), default=None)


def _atom(site: Site, lang: str, address: str, title: str, cards: tuple[Card, ...]) -> Output:
    frame, origin = site.frames[lang], site.config.origin
    feed = urls.atom(address)
    page = FeedPage(
        lang=lang,
        title=title,
        subtitle=frame.tagline,
        url=origin + href(site, feed),
        home=origin + href(site, address),
        author=frame.organization,
        updated=_updated(cards),
        cards=cards,
        origin=origin,
    )
    return Output(urls.file(feed), Render("feed.xml", frame, page), "site.toml")


def _json(site: Site, lang: str, cards: tuple[Card, ...]) -> str:
    frame, origin = site.frames[lang], site.config.origin
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": frame.name,
        "description": frame.tagline,
        "home_page_url": origin + frame.home,
        "feed_url": origin + frame.jsonfeed,
        "language": lang,
        "authors": [{"name": frame.organization}],
        "items": [_item(card, origin) for card in cards],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(card: Card, origin: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": origin + card.url,
        "url": origin + card.url,
        "title": card.title,
        "content_text": card.summary or card.title,
        "summary": card.summary,
        "language": card.lang,
        "image": origin + card.image.src if card.image else "",
        "date_published": rfc3339(card.date) if card.date else "",
        "date_modified": rfc3339(card.updated) if card.updated else "",
        "authors": [{"name": name} for name in card.authors],
    }
    return {key: value for key, value in item.items() if value}

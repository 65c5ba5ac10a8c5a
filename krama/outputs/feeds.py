"""Feeds: Atom for each language and each tag (RFC 4287), JSON Feed for each language (version 1.1).

A feed holds what is written in its language; what a list borrows from another stays out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from krama import urls
from krama.model import Body, Card
from krama.moments import rfc3339
from krama.outputs.head import href
from krama.pages import CardOf, FeedPage, Frame, Sketch
from krama.recipes import Json, Output, Render
from krama.site import Site

MOST = 20


class Feed(Sketch, frozen=True, tag=True):
    """All that an Atom feed is made from; cards by their names. url and home: addresses of the feed and of its page."""

    title: str
    url: str
    home: str
    updated: datetime | None
    cards: tuple[str, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> FeedPage:
        """What the template of a feed sees."""
        return FeedPage(
            lang=frame.lang,
            title=self.title,
            subtitle=frame.tagline,
            url=frame.origin + self.url,
            home=frame.origin + self.home,
            author=frame.organization,
            updated=self.updated,
            cards=tuple(map(card_of, self.cards)),
            origin=frame.origin,
        )


class JsonFeed(Sketch, frozen=True, tag=True):
    """All that a JSON Feed is made from; cards by their names."""

    cards: tuple[str, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> dict[str, object]:
        """The feed."""
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": frame.name,
            "description": frame.tagline,
            "home_page_url": frame.origin + frame.home,
            "feed_url": frame.origin + frame.jsonfeed,
            "language": frame.lang,
            "authors": [{"name": frame.organization}],
            "items": [_item(card_of(name), frame.origin) for name in self.cards],
        }


def outputs(site: Site) -> Iterator[Output]:
    """The feeds of the site."""
    for lang, frame in site.frames.items():
        cards = _own((one.card for one in site.entries[lang]), lang)
        yield _atom(site, lang, urls.home(lang), frame.name, cards)
        json_feed = Json(frame, JsonFeed(tuple(card.name for card in cards)))
        yield Output(urls.file(urls.json_feed(lang)), json_feed, "site.toml")
        for listing in site.listings[lang].values():
            own = _own((one.card for one in listing.articles), lang)
            if listing.kind == "tag" and own:
                yield _atom(site, lang, listing.address, f"{listing.title} – {frame.name}", own)


def _own(cards: Iterable[Card], lang: str) -> tuple[Card, ...]:
    return tuple(islice((card for card in cards if card.lang == lang and card.date), MOST))


def _updated(cards: tuple[Card, ...]) -> datetime | None:
    return max((moment for card in cards if (moment := card.updated or card.date)), default=None)


def _atom(site: Site, lang: str, address: str, title: str, cards: tuple[Card, ...]) -> Output:
    names = tuple(card.name for card in cards)
    feed = urls.atom(address)
    sketch = Feed(title, href(site, feed), href(site, address), _updated(cards), names)
    return Output(urls.file(feed), Render("feed.xml", site.frames[lang], sketch), "site.toml")


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

"""The front door at /, and the pages for addresses that lead nowhere: both speak all languages of the site."""

from collections.abc import Iterator
from itertools import islice

from msgspec import structs

from krama import urls
from krama.config import NAMES
from krama.model import Body
from krama.outputs import linked
from krama.outputs.head import Subject, head, href, switch
from krama.pages import CardOf, Door, DoorPage, Frame, Head, LostPage, Sketch
from krama.recipes import Output, Render
from krama.site import Site
from krama.words import LOST

HEADLINES, LATEST = 3, 4


class Threshold(Sketch, frozen=True, tag=True):
    """All that a page in all languages is made from. doors: still without cards; cards: their names, door by door."""

    head: Head
    doors: tuple[Door, ...]
    cards: tuple[tuple[str, ...], ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> DoorPage:
        """What the templates of the front door and of the 404 page see."""
        held = zip(self.doors, self.cards, strict=True)
        return DoorPage(
            self.head, tuple(structs.replace(door, cards=tuple(map(card_of, names))) for door, names in held)
        )


class Lost(Sketch, frozen=True, tag=True):
    """All that the 404 of one language is made from; cards by their names."""

    title: str
    latest: tuple[str, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> LostPage:
        """What the template of a 404 page sees."""
        url = urls.href(frame.prefix, urls.lost(frame.lang))
        return LostPage(
            head=head(frame, url, Subject(self.title, frame.tagline, indexed=False), {}),
            switch=switch(frame, frame.homes, {}),
            latest=tuple(map(card_of, self.latest)),
        )


def outputs(site: Site) -> Iterator[Output]:
    """The front door, the 404 of the whole site, which servers show, and that of each language."""
    frame = site.frames[site.config.languages[0]]
    doors = tuple(_door(site, lang) for lang in site.config.languages)
    cards = tuple(_headlines(site, lang) for lang in site.config.languages)
    name = " · ".join(dict.fromkeys(door.name for door in doors))
    tagline = " · ".join(dict.fromkeys(door.tagline for door in doors if door.tagline))
    root = href(site, "")
    door_head = head(frame, root, Subject(name, tagline, (linked.organization(frame),)), frame.homes)
    front = Threshold(door_head, doors, cards)
    yield Output(urls.file(""), Render("front.html", frame, front), "site.toml")
    title = " · ".join(dict.fromkeys(site.words[lang].text(LOST) for lang in site.config.languages))
    lost_head = head(frame, href(site, urls.lost("")), Subject(title, tagline, indexed=False), {})
    lost = Threshold(lost_head, doors, cards)
    yield Output(urls.file(urls.lost("")), Render("404.html", frame, lost), "site.toml")
    for lang, one in site.frames.items():
        latest = tuple(article.card.name for article in site.of_kind(lang, "news")[:LATEST])
        recipe = Render("lost.html", one, Lost(site.words[lang].text(LOST), latest))
        yield Output(urls.file(urls.lost(lang)), recipe, "site.toml")


def _door(site: Site, lang: str) -> Door:
    frame = site.frames[lang]
    return Door(lang, NAMES[lang], frame.name, frame.tagline, frame.home)


def _headlines(site: Site, lang: str) -> tuple[str, ...]:
    own = (one.card.name for one in site.of_kind(lang, "news") if one.card.lang == lang)
    return tuple(islice(own, HEADLINES))

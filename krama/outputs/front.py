"""The front door at /, and the pages for addresses that lead nowhere: both speak all languages of the site."""

from collections.abc import Iterator

from krama import urls
from krama.config import NAMES
from krama.outputs import linked
from krama.outputs.head import Subject, head, href, switch
from krama.pages import Door, DoorPage, LostPage
from krama.recipes import Output, Render
from krama.site import Site
from krama.words import LOST

HEADLINES, LATEST = 3, 4


def outputs(site: Site) -> Iterator[Output]:
    """The front door, the 404 of the whole site, which servers show, and that of each language."""
    first = site.config.languages[0]
    frame = site.frames[first]
    doors = tuple(_door(site, lang) for lang in site.config.languages)
    name = " · ".join(dict.fromkeys(door.name for door in doors))
    tagline = " · ".join(dict.fromkeys(door.tagline for door in doors if door.tagline))
    root = href(site, "")
    door_head = head(frame, root, Subject(name, tagline, (linked.organization(frame),)), frame.homes)
    yield Output(urls.file(""), Render("front.html", frame, DoorPage(door_head, doors)), "site.toml")
    lost = " · ".join(dict.fromkeys(site.words[lang].text(LOST) for lang in site.config.languages))
    lost_head = head(frame, href(site, urls.lost("")), Subject(lost, tagline, indexed=False), {})
    yield Output(urls.file(urls.lost("")), Render("404.html", frame, DoorPage(lost_head, doors)), "site.toml")
    for lang, one in site.frames.items():
        subject = Subject(site.words[lang].text(LOST), one.tagline, indexed=False)
        page = LostPage(
            head=head(one, href(site, urls.lost(lang)), subject, {}),
            switch=switch(one, one.homes, {}),
            latest=tuple(article.card for article in site.of_kind(lang, "news")[:LATEST]),
        )
        yield Output(urls.file(urls.lost(lang)), Render("lost.html", one, page), "site.toml")


def _door(site: Site, lang: str) -> Door:
    frame = site.frames[lang]
    own = [one.card for one in site.of_kind(lang, "news") if one.card.lang == lang]
    return Door(lang, NAMES[lang], frame.name, frame.tagline, frame.home, tuple(own[:HEADLINES]))

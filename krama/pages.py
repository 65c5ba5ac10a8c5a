"""What a template sees: the frame around every page of a language, and one page of each kind.

All frozen; addresses are ready for an href unless they are said to be absolute. docs/templates.md lists them for those
who write templates.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Literal

from msgspec import Struct

from krama import digests
from krama.model import Alternate, Body, Byline, Card, Download, Event, Heading, Label, Picture, Switch


class Formats(Struct, frozen=True):
    """How dates and numbers read on the pages of a language. zone: an IANA name; long_dates: the newsrooms' form;
    grouping: what parts thousands; lunar: a story tells its day in the lunar calendar, too."""

    lang: str
    zone: str
    khmer_digits: bool
    long_dates: bool
    grouping: Literal[".", ","] = ","
    lunar: bool = False


class Hotline(Struct, frozen=True):
    """The line above every page; phone is what follows tel:, or ""."""

    text: str
    phone: str
    shown: str
    link: Label | None


class Frame(Struct, frozen=True, dict=True):
    """What every page of one language shows around its content, and what the filters go by.

    languages: the codes, the default first. homes: the home of each. origin: scheme and host, in front of an address
    that is to be absolute; prefix: the path that every address begins with. catalogue: the digest of the language's
    interface words. assets: address by name ("css/site.css"). logo: an address, or "".
    """

    lang: str
    languages: tuple[str, ...]
    homes: dict[str, str]
    origin: str
    prefix: str
    name: str
    tagline: str
    formats: Formats
    catalogue: str
    home: str
    menu: tuple[Label, ...]
    footer: tuple[Label, ...]
    hotline: Hotline | None
    tags: str
    archive: str
    authors: str
    search: str
    atom: str
    jsonfeed: str
    manifest: str
    organization: str
    email: str
    same_as: tuple[str, ...]
    theme_color: str
    logo: str
    assets: dict[str, str]

    @cached_property
    def key(self) -> str:
        """The digest of all this: pages are known by it, and there are thousands with one frame."""
        return digests.key(self)


CardOf = Callable[[str], Card]
"""Gives the card that bears a name."""


class Sketch(Struct, frozen=True):
    """All that a page is made from. There are thousands of pages, and of most it is only asked whether they are as
    before; so what a template sees is worked out when the page is made."""

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> object:
        """What the template sees; body is that of the story, or an empty one."""
        raise NotImplementedError


class Head(Struct, frozen=True):
    """What stands in <head>: addresses here are absolute. json_ld is text that is safe inside <script>."""

    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    image: str
    image_alt: str
    type: str
    json_ld: str
    published: datetime | None = None
    modified: datetime | None = None
    locales: tuple[str, ...] = ()
    atom: str = ""
    indexed: bool = True


class Pagination(Struct, frozen=True):
    """Where a page of a list stands. number and total are 1-based; numbers holds (number, url), (0, "") for a gap."""

    number: int
    total: int
    newer: str
    older: str
    numbers: tuple[tuple[int, str], ...]


class Entry(Struct, frozen=True):
    """A line of an index: a tag, author, year or month with how many items it holds."""

    title: str
    url: str
    count: int
    date: datetime | None = None
    entries: tuple["Entry", ...] = ()
    note: str = ""


class ArticlePage(Struct, frozen=True):
    """A story on its own page (news.html, programme.html, workshop.html, page.html). minutes: to read it; lunar: its
    day in the lunar calendar, where that is asked for."""

    head: Head
    switch: tuple[Switch, ...]
    crumbs: tuple[Label, ...]
    card: Card
    section: Label | None
    headings: tuple[Heading, ...]
    bylines: tuple[Byline, ...]
    tags: tuple[Label, ...]
    programmes: tuple[Label, ...]
    documents: tuple[Download, ...]
    photos: tuple[Picture, ...]
    event: Event | None
    goal: str
    gathered: tuple[Card, ...]
    minutes: int
    lunar: str
    newer: Card | None
    older: Card | None
    latest: tuple[Card, ...]


class ListPage(Struct, frozen=True):
    """One page of a list (list.html). kind: section, tag, author, year or month; date is set for the last two."""

    head: Head
    switch: tuple[Switch, ...]
    crumbs: tuple[Label, ...]
    kind: str
    title: str
    summary: str
    date: datetime | None
    cards: tuple[Card, ...]
    count: int
    pagination: Pagination
    feed: str


class Group(Struct, frozen=True):
    """Lines of an index that begin with the same letter: ក, A, or # for what begins with none."""

    letter: str
    entries: tuple[Entry, ...]


class IndexPage(Struct, frozen=True):
    """All tags, authors, or years and months (index.html). kind: tags, authors or archive; groups: the tags or authors
    by first letter."""

    head: Head
    switch: tuple[Switch, ...]
    crumbs: tuple[Label, ...]
    kind: str
    title: str
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...] = ()


class HomePage(Struct, frozen=True):
    """The home of one language (home.html). more: the section lists, by section kind."""

    head: Head
    switch: tuple[Switch, ...]
    lead: Card | None
    latest: tuple[Card, ...]
    programmes: tuple[Card, ...]
    workshops: tuple[Card, ...]
    documents: tuple[Download, ...]
    more: dict[str, Label]


class Door(Struct, frozen=True):
    """One language's half of the front door."""

    lang: str
    language: str
    name: str
    tagline: str
    url: str
    cards: tuple[Card, ...] = ()


class DoorPage(Struct, frozen=True):
    """The bilingual front door (front.html) and the bilingual 404 (404.html)."""

    head: Head
    doors: tuple[Door, ...]


class LostPage(Struct, frozen=True):
    """The 404 of one language (lost.html)."""

    head: Head
    switch: tuple[Switch, ...]
    latest: tuple[Card, ...]


class FeedPage(Struct, frozen=True):
    """An Atom feed (feed.xml): addresses are absolute."""

    lang: str
    title: str
    subtitle: str
    url: str
    home: str
    author: str
    updated: datetime | None
    cards: tuple[Card, ...]
    origin: str


class SitemapEntry(Struct, frozen=True):
    """A line of the sitemap: absolute address, last change, real translations."""

    loc: str
    lastmod: datetime | None
    alternates: tuple[Alternate, ...]


class SitemapPage(Struct, frozen=True):
    """The sitemap (sitemap.xml)."""

    entries: tuple[SitemapEntry, ...]


class Choice(Struct, frozen=True):
    """Something a search can be narrowed to: its name in words, and what stands for it in the address."""

    title: str
    value: str


class SearchPage(Struct, frozen=True):
    """The page that searches a language (search.html). index: where the search begins to load."""

    head: Head
    switch: tuple[Switch, ...]
    crumbs: tuple[Label, ...]
    title: str
    sections: tuple[Choice, ...]
    years: tuple[Choice, ...]
    tags: tuple[Choice, ...]


class RedirectPage(Struct, frozen=True):
    """A page at an old address that leads to the new one (redirect.html)."""

    lang: str
    title: str
    url: str
    canonical: str

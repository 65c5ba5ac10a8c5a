"""The nouns of Krama. Every value is frozen; a stage makes new ones and never changes what it was given.

Glossary

    source      a file as found on disk: its path, digest and text; nothing understood yet
    matter      the front matter of a document, typed by the kind of its section
    document    a source understood; knows nothing of other documents
    story       documents in several languages that share a translation key
    card        all that one page may know of another
    article     a document in its place among the others
    listing     a section, tag, author, year or month: a title and its cards
    frame       what every page of one language shows around its content
    output      one file of the finished site, described but not yet made
    recipe      how an output is made; holds everything that its bytes depend on

Addresses (`url`) begin with the site's path prefix and are ready for an href: "/en/news/ogp-workshop/". Languages are
the codes of site.toml: "en", "km". A moment is a datetime with an offset; a day stands for midnight in the site's zone.
"""

from datetime import datetime
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from krama import digests

Words = dict[str, str]
"""A text in each language: {"en": "News", "km": "ព័ត៌មាន"}."""


# What is on disk


class Source(Struct, frozen=True):
    """A text file as found: path from the root with forward slashes, digest of its bytes, text with plain line ends."""

    path: str
    digest: str
    text: str


class Asset(Struct, frozen=True, array_like=True):
    """A file that is published as it is. width and height are pixels, 0 where it is no picture; size is in bytes."""

    path: str
    digest: str
    size: int
    width: int = 0
    height: int = 0


# Front matter


class Image(Struct, frozen=True, array_like=True):
    """The picture of a story: src is a path below static/ ("/images/hall.svg") or one beside the document."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class File(Struct, frozen=True, array_like=True):
    """A document to download or a photo to look at."""

    title: str
    file: str


class Matter(Struct, frozen=True, kw_only=True, array_like=True):
    """The front matter that all kinds share."""

    needs_date: ClassVar[bool] = False
    title: str
    date: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    image: Image | None = None
    place: str = ""
    documents: tuple[File, ...] = ()
    photos: tuple[File, ...] = ()
    aliases: tuple[str, ...] = ()
    slug: str = ""
    lunar: bool | None = None
    draft: bool = False
    publish: datetime | None = None
    expire: datetime | None = None
    translation_key: str = ""


class News(Matter, frozen=True, kw_only=True, array_like=True, tag=True):
    """Something that happened or was said on a day."""

    needs_date: ClassVar[bool] = True


class Programme(Matter, frozen=True, kw_only=True, array_like=True, tag=True):
    """A lasting field of work; its page gathers what belongs to it."""

    goal: str = ""
    order: int = 0


class Workshop(Matter, frozen=True, kw_only=True, array_like=True, tag=True):
    """A meeting on a day or a range of days; `date` is the first day, `end` the last."""

    needs_date: ClassVar[bool] = True
    end: datetime | None = None
    venue: str = ""
    organizers: tuple[str, ...] = ()
    participants: str = ""
    countries: tuple[str, ...] = ()


class Page(Matter, frozen=True, kw_only=True, array_like=True, tag=True):
    """A page that stands by itself: about, contact, privacy."""

    order: int = 0


AnyMatter = News | Programme | Workshop | Page

KINDS: dict[str, type[AnyMatter]] = {"news": News, "programmes": Programme, "workshops": Workshop, "pages": Page}
"""The kinds a section of site.toml can have, and the front matter of each."""


# A document understood


class Heading(Struct, frozen=True, array_like=True):
    """A heading of a body: level 1 to 6, its id, its words."""

    level: int
    id: str
    title: str


class Link(Struct, frozen=True, array_like=True):
    """Something a body points to within the site.

    target is normalised ("content/en/news/a.md#goals", "static/images/hall.svg", "#goals", "/en/news/"); written is
    what stands in the source, and line where.
    """

    target: str
    written: str
    line: int
    picture: bool = False


class Body(Struct, frozen=True, array_like=True):
    """What Markdown became: safe html in which internal targets wait as krama: addresses, and what it holds. Bulky,
    so it lies in the memo under its digest, and is loaded when a page is made. minutes: to read it."""

    html: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    excerpt: str = ""
    minutes: int = 0


class Document(Struct, frozen=True, array_like=True):
    """A source understood, without its bulk. digest: of the file; key: what its translations share; folder: the
    subfolders below its section; body: the digest of its Body; terms: that of what it is found by; ids: what a link may
    name after #; lines: the line of each front matter key."""

    path: str
    digest: str
    lang: str
    key: str
    section: str
    slug: str
    matter: AnyMatter
    folder: str = ""
    excerpt: str = ""
    body: str = ""
    terms: str = ""
    ids: tuple[str, ...] = ()
    lines: dict[str, int] = {}


# What one page may know of another


class Picture(Struct, frozen=True, array_like=True):
    """A picture ready to show: src is an address, width and height are pixels (0: not known)."""

    src: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Label(Struct, frozen=True, array_like=True):
    """A name and where it leads. lang is set where the name is not in the page's language."""

    title: str
    url: str
    lang: str = ""


class Card(Struct, frozen=True, array_like=True, dict=True):
    """All that one page may know of another. kicker is the title of its section in the card's language.

    Pages that are planned hold the names of cards: a card stands on dozens of pages, and its name is worked out once.
    """

    url: str
    lang: str
    kind: str
    kicker: str
    title: str
    summary: str = ""
    date: datetime | None = None
    end: datetime | None = None
    updated: datetime | None = None
    place: str = ""
    image: Picture | None = None
    authors: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """The digest of all this."""
        return digests.digest(digests.encode(self))


class Switch(Struct, frozen=True, array_like=True):
    """One choice of the language switch: name is in its own script; translated is False where url is only the nearest
    page that exists."""

    lang: str
    name: str
    url: str
    translated: bool
    current: bool = False


class Alternate(Struct, frozen=True, array_like=True):
    """A real translation, for hreflang: an absolute address."""

    hreflang: str
    href: str


class Byline(Struct, frozen=True, array_like=True):
    """Who signs: name and role in the page's language, and the page of what they signed ("" if there is none). team:
    several people under one name."""

    name: str
    role: str
    url: str
    team: bool = False


class Download(Struct, frozen=True, array_like=True):
    """A document to download: suffix like "PDF", size in bytes."""

    title: str
    url: str
    suffix: str
    size: int


class Reference(Struct, frozen=True, array_like=True):
    """Where a krama: address of a body leads. hreflang is set where that is a page in another language; width and
    height are those of a picture."""

    target: str
    url: str
    hreflang: str = ""
    width: int = 0
    height: int = 0


class Event(Struct, frozen=True, array_like=True):
    """The facts of a workshop."""

    venue: str
    organizers: tuple[str, ...]
    participants: str
    countries: tuple[str, ...]

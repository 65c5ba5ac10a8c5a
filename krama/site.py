"""A site as it is to be seen: every document in its place, the lists that gather them, the frame around every page."""

from datetime import datetime

from msgspec import Struct

from krama import urls
from krama.config import Config
from krama.model import Asset, Card, Document, Label
from krama.options import Coming
from krama.pages import Frame
from krama.references import Library
from krama.styles import Style
from krama.words import Words

DATED_KINDS = ("news", "workshops")
"""The kinds that stand in the archive, and have a newer and an older one."""

Name = tuple[str, str]
"""A list's kind and name: ("tag", "budget"), ("month", "2014/10")."""


class Article(Struct, frozen=True):
    """A document in its place: its card, its translations' cards, its neighbours in the same section and language.

    references: the digest of where the links of its body lead. pictures: the files of those that its body shows.
    """

    document: Document
    address: str
    card: Card
    references: str = ""
    translations: tuple[Card, ...] = ()
    newer: Card | None = None
    older: Card | None = None
    pictures: tuple[str, ...] = ()


class Indexed(Struct, frozen=True, array_like=True):
    """A document as a search knows it: its number among those of its language, the digest of its terms, its tags and
    authors in words, and what a search can be narrowed to ("section/news", "year/2014", "tag/budget")."""

    number: int
    terms: str
    labels: tuple[str, ...]
    filters: tuple[str, ...]


class Index(Struct, frozen=True, array_like=True):
    """The search index of a language. texts: how many documents it knows; order: the digest of which has which number;
    shards: the digests of their bytes, a power of two of them."""

    texts: int = 0
    order: str = ""
    shards: tuple[str, ...] = ()

    @property
    def bits(self) -> int:
        """How many bits of a term's number choose its shard."""
        return len(self.shards).bit_length() - 1


class Listing(Struct, frozen=True):
    """A list: kind is section, tag, author, year or month; date is set for the last two."""

    kind: str
    name: str
    title: str
    summary: str
    address: str
    articles: tuple[Article, ...]
    date: datetime | None = None


class Site(Struct, frozen=True):
    """All that the outputs are planned from.

    articles: the documents that are shown, by language, section and order in lists. entries: by language, what its
    lists may hold, newest first (its own articles and those that exist only elsewhere). listings: by language, every
    list by kind and name, those of a kind in the order of their index. file_urls: by path of the asset. styles: the
    stylesheets, with addresses put in. coming: the pages that appear or go next. until: when the next of them does,
    drafts included, or when something is no longer told.
    indexed: by path, how a search knows the articles. indexes: what can be searched, by language.
    """

    config: Config
    articles: tuple[Article, ...]
    entries: dict[str, tuple[Article, ...]]
    listings: dict[str, dict[Name, Listing]]
    frames: dict[str, Frame]
    words: dict[str, Words]
    assets: tuple[Asset, ...]
    file_urls: dict[str, str]
    styles: tuple[Style, ...]
    library: Library
    coming: tuple[Coming, ...]
    until: datetime | None
    indexed: dict[str, Indexed] = {}
    indexes: dict[str, Index] = {}

    @property
    def due(self) -> datetime | None:
        """When a page appears or goes next."""
        return self.coming[0].moment if self.coming else None

    def until_next(self, now: datetime) -> datetime | None:
        """Until when the same sources make the same site."""
        security = self.config.settings.security
        moments = [one for one in (self.until, security.expires if security else None) if one and one > now]
        return min(moments, default=None)

    def of_kind(self, lang: str, kind: str) -> tuple[Article, ...]:
        """The entries of all sections of a kind in a language; programmes by their order, the rest newest first."""
        return tuple(one for one in self.entries[lang] if one.card.kind == kind)

    def count(self) -> tuple[tuple[str, int], ...]:
        """How many stories there are in each language."""
        return tuple((lang, sum(one.card.lang == lang for one in self.articles)) for lang in self.config.languages)

    def section(self, lang: str, name: str) -> Label | None:
        """A section and the address of its list, where it has one in this language."""
        listing = self.listings[lang].get(("section", name))
        return Label(listing.title, urls.href(self.config.prefix, listing.address)) if listing else None


def tag_id(written: str) -> str:
    """What stands for a tag or author in an address: its id, or made from it where it is no id."""
    return urls.name(written)


def author_name(config: Config, who: str, lang: str) -> str:
    """The name of a person of site.toml, or the author as written."""
    person = config.settings.people.get(who)
    return config.words(person.name, lang) if person else who

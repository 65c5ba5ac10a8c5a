"""What a search needs: the page with its form, where it begins to load, the shards of the index, and of every text what
its result shows."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from krama import documents, markup, urls
from krama.config import NAMES
from krama.khmer import khmer_digits
from krama.model import Body, Label
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import CardOf, Choice, Frame, SearchPage, Sketch
from krama.recipes import Json, Output, Render, Stored
from krama.site import Listing, Site
from krama.words import SEARCH, SEARCHING

ORIGIN = "site.toml"


class Year(Struct, frozen=True, array_like=True):
    """A year with something to find: its first moment, and its number."""

    date: datetime
    name: str


class Searched(Sketch, frozen=True, tag=True):
    """All that the search page is made from."""

    title: str
    translated: dict[str, str]
    sections: tuple[Choice, ...]
    years: tuple[Year, ...]
    tags: tuple[Choice, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> SearchPage:
        """What the template of the search page sees."""
        # Imported here: Babel takes 60 ms to load, and a plan needs none of it.
        from krama.filters import Filters  # noqa: PLC0415

        words, way = Filters(frame.formats), crumbs(frame)
        things = (linked.breadcrumbs(frame, way, self.title, frame.search),)
        subject = Subject(self.title, frame.tagline, things, indexed=False)
        return SearchPage(
            head=head(frame, frame.search, subject, self.translated),
            switch=switch(frame, self.translated, {}),
            crumbs=way,
            title=self.title,
            sections=self.sections,
            years=tuple(Choice(words.date(one.date, "year"), one.name) for one in self.years),
            tags=self.tags,
        )


class Beginning(Sketch, frozen=True, tag=True):
    """What a search loads first. order: changes when texts get other numbers, so that no browser mixes two builds.
    others: the searches of other languages."""

    order: str
    bits: int
    texts: int
    words: dict[str, str]
    others: tuple[Label, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> object:
        """The value that is published as JSON."""
        khmer = frame.lang == "km" and frame.formats.khmer_digits
        return {
            "lang": frame.lang,
            "order": self.order,
            "bits": self.bits,
            "texts": self.texts,
            "digits": khmer_digits("0123456789") if khmer else "",
            "words": self.words,
            "others": [{"lang": one.lang, "name": one.title, "url": one.url} for one in self.others],
        }


class Passage(Sketch, frozen=True, tag=True):
    """What is shown of a text that was found, and looked through once more. said: what its front matter says of it."""

    card: str
    said: tuple[str, ...]
    labels: tuple[str, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> object:
        """The value that is published as JSON."""
        from krama.filters import Filters  # noqa: PLC0415 — as above

        card, words = card_of(self.card), Filters(frame.formats)
        found = {
            "url": card.url,
            "title": card.title,
            "kicker": card.kicker,
            "date": words.day(card.date).isoformat() if card.date else "",
            "when": words.date_range(card.date, card.end, "short") if card.date else "",
            "text": "\n".join((markup.lines(body.html), *self.said, *self.labels)).strip(),
        }
        return {name: value for name, value in found.items() if value}


def outputs(site: Site) -> Iterator[Output]:
    """All that the search of each language consists of; nothing where site.toml has search = false."""
    if not site.indexes:
        return
    translated = {lang: href(site, urls.search(lang)) for lang in site.config.languages}
    for lang, index in site.indexes.items():
        frame, words = site.frames[lang], site.words[lang]
        sections, tags = (
            tuple(Choice(one.title, one.name) for one in _lists(site, lang, kind)) for kind in ("section", "tag")
        )
        years = tuple(Year(one.date, one.name) for one in _lists(site, lang, "year") if one.date)
        sketch = Searched(words.text(SEARCH), translated, sections, years, tags)
        yield Output(urls.file(urls.search(lang)), Render("search.html", frame, sketch), ORIGIN)
        said = {name: words.text(message) for name, message in SEARCHING.items()}
        others = tuple(Label(NAMES[one], href(site, urls.search(one)), one) for one in site.indexes if one != lang)
        beginning = Beginning(index.order[:8], index.bits, index.texts, said, others)
        yield Output(urls.file(urls.search_index(lang)), Json(frame, beginning), ORIGIN)
        for number, name in enumerate(index.shards):
            yield Output(urls.file(urls.shard(lang, number)), Stored(name), f"content/{lang}")
    for article in site.articles:
        lang, known = article.card.lang, site.indexed[article.document.path]
        passage = Passage(article.card.name, documents.facts(article.document.matter), known.labels)
        recipe = Json(site.frames[lang], passage, article.document.body)
        yield Output(urls.file(urls.passage(lang, known.number)), recipe, article.document.path)


def _lists(site: Site, lang: str, kind: str) -> Iterator[Listing]:
    """The lists of a kind that hold something in the language itself: stories from another one are not searched."""
    for one in site.listings[lang].values():
        if one.kind == kind and any(article.card.lang == lang for article in one.articles):
            yield one

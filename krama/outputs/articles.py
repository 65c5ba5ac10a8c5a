"""The page of each story."""

from collections.abc import Iterator

from krama import references, urls
from krama.khmer import lunar_date
from krama.model import AnyMatter, Body, Byline, Download, Event, Label, Picture, Programme, Workshop
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import ArticlePage, CardOf, Frame, Sketch
from krama.recipes import Output, Render
from krama.site import Article, Site, author_name, tag_id

TEMPLATES = {"news": "news.html", "programmes": "programme.html", "workshops": "workshop.html", "pages": "page.html"}
LATEST = 4


class Story(Sketch, frozen=True, tag=True):
    """All that the page of a story is made from; cards by their names, "" for none.

    nearest: where the language switch leads for want of a translation.
    """

    matter: AnyMatter
    card: str
    section: Label | None
    nearest: dict[str, str]
    translations: tuple[str, ...]
    bylines: tuple[Byline, ...]
    tags: tuple[Label, ...]
    programmes: tuple[Label, ...]
    documents: tuple[Download, ...]
    photos: tuple[Picture, ...]
    gathered: tuple[str, ...]
    newer: str
    older: str
    latest: tuple[str, ...]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> ArticlePage:
        """What the template of a story sees."""
        card, matter = card_of(self.card), self.matter
        translated = {card.lang: card.url} | {one.lang: one.url for one in map(card_of, self.translations)}
        way = crumbs(frame, *((self.section,) if self.section else ()))
        things = (
            linked.article(frame, matter, card, self.bylines),
            linked.organization(frame),
            linked.breadcrumbs(frame, way, card.title, card.url),
        )
        subject = Subject(card.title, card.summary, things, image=card.image, card=card)
        return ArticlePage(
            head=head(frame, card.url, subject, translated),
            switch=switch(frame, translated, self.nearest),
            crumbs=way,
            card=card,
            section=self.section,
            headings=body.headings,
            bylines=self.bylines,
            tags=self.tags,
            programmes=self.programmes,
            documents=self.documents,
            photos=self.photos,
            event=_event(matter) if isinstance(matter, Workshop) else None,
            goal=matter.goal if isinstance(matter, Programme) else "",
            gathered=tuple(map(card_of, self.gathered)),
            minutes=body.minutes,
            lunar=_lunar(frame, matter),
            newer=card_of(self.newer) if self.newer else None,
            older=card_of(self.older) if self.older else None,
            latest=tuple(map(card_of, self.latest)),
        )


def outputs(site: Site) -> Iterator[Output]:
    """One page per article."""
    around = {lang: _Around(site, lang) for lang in site.config.languages}
    for article in site.articles:
        document, card = article.document, article.card
        recipe = Render(
            TEMPLATES[card.kind],
            site.frames[card.lang],
            around[card.lang].story(article),
            document.body,
            article.references,
        )
        yield Output(urls.file(article.address), recipe, document.path)


class _Around:
    """What the stories of one language show of the rest of the site, worked out once for all of them."""

    def __init__(self, site: Site, lang: str) -> None:
        self.site, self.lang = site, lang
        self.latest = site.of_kind(lang, "news")[: LATEST + 1]
        self.sections: dict[str, tuple[Label | None, dict[str, str]]] = {}
        self.tags: dict[str, Label | None] = {}
        self.people: dict[str, Byline] = {}
        self.gathered: dict[str, list[str]] = {}
        self.programmes: dict[str, list[Label]] = {}
        for one in site.of_kind(lang, "programmes"):
            label = Label(one.card.title, one.card.url, "" if one.card.lang == lang else one.card.lang)
            self.programmes.setdefault(one.document.slug, []).append(label)
        for one in site.entries[lang]:
            for programme in dict.fromkeys(one.document.matter.programmes):
                if one.card.kind in {"news", "workshops"}:
                    self.gathered.setdefault(programme, []).append(one.card.name)

    def story(self, article: Article) -> Story:
        document, card, matter = article.document, article.card, article.document.matter
        section, nearest = self.section(document.section)
        others = [one.card.name for one in self.latest if one.document.key != document.key]
        return Story(
            matter=matter,
            card=card.name,
            section=section,
            nearest=nearest,
            translations=tuple(one.name for one in article.translations),
            bylines=tuple(self.byline(who) for who in matter.authors),
            tags=tuple(label for label in map(self.tag, matter.tags) if label),
            programmes=tuple(label for name in matter.programmes for label in self.programmes.get(name, ())),
            documents=downloads(self.site, article),
            photos=tuple(_photos(self.site, article)),
            gathered=tuple(self.gathered.get(document.slug, ())) if card.kind == "programmes" else (),
            newer=article.newer.name if article.newer else "",
            older=article.older.name if article.older else "",
            latest=tuple(others[:LATEST]),
        )

    def section(self, name: str) -> tuple[Label | None, dict[str, str]]:
        """A section's list in this language, and where the switch leads: the same section's list in each language."""
        if name not in self.sections:
            found = {lang: self.site.section(lang, name) for lang in self.site.config.languages}
            nearest = {lang: label.url for lang, label in found.items() if label}
            self.sections[name] = (found[self.lang], nearest)
        return self.sections[name]

    def tag(self, name: str) -> Label | None:
        """A tag in the page's language, or as written where site.toml has no label for it; None without a list."""
        if name not in self.tags:
            listing = self.site.listings[self.lang].get(("tag", name))
            url = href(self.site, urls.listing(self.lang, "tag", tag_id(name)))
            self.tags[name] = Label(listing.title, url) if listing else None
        return self.tags[name]

    def byline(self, who: str) -> Byline:
        if who not in self.people:
            config = self.site.config
            person = config.settings.people.get(who)
            role = config.words(person.role, self.lang) if person else ""
            listing = self.site.listings[self.lang].get(("author", who))
            url = href(self.site, listing.address) if listing else ""
            self.people[who] = Byline(author_name(config, who, self.lang), role, url, bool(person and person.team))
        return self.people[who]


def _lunar(frame: Frame, matter: AnyMatter) -> str:
    """The day of a story in the Khmer lunar calendar, if it is to be told."""
    asked = frame.lang == "km" and (frame.formats.lunar if matter.lunar is None else matter.lunar)
    if not asked or matter.date is None:
        return ""
    # Imported here: Babel takes 60 ms to load, and a plan needs none of it.
    from krama.filters import Filters  # noqa: PLC0415

    try:
        return lunar_date(Filters(frame.formats).day(matter.date), digits=frame.formats.khmer_digits)
    except ValueError:  # a day of before 1900 or after 2100
        return ""


def downloads(site: Site, article: Article) -> tuple[Download, ...]:
    """The documents of a story that exist; a missing one has been told as a problem."""
    found = []
    for one in article.document.matter.documents:
        asset = references.file(one.file, article.document, site.library)
        if asset:
            suffix = asset.path.rpartition(".")[2].upper()
            found.append(Download(one.title, site.file_urls[asset.path], suffix, asset.size))
    return tuple(found)


def _photos(site: Site, article: Article) -> Iterator[Picture]:
    for one in article.document.matter.photos:
        asset = references.file(one.file, article.document, site.library)
        if asset:
            yield Picture(site.file_urls[asset.path], asset.width, asset.height, one.title, one.title)


def _event(workshop: Workshop) -> Event:
    return Event(workshop.venue, workshop.organizers, workshop.participants, workshop.countries)

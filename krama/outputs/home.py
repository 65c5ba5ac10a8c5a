"""The home page of each language: a lead story, latest news, programmes, workshops, documents."""

from collections.abc import Iterator
from itertools import islice

from krama import urls
from krama.model import Body, Download, Label
from krama.outputs import linked
from krama.outputs.articles import downloads
from krama.outputs.head import Subject, head, switch
from krama.pages import CardOf, Frame, HomePage, Sketch
from krama.recipes import Output, Render
from krama.site import Article, Site

LATEST, PROGRAMMES, WORKSHOPS, DOCUMENTS = 6, 6, 3, 4


class Home(Sketch, frozen=True, tag=True):
    """All that the home of one language is made from; cards by their names, "" for none."""

    lead: str
    latest: tuple[str, ...]
    programmes: tuple[str, ...]
    workshops: tuple[str, ...]
    documents: tuple[Download, ...]
    more: dict[str, Label]

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> HomePage:
        """What the template of a home sees."""
        things = (linked.organization(frame), linked.website(frame))
        return HomePage(
            head=head(frame, frame.home, Subject(frame.name, frame.tagline, things), frame.homes),
            switch=switch(frame, frame.homes, {}),
            lead=card_of(self.lead) if self.lead else None,
            latest=tuple(map(card_of, self.latest)),
            programmes=tuple(map(card_of, self.programmes)),
            workshops=tuple(map(card_of, self.workshops)),
            documents=self.documents,
            more=self.more,
        )


def outputs(site: Site) -> Iterator[Output]:
    """One home for each language."""
    for lang, frame in site.frames.items():
        yield Output(urls.file(urls.home(lang)), Render("home.html", frame, _home(site, lang)), "site.toml")


def _home(site: Site, lang: str) -> Home:
    news = site.of_kind(lang, "news")
    lead = _lead(news, lang)
    latest = (one.card.name for one in news if one is not lead)
    return Home(
        lead=lead.card.name if lead else "",
        latest=tuple(islice(latest, LATEST)),
        programmes=tuple(one.card.name for one in site.of_kind(lang, "programmes")[:PROGRAMMES]),
        workshops=tuple(one.card.name for one in site.of_kind(lang, "workshops")[:WORKSHOPS]),
        documents=tuple(islice(_documents(site, lang), DOCUMENTS)),
        more=_more(site, lang),
    )


def _lead(news: tuple[Article, ...], lang: str) -> Article | None:
    """The newest story in the page's language with a picture among the first few, else the newest of all."""
    own = [one for one in news[:LATEST] if one.card.lang == lang]
    with_picture = [one for one in own if one.card.image]
    return next(iter([*with_picture, *own, *news]), None)


def _documents(site: Site, lang: str) -> Iterator[Download]:
    seen = set[str]()
    for article in site.entries[lang]:
        for one in downloads(site, article):
            if one.url not in seen:
                seen.add(one.url)
                yield one


def _more(site: Site, lang: str) -> dict[str, Label]:
    """The first list of each kind that has one."""
    found: dict[str, Label] = {}
    for name, section in site.config.settings.sections.items():
        label = site.section(lang, name)
        if label:
            found.setdefault(section.kind, label)
    return found

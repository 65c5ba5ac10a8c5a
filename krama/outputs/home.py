"""The home page of each language: a lead story, latest news, programmes, workshops, documents."""

from collections.abc import Iterator

from krama import urls
from krama.model import Download, Label
from krama.outputs import linked
from krama.outputs.articles import downloads
from krama.outputs.head import Subject, head, switch
from krama.pages import HomePage
from krama.recipes import Output, Render
from krama.site import Article, Site

LATEST, PROGRAMMES, WORKSHOPS, DOCUMENTS = 6, 6, 3, 4


def outputs(site: Site) -> Iterator[Output]:
    """One home for each language."""
    for lang, frame in site.frames.items():
        yield Output(urls.file(urls.home(lang)), Render("home.html", frame, _page(site, lang)), "site.toml")


def _page(site: Site, lang: str) -> HomePage:
    frame = site.frames[lang]
    news = [one.card for one in site.of_kind(lang, "news")]
    lead = _lead(site.of_kind(lang, "news"), lang)
    latest = [card for card in news if lead is None or card.url != lead.card.url]
    things = (linked.organization(frame), linked.website(frame))
    return HomePage(
        head=head(frame, frame.home, Subject(frame.name, frame.tagline, things), frame.homes),
        switch=switch(frame, frame.homes, {}),
        lead=lead.card if lead else None,
        latest=tuple(latest[:LATEST]),
        programmes=tuple(one.card for one in site.of_kind(lang, "programmes")[:PROGRAMMES]),
        workshops=tuple(one.card for one in site.of_kind(lang, "workshops")[:WORKSHOPS]),
        documents=tuple(_documents(site, lang))[:DOCUMENTS],
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

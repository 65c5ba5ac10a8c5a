"""The page of each story."""

from collections.abc import Iterator

from krama import references, urls
from krama.model import Byline, Card, Download, Event, Label, Picture, Workshop
from krama.outputs import linked
from krama.outputs.head import Subject, crumbs, head, href, switch
from krama.pages import ArticlePage
from krama.recipes import Output, Render
from krama.site import Article, Site, author_name, programme_labels, tag_id

TEMPLATES = {"news": "news.html", "programmes": "programme.html", "workshops": "workshop.html", "pages": "page.html"}
LATEST = 4


def outputs(site: Site) -> Iterator[Output]:
    """One page per article."""
    latest = {lang: site.of_kind(lang, "news")[: LATEST + 1] for lang in site.config.languages}
    for article in site.articles:
        others = [one.card for one in latest[article.card.lang] if one.document.key != article.document.key]
        page = _page(site, article, tuple(others[:LATEST]))
        recipe = Render(
            TEMPLATES[article.card.kind], site.frames[article.card.lang], page, article.document.body.digest
        )
        yield Output(urls.file(article.address), recipe, article.document.path)


def _page(site: Site, article: Article, latest: tuple[Card, ...]) -> ArticlePage:
    document, card, lang = article.document, article.card, article.card.lang
    matter = document.matter
    section = site.section(lang, document.section)
    translated = {card.lang: card.url} | {one.lang: one.url for one in article.translations}
    way = crumbs(site, lang, *((section,) if section else ()))
    things = (
        linked.article(site, article, card.summary),
        linked.organization(site, lang),
        linked.breadcrumbs(site, way, card.title, card.url),
    )
    return ArticlePage(
        head=head(
            site, lang, card.url, Subject(card.title, card.summary, things, image=card.image, card=card), translated
        ),
        switch=switch(site, lang, translated, _nearest(site, document.section)),
        crumbs=way,
        card=card,
        section=section,
        body=document.body.digest,
        references=article.references,
        headings=document.body.headings,
        bylines=tuple(_byline(site, who, lang) for who in matter.authors),
        tags=tuple(tag_label(site, tag, lang) for tag in matter.tags if ("tag", tag) in site.listings[lang]),
        programmes=tuple(programme_labels(site, article)),
        documents=downloads(site, article),
        photos=tuple(_photos(site, article)),
        event=_event(matter) if isinstance(matter, Workshop) else None,
        goal=getattr(matter, "goal", ""),
        gathered=tuple(_gathered(site, article)),
        newer=article.newer,
        older=article.older,
        latest=latest,
    )


def tag_label(site: Site, tag: str, lang: str) -> Label:
    """A tag in the page's language, or as written where site.toml has no label for it."""
    words = site.config.settings.tags.get(tag)
    title = site.config.words(words, lang) if words else tag
    return Label(title, href(site, urls.listing(lang, "tag", tag_id(tag))))


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


def _byline(site: Site, who: str, lang: str) -> Byline:
    person = site.config.settings.people.get(who)
    role = site.config.words(person.role, lang) if person else ""
    listing = site.listings[lang].get(("author", who))
    return Byline(author_name(site.config, who, lang), role, href(site, listing.address) if listing else "")


def _event(workshop: Workshop) -> Event:
    return Event(workshop.venue, workshop.organizers, workshop.participants, workshop.countries)


def _gathered(site: Site, article: Article) -> Iterator[Card]:
    """What belongs to a programme."""
    if article.card.kind == "programmes":
        for one in site.entries[article.card.lang]:
            if article.document.slug in one.document.matter.programmes and one.card.kind in {"news", "workshops"}:
                yield one.card


def _nearest(site: Site, section: str) -> dict[str, str]:
    """Where the switch leads for want of a translation: the same section's list."""
    found = {lang: site.section(lang, section) for lang in site.config.languages}
    return {lang: label.url for lang, label in found.items() if label}

"""What a page is about, for machines: JSON-LD in the vocabulary of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from krama.model import Label, News, Programme, Workshop
from krama.site import Article, Site

Thing = Mapping[str, Any]


def script(things: tuple[Thing, ...]) -> str:
    """Things as text for <script type="application/ld+json">; nothing in it can close the script."""
    if not things:
        return ""
    data: Any = {"@context": "https://schema.org", "@graph": [_dense(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def organization(site: Site, lang: str) -> Thing:
    """Who publishes the site."""
    config, frame = site.config, site.frames[lang]
    settings = config.settings.organization
    logo = site.file_urls.get(f"static{settings.logo}", "") if settings.logo else ""
    return {
        "@type": "Organization",
        "@id": f"{config.origin}{config.prefix}#organization",
        "name": frame.organization,
        "url": config.origin + frame.home,
        "logo": config.origin + logo if logo else "",
        "email": settings.email,
        "sameAs": list(settings.same_as),
    }


def website(site: Site, lang: str) -> Thing:
    """The site in one language."""
    frame = site.frames[lang]
    return {
        "@type": "WebSite",
        "name": frame.name,
        "description": frame.tagline,
        "url": site.config.origin + frame.home,
        "inLanguage": lang,
        "publisher": _publisher(site),
    }


def breadcrumbs(site: Site, crumbs: tuple[Label, ...], title: str, url: str) -> Thing:
    """The way from the home page to this one."""
    steps = (*crumbs, Label(title, url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.title, "item": site.config.origin + step.url}
            for place, step in enumerate(steps, start=1)
        ],
    }


def collection(site: Site, lang: str, title: str, url: str) -> Thing:
    """A list or an index."""
    return {"@type": "CollectionPage", "name": title, "url": site.config.origin + url, "inLanguage": lang}


def article(site: Site, article: Article, summary: str) -> Thing:
    """A story: NewsArticle, Event, or WebPage."""
    matter, card, config = article.document.matter, article.card, site.config
    url = config.origin + card.url
    shared: dict[str, Any] = {
        "url": url,
        "inLanguage": card.lang,
        "description": summary,
        "image": config.origin + card.image.src if card.image else "",
    }
    if isinstance(matter, News):
        return {
            "@type": "NewsArticle",
            "headline": card.title[:110],
            **shared,
            "mainEntityOfPage": url,
            "datePublished": _iso(site, card.date),
            "dateModified": _iso(site, card.updated or card.date),
            "author": [_author(site, who, card.lang) for who in matter.authors] or _publisher(site),
            "publisher": _publisher(site),
            "contentLocation": {"@type": "Place", "name": matter.place} if matter.place else "",
        }
    if isinstance(matter, Workshop):
        place = matter.venue or matter.place
        return {
            "@type": "Event",
            "name": card.title,
            **shared,
            "startDate": _iso(site, card.date),
            "endDate": _iso(site, card.end or card.date),
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if place else "",
            "location": {"@type": "Place", "name": place, "address": matter.place or place} if place else "",
            "organizer": [{"@type": "Organization", "name": name} for name in matter.organizers],
        }
    kind = "CollectionPage" if isinstance(matter, Programme) else "WebPage"
    return {"@type": kind, "name": card.title, **shared, "dateModified": _iso(site, card.updated or card.date)}


def _publisher(site: Site) -> Thing:
    return {"@id": f"{site.config.origin}{site.config.prefix}#organization"}


def _author(site: Site, who: str, lang: str) -> Thing:
    person = site.config.settings.people.get(who)
    if person is None:
        return {"@type": "Person", "name": who}
    kind = "Organization" if person.team else "Person"
    role = {} if person.team else {"jobTitle": site.config.words(person.role, lang)}
    return {"@type": kind, "name": site.config.words(person.name, lang), **role}


def _iso(site: Site, moment: Any) -> str:
    """A moment in the site's zone, the day alone where it stands for a day."""
    if moment is None:
        return ""
    local = moment.astimezone(site.config.zone)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return str(local.date().isoformat() if midnight else local.isoformat(timespec="seconds"))


def _dense(thing: Thing) -> Thing:
    """Without the keys that have nothing to say."""
    return {key: value for key, value in thing.items() if value not in ("", [], None)}

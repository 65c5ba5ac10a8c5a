"""What a page is about, for machines: JSON-LD in the vocabulary of schema.org."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from krama.model import Byline, Card, Label, Matter, News, Programme, Workshop
from krama.pages import Frame

Thing = Mapping[str, Any]


def script(things: tuple[Thing, ...]) -> str:
    """Things as text for <script type="application/ld+json">; nothing in it can close the script."""
    if not things:
        return ""
    data: Any = {"@context": "https://schema.org", "@graph": [_dense(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def organization(frame: Frame) -> Thing:
    """Who publishes the site."""
    return {
        "@type": "Organization",
        "@id": f"{frame.origin}{frame.prefix}#organization",
        "name": frame.organization,
        "url": frame.origin + frame.home,
        "logo": frame.origin + frame.logo if frame.logo else "",
        "email": frame.email,
        "sameAs": list(frame.same_as),
    }


def website(frame: Frame) -> Thing:
    """The site in one language."""
    return {
        "@type": "WebSite",
        "name": frame.name,
        "description": frame.tagline,
        "url": frame.origin + frame.home,
        "inLanguage": frame.lang,
        "publisher": _publisher(frame),
        "potentialAction": _search(frame) if frame.search else "",
    }


def _search(frame: Frame) -> Thing:
    """How machines may search the site (schema.org/SearchAction)."""
    template = f"{frame.origin}{frame.search}?q={{search_term_string}}"
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": template},
        "query-input": "required name=search_term_string",
    }


def breadcrumbs(frame: Frame, crumbs: tuple[Label, ...], title: str, url: str) -> Thing:
    """The way from the home page to this one."""
    steps = (*crumbs, Label(title, url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.title, "item": frame.origin + step.url}
            for place, step in enumerate(steps, start=1)
        ],
    }


def collection(frame: Frame, title: str, url: str) -> Thing:
    """A list or an index."""
    return {"@type": "CollectionPage", "name": title, "url": frame.origin + url, "inLanguage": frame.lang}


def article(frame: Frame, matter: Matter, card: Card, authors: tuple[Byline, ...]) -> Thing:
    """A story: NewsArticle, Event, or WebPage. authors: as written in its front matter, with their roles."""
    zone, url = ZoneInfo(frame.formats.zone), frame.origin + card.url
    shared: dict[str, Any] = {
        "url": url,
        "inLanguage": card.lang,
        "description": card.summary,
        "image": frame.origin + card.image.src if card.image else "",
    }
    if isinstance(matter, News):
        return {
            "@type": "NewsArticle",
            "headline": card.title[:110],
            **shared,
            "mainEntityOfPage": url,
            "datePublished": _iso(card.date, zone),
            "dateModified": _iso(card.updated or card.date, zone),
            "author": [_author(one) for one in authors] or _publisher(frame),
            "publisher": _publisher(frame),
            "contentLocation": {"@type": "Place", "name": matter.place} if matter.place else "",
        }
    if isinstance(matter, Workshop):
        place = matter.venue or matter.place
        return {
            "@type": "Event",
            "name": card.title,
            **shared,
            "startDate": _iso(card.date, zone),
            "endDate": _iso(card.end or card.date, zone),
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if place else "",
            "location": {"@type": "Place", "name": place, "address": matter.place or place} if place else "",
            "organizer": [{"@type": "Organization", "name": name} for name in matter.organizers],
        }
    kind = "CollectionPage" if isinstance(matter, Programme) else "WebPage"
    return {"@type": kind, "name": card.title, **shared, "dateModified": _iso(card.updated or card.date, zone)}


def _publisher(frame: Frame) -> Thing:
    return {"@id": f"{frame.origin}{frame.prefix}#organization"}


def _author(byline: Byline) -> Thing:
    role = {"jobTitle": byline.role} if byline.role and not byline.team else {}
    return {"@type": "Organization" if byline.team else "Person", "name": byline.name, **role}


def _iso(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment in the site's zone, the day alone where it stands for a day."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return str(local.date().isoformat() if midnight else local.isoformat(timespec="seconds"))


def _dense(thing: Thing) -> Thing:
    """Without the keys that have nothing to say."""
    return {key: value for key, value in thing.items() if value not in ("", [], None)}

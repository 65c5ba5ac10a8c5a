"""What is shown when: drafts, days that are still to come, and what comes and goes by itself."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from krama.model import Document, News
from krama.options import Coming

LISTED = 5
"""Pages that come or go next, as far as they are told."""


class Moment(Struct, frozen=True):
    """When a site is looked at (with an offset), and whether also what is not to be seen yet is shown."""

    now: datetime
    drafts: bool = False


def appears(document: Document) -> datetime | None:
    """From when a document is shown: `publish`, else for news its date; None for always.

    A workshop is announced before it takes place, so its date does not hide it.
    """
    matter = document.matter
    return matter.publish or (matter.date if isinstance(matter, News) else None)


def is_shown(document: Document, moment: Moment) -> bool:
    """Whether a document is part of the site at a moment."""
    start, end = appears(document), document.matter.expire
    if end and end <= moment.now:
        return False
    return moment.drafts or not (document.matter.draft or (start and start > moment.now))


def coming(moment: Moment, documents: Iterable[Document], zone: str) -> tuple[Coming, ...]:
    """What comes and goes by itself from now on, the soonest first; drafts do neither."""
    found = [
        Coming(when, one.path, live, zone)
        for one in documents
        if not one.matter.draft
        for when, live in ((appears(one), True), (one.matter.expire, False))
        if when and when > moment.now
    ]
    return tuple(sorted(found, key=lambda one: (one.moment, one.path))[:LISTED])


def next_change(moment: Moment, documents: Iterable[Document]) -> datetime | None:
    """The next moment at which one of these documents comes or goes by itself."""
    moments = (one for document in documents for one in (appears(document), document.matter.expire))
    return min((one for one in moments if one and one > moment.now), default=None)

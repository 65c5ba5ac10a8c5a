"""What will surprise a writer when the day comes: told by the clock, and only while something can be done about it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from krama.model import Document, News
from krama.moments import written
from krama.problems import Problem
from krama.said import said

RECENT = timedelta(days=30)
"""How long it is told that a page has gone. Later everybody knows, and a site has hundreds of such pages."""


def problems(documents: Iterable[Document], now: datetime, zone: tzinfo) -> Iterator[Problem]:
    """A warning for each story that waits for its day without `publish`, and each page that went not long ago.

    documents: all of a site, shown or not; zone: in which days are told.
    """
    for document in documents:
        matter = document.matter
        if matter.draft:
            continue
        if isinstance(matter, News) and matter.publish is None and matter.date and matter.date > now:
            day = written(matter.date, zone)
            message = said('"date" is {}, which is still to come: the story is not shown before', day)
            hint = said("mend the date, or add publish: {} to say that it is meant so", day)
            yield Problem(document.path, document.lines.get("date", 1), message, hint, "warning")
        if matter.expire and matter.expire <= now < matter.expire + RECENT:
            message = said('"expire" was {}: the page is no longer shown', written(matter.expire, zone))
            end = f"{(matter.expire + RECENT).astimezone(zone):%Y-%m-%d}"
            hint = said("if it is still of use, write a later day; from {} on, this is not told any more", end)
            yield Problem(document.path, document.lines.get("expire", 1), message, hint, "warning")


def until(documents: Iterable[Document], now: datetime) -> datetime | None:
    """The next moment at which a page has been gone for so long that it is told no more. That a story waits is told
    until it is shown."""
    moments = (one.matter.expire + RECENT for one in documents if one.matter.expire)
    return min((one for one in moments if one > now), default=None)

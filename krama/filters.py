"""Template words for dates, numbers and sizes: Babel and krama.khmer behind short names.

Each is made for the formats of one language, so that a template never asks which language it is in.
"""

import re
from collections.abc import Callable
from datetime import date as Day  # noqa: N812 — a filter is named date
from datetime import datetime
from datetime import time as Time  # noqa: N812
from typing import Any, get_args
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date

from krama import khmer
from krama.config import NAMES
from krama.khmer.dates import Style
from krama.moments import iso, rfc3339
from krama.pages import Formats

OG_LOCALES = {"en": "en_US", "km": "km_KH"}
ENGLISH = Locale.parse("en_GB")  # day before month, as the region's English-language press writes
PATTERNS: dict[str, str] = {
    "long": "d MMMM y",
    "short": "d MMM y",
    "weekday": "EEEE, d MMMM y",
    "month": "MMMM y",
    "month_name": "MMMM",
    "year": "y",
    "day_month": "d MMMM",
}
UNITS = ("KB", "MB", "GB")


def language(code: str) -> str:
    """The name of a language in its own script."""
    return NAMES.get(code, code)


def absolute(url: str, origin: str) -> str:
    """An address of the site with its scheme and host in front."""
    return origin + url


class Filters:
    """The filters of one language; what is shown of a moment is its day in the site's zone."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.zone = ZoneInfo(formats.zone)

    def table(self) -> dict[str, Callable[..., Any]]:
        """The filters by the name that templates call them by."""
        return {
            "date": self.date,
            "date_range": self.date_range,
            "iso": lambda moment: iso(moment.astimezone(self.zone)),
            "rfc3339": rfc3339,
            "number": self.number,
            "filesize": self.filesize,
            "language": language,
            "og_locale": lambda code: OG_LOCALES.get(code, code),
            "absolute": absolute,
            "time": self.time,
            "truncate": khmer.truncate,
            "wordcount": khmer.word_count,
            "title": title,
        }

    def date(self, moment: datetime, style: str = "") -> str:
        """The day of a moment in words; style: long, short, weekday, month, month_name, year or day_month."""
        if self.formats.lang == "km":
            return khmer.format_date(self.day(moment), self._style(style), digits=self.formats.khmer_digits)
        return babel_date(self.day(moment), PATTERNS[self._style(style or "long")], locale=ENGLISH)

    def date_range(self, start: datetime, end: datetime | None, style: str = "") -> str:
        """A range of days in words, or the one day; style: long or short."""
        first, last = self.day(start), self.day(end or start)
        if first == last:
            return self.date(start, style)
        if self.formats.lang == "km":
            form: Any = "short" if self._style(style) == "short" else "long"
            return khmer.format_range(first, last, form, digits=self.formats.khmer_digits)
        return english_range(first, last, PATTERNS["short" if style == "short" else "long"])

    def time(self, moment: datetime, end: datetime | None = None) -> str:
        """The time of day of a moment, or from one to another, in words; "" for a moment that stands for a day."""
        start, last = (one.astimezone(self.zone).time() for one in (moment, end or moment))
        if start == Time(0):
            return ""
        if self.formats.lang == "km":
            return khmer.format_time(start, last if last > start else None, digits=self.formats.khmer_digits)
        return english_time(start) + (f" – {english_time(last)}" if last > start else "")

    def number(self, count: int) -> str:
        """A whole number, its thousands grouped: 1,500; ១.៥០០, or ១,៥០០ where site.toml says so."""
        return self._digits(khmer.group(count, self.formats.grouping, digits=False))

    def filesize(self, size: int) -> str:
        """A size in bytes as KB, MB or GB of 1,000."""
        amount, unit = size / 1000, UNITS[0]
        for larger in UNITS[1:]:
            if amount < 999.5:
                break
            amount, unit = amount / 1000, larger
        text = f"{amount:.1f}" if amount < 10 and unit != "KB" else f"{max(1, round(amount))}"
        return f"{self._digits(text)} {unit}"

    def day(self, moment: datetime) -> Day:
        """The day of a moment in the site's zone."""
        return moment.astimezone(self.zone).date()

    def _style(self, written: str) -> Style:
        chosen: Any = written or ("long" if self.formats.long_dates else "short")
        if chosen not in get_args(Style):
            raise ValueError(f'there is no date style "{chosen}"; known: {", ".join(get_args(Style))}')
        return chosen  # type: ignore[no-any-return]

    def _digits(self, text: str) -> str:
        return khmer.khmer_digits(text) if self.formats.lang == "km" and self.formats.khmer_digits else text


def title(text: str) -> str:
    """A text with a capital at the start of each Latin word; Khmer has none, and OGP stays OGP."""
    return re.sub(r"(?<![\w'’])[a-z]", lambda match: match[0].upper(), text)


def english_time(moment: Time) -> str:
    """A time of day as the region's English-language press writes: 8:30 am."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def english_range(start: Day, end: Day, pattern: str) -> str:
    """A range of days in English; what both share is said once: 16–17 October 2014."""

    def part(day: Day, pattern: str) -> str:
        return babel_date(day, pattern, locale=ENGLISH)

    if start.year != end.year:
        return f"{part(start, pattern)} – {part(end, pattern)}"
    if start.month != end.month:
        return f"{part(start, pattern.removesuffix(' y'))} – {part(end, pattern)}"
    return f"{start.day}–{part(end, pattern)}"

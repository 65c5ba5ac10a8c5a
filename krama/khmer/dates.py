"""Dates as Cambodian newsrooms write them.

Of about 1,900 dates counted in newspapers, half have the form ថ្ងៃទី១៦ ខែតុលា ឆ្នាំ២០១៤. CLDR's names of months are right
but hold zero-width spaces, and its Monday is spelled ច័ន្ទ where newspapers write ចន្ទ, so the names stand here.
"""

from datetime import date, time
from typing import Literal

from krama.khmer.numerals import khmer_digits

Style = Literal["long", "short", "weekday", "month", "month_name", "year", "day_month"]

MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
PARTS_OF_DAY = ((5, "យប់"), (12, "ព្រឹក"), (13, "ថ្ងៃត្រង់"), (17, "រសៀល"), (19, "ល្ងាច"), (24, "យប់"))
"""Until which hour each part of the day goes."""
WEEKDAYS = ["ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"]


def format_date(day: date, style: Style = "long", *, digits: bool = True) -> str:
    """A day in words. digits: Khmer digits instead of ASCII ones.

    long ថ្ងៃទី១៦ ខែតុលា ឆ្នាំ២០១៤ · short ១៦ តុលា ២០១៤ · weekday ថ្ងៃព្រហស្បតិ៍ ទី១៦ ខែតុលា ឆ្នាំ២០១៤ · month ខែតុលា ឆ្នាំ២០១៤ ·
    month_name តុលា · year ឆ្នាំ២០១៤ · day_month ១៦ តុលា
    """
    month = MONTHS[day.month - 1]
    text = {
        "long": f"ថ្ងៃទី{day.day} ខែ{month} ឆ្នាំ{day.year}",
        "short": f"{day.day} {month} {day.year}",
        "weekday": f"ថ្ងៃ{WEEKDAYS[day.weekday()]} ទី{day.day} ខែ{month} ឆ្នាំ{day.year}",
        "month": f"ខែ{month} ឆ្នាំ{day.year}",
        "month_name": month,
        "year": f"ឆ្នាំ{day.year}",
        "day_month": f"{day.day} {month}",
    }[style]
    return khmer_digits(text) if digits else text


def format_range(start: date, end: date, style: Literal["long", "short"] = "long", *, digits: bool = True) -> str:
    """A range of days; what both share is said once: ថ្ងៃទី១៦ ដល់ថ្ងៃទី១៧ ខែតុលា ឆ្នាំ២០១៤, short ១៦–១៧ តុលា ២០១៤."""
    first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
    if start == end:
        return format_date(start, style, digits=digits)
    if start.year != end.year:
        joint = " ដល់" if style == "long" else " – "
        return format_date(start, style, digits=digits) + joint + format_date(end, style, digits=digits)
    if style == "long":
        head = f"ថ្ងៃទី{start.day}" + ("" if start.month == end.month else f" ខែ{first}")
        text = f"{head} ដល់ថ្ងៃទី{end.day} ខែ{last} ឆ្នាំ{end.year}"
    elif start.month == end.month:
        text = f"{start.day}–{end.day} {last} {end.year}"
    else:
        text = f"{start.day} {first} – {end.day} {last} {end.year}"
    return khmer_digits(text) if digits else text


def format_time(start: time, end: time | None = None, *, digits: bool = True) -> str:
    """A time of the day, or the time from `start` to `end`: ម៉ោង ៨:៣០ ព្រឹក ដល់ម៉ោង ៥:០០ ល្ងាច. digits: Khmer digits.

    The clock has twelve hours and the part of the day is said: ព្រឹក from five, ថ្ងៃត្រង់ at noon until one, រសៀល, ល្ងាច from
    five, យប់ from seven. Announcements of meetings say ៨ ព្រឹក and ៥ ល្ងាច, news sites ៩:៥៩ យប់; CLDR, whose morning begins
    at midnight and whose evening begins at six, is not followed. Seconds are left out.
    """
    text = _time(start) if end is None else f"{_time(start)} ដល់{_time(end)}"
    return khmer_digits(text) if digits else text


def _time(moment: time) -> str:
    part = next(name for until, name in PARTS_OF_DAY if moment.hour < until)
    return f"ម៉ោង {moment.hour % 12 or 12}:{moment.minute:02} {part}"

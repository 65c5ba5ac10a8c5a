"""The day that was probably meant, where it is written in another way than the year first."""

import re

from krama.khmer.dates import MONTHS
from krama.khmer.numerals import ascii_digits
from krama.said import Said, said

A_DAY = said("write a day like 2026-01-13")
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_DIGITS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+(?:of )?([a-z]{3,9})\.?,?[ -]+(\d{4})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
KHMER = re.compile(rf"(?:ថ្ងៃ\S*? ?)?(?:ទី ?)?(\d{{1,2}}),? ?(?:ខែ ?)?({'|'.join(MONTHS)}),? ?(?:ឆ្នាំ ?)?(\d{{4}})")


def meant(written: str) -> Said:
    """What to write in place of a day: the day itself, where only one reading is possible."""
    text = " ".join(ascii_digits(written).replace("\u200b", "").lower().split())
    if match := IN_DIGITS.fullmatch(text):
        return _in_digits(*(int(part) for part in match.groups()))
    if match := DAY_FIRST.fullmatch(text):
        return _named(match[1], match[2], match[3])
    if match := MONTH_FIRST.fullmatch(text):
        return _named(match[2], match[1], match[3])
    if match := KHMER.fullmatch(text):
        return _day(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    return A_DAY


def _in_digits(first: int, second: int, year: int) -> Said:
    day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
    if first > 12 >= second:
        return said("write a day like {}", day_first)
    if second > 12 >= first:
        return said("write a day like {}", month_first)
    return said("write the year first: {} or {}", day_first, month_first)


def _named(day: str, name: str, year: str) -> Said:
    return _day(int(year), ENGLISH.index(name[:3]) + 1, int(day)) if name[:3] in ENGLISH else A_DAY


def _day(year: int, month: int, day: int) -> Said:
    return said("write {}", f"{year}-{month:02}-{day:02}") if 1 <= day <= 31 else A_DAY

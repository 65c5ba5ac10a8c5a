"""Dates of the Khmer lunar calendar, as newspapers print them beside the civil date.

Months are of 29 and 30 days in turn. A year that would fall behind the sun has a second អាសាឍ, or a 30th day in ជេស្ឋ;
which, is worked out from the place of sun and moon on the day that the era turns (ថ្ងៃឡើងស័ក). The arithmetic is that of
the Suriya reckoning, in whole numbers, as given by Roath Kim Soeun (ប្រតិទិនសុរិយគតិ-ចន្ទគតិ ១៩០០-១៩៩៩) and described by
Phylypo Tum (Khmer Chhankitek Calendar). The animal of a year turns on New Year's Day (មហាសង្ក្រាន្ត); its sak two or
three days later, on ថ្ងៃឡើងស័ក (Khmer Wikipedia, សង្ក្រាន្ត); the Buddhist year after the full moon of ពិសាខ.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from krama.khmer.dates import WEEKDAYS
from krama.khmer.numerals import khmer_digits

MONTHS = ["បុស្ស", "មាឃ", "ផល្គុន", "ចេត្រ", "ពិសាខ", "ជេស្ឋ", "អាសាឍ", "ស្រាពណ៍", "ភទ្របទ", "អស្សុជ", "កត្តិក", "មិគសិរ"]
DOUBLED = ["បឋមាសាឍ", "ទុតិយាសាឍ"]
ANIMALS = ["ជូត", "ឆ្លូវ", "ខាល", "ថោះ", "រោង", "ម្សាញ់", "មមី", "មមែ", "វក", "រកា", "ច", "កុរ"]
SAKS = ["សំរឹទ្ធិស័ក", "ឯកស័ក", "ទោស័ក", "ត្រីស័ក", "ចត្វាស័ក", "បញ្ចស័ក", "ឆស័ក", "សប្តស័ក", "អដ្ឋស័ក", "នព្វស័ក"]

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
"""The days that are known: the printed tables', and a century more in which counting agrees with the moon's age."""

MINOR_ERA = 638  # the year 0 of the minor era (ចុល្លសករាជ), in which the arithmetic counts
ERA_DAY = date(638, 3, 25).toordinal()  # its day 0
DAY = 800  # parts of a day; a year has 292,207 of them
SONGKRAN = 1732  # parts from New Year's Day, when the sun enters Aries, to the turn of the era: 2.165 days


@dataclass(frozen=True)
class Lunar:
    """A day of the lunar calendar, each part as it is written."""

    weekday: str
    day: int
    """1 to 15, counted anew from the day after the full moon."""
    phase: str
    """កើត while the moon grows, រោច while it wanes."""
    month: str
    animal: str
    sak: str
    year: int
    """Of the Buddhist era."""


def lunar_date(day: date, *, digits: bool = True) -> str:
    """A day as newspapers print it: ថ្ងៃសុក្រ ១០រោច ខែអាសាឍ ឆ្នាំកុរ ឯកស័ក ព.ស.២៥៦៣. digits: Khmer digits, not ASCII ones.

    Raises ValueError before 1900 and after 2100.
    """
    one = lunar(day)
    text = f"ថ្ងៃ{one.weekday} {one.day}{one.phase} ខែ{one.month} ឆ្នាំ{one.animal} {one.sak} ព.ស.{one.year}"
    return khmer_digits(text) if digits else text


def lunar(day: date) -> Lunar:
    """The parts of a day's lunar date. Raises ValueError before 1900 and after 2100."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"the lunar date of {day} is not known; a day from {FIRST} to {LAST} is")
    ordinal = day.toordinal()
    # បុស្ស begins in December or January, so a day may belong to the year of the moon before or after its own.
    turn = day.year - 1 + (ordinal >= _start(day.year)) + (ordinal >= _start(day.year + 1))
    months = _months(turn)
    begins, month = next(pair for pair in reversed(months) if pair[0] <= ordinal)
    age = ordinal - begins  # 0 to 29
    era = day.year - MINOR_ERA
    animal, sak = era - (ordinal < _new_year(day.year)), era - (ordinal < _era_turns(era))
    return Lunar(
        weekday=WEEKDAYS[day.weekday()],
        day=age % 15 + 1,
        phase="កើត" if age < 15 else "រោច",
        month=month,
        animal=ANIMALS[(animal + 10) % 12],
        sak=SAKS[sak % 10],
        year=turn + 543 + (ordinal >= months[MONTHS.index("ពិសាខ")][0] + 15),
    )


def new_year(year: int) -> date:
    """The first day of Khmer New Year in a civil year. Raises ValueError before 1900 and after 2100."""
    if not FIRST.year <= year <= LAST.year:
        raise ValueError(f"the New Year's Day of {year} is not known; that of a year from 1900 to 2100 is")
    return date.fromordinal(_new_year(year))


@cache
def _new_year(year: int) -> int:
    """The day on which the sun enters Aries, as an ordinal: three or two days before that on which the era turns."""
    return ERA_DAY + (_sun(year - MINOR_ERA) - SONGKRAN) // DAY


@cache
def _start(year: int) -> int:
    """The first day of the month បុស្ស that falls into or just before the civil year; in 1900 it was 1 January."""
    return FIRST.toordinal() + sum(days for earlier in range(FIRST.year, year) for days, _ in _lengths(earlier))


@cache
def _months(year: int) -> list[tuple[int, str]]:
    """The first day and the name of each month from that បុស្ស to the next."""
    months, begins = [], _start(year)
    for days, name in _lengths(year):
        months.append((begins, name))
        begins += days
    return months


@cache
def _lengths(year: int) -> list[tuple[int, str]]:
    """How many days each month has, from បុស្ស."""
    lengths = [(30 - index % 2, name) for index, name in enumerate(MONTHS)]
    era = year - MINOR_ERA
    if _wants_month(era):
        lengths[6:7] = [(30, name) for name in DOUBLED]
    elif _wants_day(era) or (_wants_day(era - 1) and _wants_month(era - 1)):  # a year that has a month hands its day on
        lengths[5] = (30, lengths[5][1])
    return lengths


def _era_turns(era: int) -> int:
    """The day on which this year of the era begins (ថ្ងៃឡើងស័ក), as an ordinal."""
    return ERA_DAY + _sun(era) // DAY


def _sun(era: int) -> int:
    """Parts of days from the beginning of the minor era to the turn into this year of it."""
    return 292207 * era + 373


def _moon(era: int) -> tuple[int, int]:
    """អាវមាន and បូតិថី of the day on which the era turns: what is over of the moon's day, and the moon's age, 0 to 29."""
    count = _sun(era) // DAY + 1  # ហារគុណ
    steps = 11 * count + 650
    return steps % 692, (count + steps // 692) % 30


def _wants_month(era: int) -> bool:
    """Whether the moon is so young, or so old, that the year needs a thirteenth month (អធិកមាស)."""
    age, next_age = _moon(era)[1], _moon(era + 1)[1]
    if (age, next_age) == (25, 5):
        return False
    return age > 24 or age < 6 or (age, next_age) == (24, 6)


def _wants_day(era: int) -> bool:
    """Whether so little is over of the moon's day that the year needs one more day (ចន្ទ្រាធិមាស)."""
    over, next_over = _moon(era)[0], _moon(era + 1)[0]
    long = DAY - _sun(era) % DAY <= 207  # a year of 366 days
    if long:
        return over <= 126
    return over <= 137 and next_over != 0

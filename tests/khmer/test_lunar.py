"""Lunar dates as newspapers print them: each case is a row with its source."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama.khmer.lunar import (
    FIRST,
    LAST,
    MINOR_ERA,
    _era_turns,
    _moon,
    _wants_day,
    _wants_month,
    lunar,
    lunar_date,
    new_year,
)
from tests.khmer.cases import rows

DAYS = st.dates(FIRST, LAST - timedelta(days=1))


@pytest.mark.parametrize("row", rows("lunar"), ids=lambda row: row["day"])
def test_a_day_reads_as_newspapers_print_it(row: dict[str, str]) -> None:
    assert lunar_date(date.fromisoformat(row["day"])) == row["expected"]


def test_digits_are_a_switch() -> None:
    made = lunar_date(date(2019, 7, 25), digits=False)
    assert made == "ថ្ងៃព្រហស្បតិ៍ 9រោច ខែអាសាឍ ឆ្នាំកុរ ឯកស័ក ព.ស.2563"


@pytest.mark.parametrize(
    ("year", "day"), [(2011, 14), (2012, 13), (2016, 13), (2018, 14), (2020, 13), (2024, 13), (2025, 14)]
)
def test_new_year_is_in_april(year: int, day: int) -> None:
    assert new_year(year) == date(year, 4, day)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
def test_counted_months_agree_with_the_age_of_the_moon(year: int) -> None:
    era = year - MINOR_ERA
    late = _wants_month(era - 1) and _wants_day(era - 1)  # that year's leap day is still to come
    age = (_moon(era)[1] + late) % 30
    made = lunar(date.fromordinal(_era_turns(era)))
    counted = made.day + (15 if made.phase == "រោច" else 0)
    assert (made.month, counted) == (("ចេត្រ", age) if age >= 6 else ("ពិសាខ", age + 1))


@given(DAYS)
def test_the_moon_ages_by_a_day_and_no_day_is_left_out(day: date) -> None:
    one, after = lunar(day), lunar(day + timedelta(days=1))
    if one.day < 14:
        assert (after.day, after.phase, after.month) == (one.day + 1, one.phase, one.month)
    elif one.phase == "កើត":
        assert (after.day, after.phase) in {(15, "កើត"), (1, "រោច")}
    else:
        assert (after.day, after.phase) in {(15, "រោច"), (1, "កើត")}


@given(DAYS)
def test_years_never_go_back(day: date) -> None:
    one, after = lunar(day), lunar(day + timedelta(days=1))
    assert after.year - one.year in {0, 1}
    assert (after.year > one.year) == (one.month == "ពិសាខ" and one.phase == "កើត" and one.day == 15)
    assert (after.animal != one.animal) == (day + timedelta(days=1) == new_year((day + timedelta(days=1)).year))


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1)])
def test_days_outside_the_tables_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="from 1900-01-01 to 2100-12-31"):
        lunar_date(day)
    with pytest.raises(ValueError, match="from 1900 to 2100"):
        new_year(day.year)

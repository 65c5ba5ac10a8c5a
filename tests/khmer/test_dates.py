"""Dates as newsrooms write them: each case is a row with its source."""

from datetime import date, time

import pytest
from babel.dates import get_month_names

from krama import khmer
from krama.khmer.dates import MONTHS, format_time
from tests.khmer.cases import rows


@pytest.mark.parametrize("row", rows("dates"), ids=lambda row: f"{row['style']} {row['from']} {row['to']}")
def test_a_date_reads_as_newsrooms_write_it(row: dict[str, str]) -> None:
    first = date.fromisoformat(row["from"])
    if row["to"]:
        made = khmer.format_range(first, date.fromisoformat(row["to"]), row["style"])  # type: ignore[arg-type]
    else:
        made = khmer.format_date(first, row["style"])  # type: ignore[arg-type]
    assert made == row["expected"]


@pytest.mark.parametrize("row", rows("times"), ids=lambda row: f"{row['from']} {row['to']}")
def test_a_time_reads_as_it_is_announced(row: dict[str, str]) -> None:
    end = time.fromisoformat(row["to"]) if row["to"] else None
    assert format_time(time.fromisoformat(row["from"]), end) == row["expected"]


def test_digits_are_a_switch() -> None:
    assert format_time(time(8, 30), digits=False) == "ម៉ោង 8:30 ព្រឹក"
    assert khmer.format_date(date(2014, 10, 16), digits=False) == "ថ្ងៃទី16 ខែតុលា ឆ្នាំ2014"
    assert khmer.format_range(date(2014, 10, 16), date(2014, 10, 17), "short", digits=False) == "16–17 តុលា 2014"


def test_the_names_of_months_are_those_of_cldr_without_what_cannot_be_seen() -> None:
    names = get_month_names("wide", locale="km")
    assert [names[month].replace("\u200b", "") for month in range(1, 13)] == MONTHS

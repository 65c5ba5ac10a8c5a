"""Template words: dates in both languages, numbers, sizes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from krama.filters import Filters
from krama.moments import iso, rfc3339
from krama.pages import Formats

ZONE = "Asia/Phnom_Penh"
EN = Filters(Formats("en", ZONE, khmer_digits=True, long_dates=True))
KM = Filters(Formats("km", ZONE, khmer_digits=True, long_dates=True, grouping="."))
PLAIN = Filters(Formats("km", ZONE, khmer_digits=False, long_dates=False, grouping="."))
COMMAS = Filters(Formats("km", ZONE, khmer_digits=True, long_dates=True, grouping=","))


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("start", "end", "english", "khmer"),
    [
        ("2014-10-16", "2014-10-17", "16–17 October 2014", "ថ្ងៃទី១៦ ដល់ថ្ងៃទី១៧ ខែតុលា ឆ្នាំ២០១៤"),
        ("2014-10-30", "2014-11-02", "30 October – 2 November 2014", "ថ្ងៃទី៣០ ខែតុលា ដល់ថ្ងៃទី២ ខែវិច្ឆិកា ឆ្នាំ២០១៤"),
        ("2014-12-30", "2015-01-02", "30 December 2014 – 2 January 2015", "ថ្ងៃទី៣០ ខែធ្នូ ឆ្នាំ២០១៤ ដល់ថ្ងៃទី២ ខែមករា ឆ្នាំ២០១៥"),
        ("2014-10-16", None, "16 October 2014", "ថ្ងៃទី១៦ ខែតុលា ឆ្នាំ២០១៤"),
    ],
)
def test_what_a_range_shares_is_said_once(start: str, end: str | None, english: str, khmer: str) -> None:
    last = day(end) if end else None
    assert EN.date_range(day(start), last) == english
    assert KM.date_range(day(start), last) == khmer


def test_the_day_is_that_of_the_site_and_not_of_greenwich() -> None:
    late = datetime(2014, 10, 16, 18, 30, tzinfo=UTC)
    assert EN.date(late) == "17 October 2014"
    assert EN.date(late, "month") == "October 2014"


def test_digits_and_the_short_form_are_switches() -> None:
    assert KM.date(day("2017-03-16"), "short") == "១៦ មីនា ២០១៧"
    assert PLAIN.date(day("2017-03-16")) == "16 មីនា 2017"
    assert PLAIN.date_range(day("2014-10-16"), day("2014-10-17")) == "16–17 តុលា 2014"


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="known: long, short"):
        KM.date(day("2017-03-16"), "medium")


def test_numbers_and_sizes_are_in_the_digits_of_the_page() -> None:
    assert (EN.number(1500000), KM.number(1500000), PLAIN.number(1500)) == ("1,500,000", "១.៥០០.០០០", "1.500")
    assert COMMAS.number(1500000) == "១,៥០០,០០០"
    assert [EN.filesize(size) for size in (80, 4096, 999_600, 1_520_000)] == ["1 KB", "4 KB", "1.0 MB", "1.5 MB"]
    assert KM.filesize(4096) == "៤ KB"


def test_a_time_of_day_is_told_where_there_is_one() -> None:
    morning, noon = day("2014-10-16T08:30"), day("2014-10-16T17:00")
    assert (EN.time(morning), KM.time(morning)) == ("8:30 am", "ម៉ោង ៨:៣០ ព្រឹក")
    assert EN.time(morning, noon) == "8:30 am – 5:00 pm"
    assert KM.time(morning, noon) == "ម៉ោង ៨:៣០ ព្រឹក ដល់ម៉ោង ៥:០០ ល្ងាច"
    assert PLAIN.time(morning) == "ម៉ោង 8:30 ព្រឹក"
    assert (EN.time(day("2014-10-16")), KM.time(day("2014-10-16"), noon)) == ("", "")


def test_words_are_counted_and_titles_made_as_khmer_has_them() -> None:
    table = KM.table()
    assert table["wordcount"]("ការប្រយុទ្ធប្រឆាំងអំពើពុករលួយ") > 4
    assert table["title"]("ការ OGP and open data in iPhone's") == "ការ OGP And Open Data In IPhone's"


def test_machines_get_iso_dates() -> None:
    assert iso(day("2014-10-16")) == "2014-10-16"
    assert iso(day("2014-10-16T08:30")) == "2014-10-16T08:30+07:00"
    assert rfc3339(day("2014-10-16")) == "2014-10-15T17:00:00Z"

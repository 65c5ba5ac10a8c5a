"""A table becomes a typed value, or all its mistakes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from krama.model import News, Workshop
from krama.schema import Refused, clean, moment, read

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2014-10-16", "2014-10-16T00:00:00+07:00"),
        ("2014-10-16T08:30", "2014-10-16T08:30:00+07:00"),
        ("2024-07-18 08:00", "2024-07-18T08:00:00+07:00"),
        ("2015-08-20 11:00:12 -0400", "2015-08-20T11:00:12-04:00"),
        ("2015-08-20T11:00:12.5Z", "2015-08-20T11:00:12+00:00"),
        ("2015-08-20 11:00:12 +07:00", "2015-08-20T11:00:12+07:00"),
        ("២០១៤-១០-១៦", "2014-10-16T00:00:00+07:00"),
    ],
)
def test_a_date_is_read_as_it_is_written(written: str, expected: str) -> None:
    assert moment(written, PHNOM_PENH) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("01/13/2026", 'is "01/13/2026"', "write a day like 2026-01-13"),
        ("03/04/2026", 'is "03/04/2026"', "write the year first: 2026-04-03 or 2026-03-04"),
        ("13 May 2026", 'is "13 May 2026"', "write 2026-05-13"),
        ("2026-02-30", 'is "2026-02-30", and February 2026 has 28 days', "write a day that exists"),
        ("2026-13-01", 'is "2026-13-01", and there is no month 13', "write a day like 2026-01-13"),
        ("2026-05-01 25:00", 'is "2026-05-01 25:00", and there is no such time of day', "write a time like 08:30"),
    ],
)
def test_what_is_no_date_is_refused_clearly(written: str, message: str, hint: str) -> None:
    with pytest.raises(Refused) as refused:
        moment(written, PHNOM_PENH)
    assert (str(refused.value.message), str(refused.value.hint)) == (message, hint)


def test_all_mistakes_are_told_at_once() -> None:
    data: dict[str, object] = {
        "titel": "A",
        "draft": "maybe",
        "tags": "ogp, budget",
        "image": {"src": ["x"], "alternative": "B"},
        "documents": [{"title": "C"}],
    }
    value, mistakes = read(data, News, PHNOM_PENH)
    assert value is None
    assert [(str(one.message), str(one.hint), one.level) for one in mistakes] == [
        ('the key "titel" is not known', 'did you mean "title"?', "warning"),
        ('"draft" is "maybe"', "write true or false", "error"),
        ('"tags" is "ogp, budget", which is one text', "write a list: [ogp, budget]", "error"),
        ('"image.src" is a list', "write one line of text, between quotes if it begins with [ or {", "error"),
        ('the key "alternative" is not known', "known here: src, alt, caption, credit", "warning"),
        ('"documents" 1 has no "file"', "add a line: file: …", "error"),
        ('"title" is missing', "add a line: title: …", "error"),
    ]


def test_one_text_is_a_list_of_one_and_numbers_are_texts() -> None:
    value, mistakes = read({"title": "A", "tags": "ogp", "participants": "150", "date": None}, Workshop, PHNOM_PENH)
    assert mistakes == ()
    assert value is not None
    assert (value.tags, value.participants, value.date) == (("ogp",), "150", None)


def test_a_line_of_text_loses_what_cannot_be_seen() -> None:
    assert clean("ព័ត៌មាន\u200bថ្មី  &amp; \ufeffmore\u00a0 &#8217;") == "ព័ត៌មានថ្មី & more ’"


@pytest.mark.parametrize("written", ["0001-01-01", "0000-01-01", "9999-12-31T23:59:59-23:59"])
def test_a_year_that_no_page_has_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        moment(written, PHNOM_PENH)


def test_an_offset_of_one_digit_is_read() -> None:
    assert moment("2015-03-19 18:00:00 -4", PHNOM_PENH) == datetime.fromisoformat("2015-03-19T18:00:00-04:00")
    assert moment("2015-03-19 18:00:00 -430", PHNOM_PENH) == datetime.fromisoformat("2015-03-19T18:00:00-04:30")


def test_an_empty_tag_is_no_tag() -> None:
    value, _ = read({"title": "A", "tags": ["", "ogp", None, "\u200b"]}, News, PHNOM_PENH)
    assert value is not None
    assert value.tags == ("ogp",)

"""Titles in alphabetical order: each row is a list in its order, with its source."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama.khmer.normal import fix
from krama.khmer.order import index_letter, sort_key
from tests.khmer.cases import rows

MIXED = st.text(st.sampled_from("កខដតរសអឥឧឫ្ាិុេោំះ៌់៉៍ៗ។« -.019០៩aAbZéĐæñ\u200b\u0301ไ漢🎉"), max_size=12)


@pytest.mark.parametrize("row", rows("order"), ids=lambda row: row["titles"])
def test_titles_stand_in_the_order_of_readers(row: dict[str, str]) -> None:
    titles = row["titles"].split("|")
    assert sorted(set(titles), key=lambda title: sort_key(title, row["first"])) == titles


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("ខ្មែរ", "ខ"),
        ("«ស្ត្រី» និងយុវជន", "ស"),
        ("ឥដ្ឋ", "អ"),
        ("ឫស្សី", "ឫ"),
        ("École", "E"),
        ("đồng", "D"),
        ("“Open” budget", "O"),
        ("២០១៤", "#"),
        ("10 years", "#"),
        ("ประชา", "#"),
        ("— …", "#"),
        ("", "#"),
    ],
)
def test_a_title_stands_under_a_letter(title: str, letter: str) -> None:
    assert index_letter(title) == letter


@given(st.lists(MIXED, max_size=12), st.sampled_from(["km", "en"]))
def test_a_heading_never_comes_back(titles: list[str], first: str) -> None:
    ordered = sorted(titles, key=lambda title: sort_key(title, first))
    headings = [letter for letter, _ in groupby(ordered, index_letter)]
    assert len(headings) == len(set(headings))


@given(MIXED, MIXED)
def test_two_texts_have_two_keys(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)


@given(st.text(max_size=20))
def test_any_text_can_be_sorted(text: str) -> None:
    assert sort_key(text)[-1] == sort_key(text, "en")[-1] == text
    assert len(index_letter(text)) == 1


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_are_compared_by_what_they_say(one: int, other: int) -> None:
    khmer = str(other).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert (sort_key(f"ជំពូក {one}") < sort_key(f"ជំពូក {khmer}")) == (one <= other)  # of two alike, ASCII digits first


@given(st.text(st.sampled_from("កខដតរស្ាិីុេោំះ៌៉៊៍់\u17b4ឣ"), max_size=8))
def test_mistyped_text_stands_where_the_right_text_stands(text: str) -> None:
    assert sort_key(text)[:2] == sort_key(fix(text))[:2]

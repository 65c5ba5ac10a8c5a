"""Ids of headings keep their Khmer."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama import khmer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ថវិកា ឆ្នាំ២០១៤៖ អ្វីថ្មី?", "ថវិកា-ឆ្នាំ2014-អ្វីថ្មី"),
        ("What's new & why", "whats-new-why"),
        ("ស្ត្រី\u200b និង យុវជន", "ស្ត្រី-និង-យុវជន"),
        ("មន្រ្តី ឲ្យ", "មន្ត្រី-ឱ្យ"),  # however it was typed
        ("— …", ""),
    ],
)
def test_a_heading_id_keeps_what_makes_a_word(text: str, expected: str) -> None:
    assert khmer.heading_id(text) == expected


@given(st.text(max_size=60))
def test_a_heading_id_holds_letters_marks_digits_and_hyphens(text: str) -> None:
    made = khmer.heading_id(text)
    assert all(one == "-" or unicodedata.category(one)[0] in "LMN" for one in made)
    assert khmer.heading_id(made) == made

"""Numbers in Khmer digits: each case is a row with its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama import khmer
from krama.khmer.numerals import POINTS, ascii_digits, group, money, point
from tests.khmer.cases import rows


@pytest.mark.parametrize("row", rows("numerals"), ids=lambda row: f"{row['number']} {row['mark']}")
def test_thousands_are_grouped(row: dict[str, str]) -> None:
    assert group(int(row["number"]), row["mark"]) == row["expected"]  # type: ignore[arg-type]


def test_digits_become_khmer_and_letters_stay() -> None:
    assert khmer.khmer_digits("ISO 9001, ២០១៤") == "ISO ៩០០១, ២០១៤"
    assert ascii_digits("ISO 9001, ២០១៤") == "ISO 9001, 2014"
    assert group(1500, digits=False) == "1.500"


def test_money_is_in_riels() -> None:
    assert money(1_500_000) == "១.៥០០.០០០ រៀល"
    assert money(1500, ",", digits=False) == "1,500 រៀល"


@given(st.text(max_size=40))
def test_digits_come_back(text: str) -> None:
    assert ascii_digits(khmer.khmer_digits(text)) == ascii_digits(text)


@given(st.integers())
def test_a_grouped_number_is_the_number(number: int) -> None:
    assert int(ascii_digits(group(number)).replace(".", "")) == number


@pytest.mark.parametrize(
    ("number", "letter"), [(1, "ក"), (2, "ខ"), (5, "ង"), (33, "អ"), (34, "កក"), (35, "កខ"), (67, "ខក")]
)
def test_points_are_counted_in_letters(number: int, letter: str) -> None:
    assert point(number) == letter


@given(st.integers(1, 10**6))
def test_no_two_points_have_one_letter(number: int) -> None:
    value = 0
    for letter in point(number):
        value = value * len(POINTS) + POINTS.index(letter) + 1
    assert value == number


def test_there_is_no_point_zero() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        point(0)

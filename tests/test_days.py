"""Days as people write them, and the day that is meant."""

import pytest

from krama.days import meant


@pytest.mark.parametrize(
    "written",
    [
        *("24 December 2026", "24th December 2026", "24 Dec. 2026", "December 24, 2026", "Dec 24 2026", "24-Dec-2026"),
        *("24 ធ្នូ 2026", "ថ្ងៃទី២៤ ខែធ្នូ ឆ្នាំ២០២៦", "២៤ ធ្នូ ២០២៦", "ទី២៤ ខែធ្នូ ឆ្នាំ ២០២៦"),
        "ថ្ងៃព្រហស្បតិ៍ ទី២៤ ខែធ្នូ ឆ្នាំ២០២៦",
    ],
)
def test_a_day_in_words_is_offered_in_digits(written: str) -> None:
    assert str(meant(written)) == "write 2026-12-24"


def test_of_two_readings_both_are_named() -> None:
    assert str(meant("03/04/2026")) == "write the year first: 2026-04-03 or 2026-03-04"
    assert str(meant("24/12/2026")) == "write a day like 2026-12-24"


@pytest.mark.parametrize("written", ["soon", "24 Brumaire 2026", "45 May 2026", "May 2026", "12/24"])
def test_what_is_no_day_has_an_example(written: str) -> None:
    assert str(meant(written)) == "write a day like 2026-01-13"

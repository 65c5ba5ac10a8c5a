"""Text for fonts of before Unicode is found, and nothing else is: each case is a row with its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama.khmer.legacy import legacy
from tests.khmer.cases import rows

GIBBERISH = st.text(st.sampled_from("kxRbtsaeEiIuMH;:<,ñúþ¶©1 \n.=/"), max_size=60)


@pytest.mark.parametrize("row", rows("legacy"), ids=lambda row: row["text"])
def test_legacy_text_is_found_and_nothing_else(row: dict[str, str]) -> None:
    assert [stretch.text for stretch in legacy(row["text"])] == [one for one in row["found"].split("|") if one]


def test_each_line_is_looked_at_by_itself() -> None:
    assert [stretch.text for stretch in legacy("RBHraCaNacRkkm<úCa\nkñúgerOgRBhµTNÐ")] == [
        "RBHraCaNacRkkm<úCa",
        "kñúgerOgRBhµTNÐ",
    ]


@given(GIBBERISH)
def test_a_stretch_is_a_piece_of_the_text(text: str) -> None:
    end = 0
    for stretch in legacy(text):
        assert end <= stretch.start < stretch.end
        assert text[stretch.start : stretch.end] == stretch.text
        assert "\n" not in stretch.text
        end = stretch.end


@given(st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF) | st.sampled_from(" \n")))
def test_khmer_in_unicode_is_never_legacy(text: str) -> None:
    assert legacy(text) == []


@pytest.mark.parametrize("text", ["k" + "á" * 50_000 + "=", "k;" * 50_000 + "=", "ek" * 50_000 + "(", "kñ " * 30_000])
def test_no_text_takes_long(text: str) -> None:
    legacy(text)  # would not return in an hour if the pattern tried every way to part the text into syllables

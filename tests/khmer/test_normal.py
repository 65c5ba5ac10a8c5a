"""The safe repair of published text, and the fold by which texts are compared."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama.khmer import clusters, fix, fold
from krama.khmer.normal import PIECES, ZWSP_INSIDE, _fixed, in_order
from tests.khmer.cases import rows

LETTERS = "កខគឃងចឆញដឋណតថទធនបផពភមយរលវសហឡអឣឤឥឱឲ"
MARKS = "ាិីឹឺុូួើឿៀេែៃោៅំះៈ៉៊់៌៍៎៏័៑្\u17b4\u17dd"
ANY_KHMER = st.text(st.sampled_from(LETTERS + MARKS + "\u200b\u200c ។ៗ១២a1é"), max_size=40)
CORRECT = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("row", rows("normal"), ids=lambda row: row["text"])
def test_a_text_is_fixed_and_folded(row: dict[str, str]) -> None:
    assert fix(row["text"]) == row["fixed"]
    assert fold(row["text"]) == row["folded"]


def test_what_is_right_stays_as_it_is() -> None:
    assert len(set(CORRECT)) == 16_000
    assert [word for word in CORRECT if fix(word) != word] == []


@given(ANY_KHMER)
def test_fixing_twice_is_fixing_once(text: str) -> None:
    assert fix(fix(text)) == fix(text)


@given(ANY_KHMER)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_KHMER)
def test_what_was_fixed_is_compared_as_before(text: str) -> None:
    assert fold(fix(text)) == fold(text)


@given(ANY_KHMER)
def test_a_fix_invents_no_letter(text: str) -> None:
    """Every letter that is there afterwards was there before; vowels may have been composed."""
    left = [one for one in fix(text) if one in LETTERS]
    assert len(left) <= len([one for one in text if one in LETTERS])


@given(st.lists(st.sampled_from(CORRECT), max_size=12))
def test_right_words_in_a_row_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert fix(text) == text
    assert clusters(fix(text)) == clusters(text)


@given(st.text(max_size=60))
def test_any_text_can_be_fixed_and_folded(text: str) -> None:
    fold(fix(text))


@given(ANY_KHMER)
def test_what_looks_in_order_needs_no_repair(text: str) -> None:
    unseen = text.replace("\u17b4", "").replace("\u17b5", "")
    mended = "".join(_fixed(piece) for piece in PIECES.findall(ZWSP_INSIDE.sub("", unseen)))
    assert mended == text or not in_order(text)


def test_right_words_are_in_order() -> None:
    assert [word for word in CORRECT if not in_order(word)] == []

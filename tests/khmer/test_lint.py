"""What the lint finds, where, and what it suggests."""

import pytest
from hypothesis import given

from krama.khmer import fix, lint
from tests.khmer.cases import rows
from tests.khmer.test_normal import ANY_KHMER, CORRECT


@pytest.mark.parametrize("row", rows("lint"), ids=lambda row: f"{row['code'] or 'right'} {row['text']}")
def test_a_mistake_is_found_with_its_place_and_cure(row: dict[str, str]) -> None:
    found = [(one.code, one.text, one.suggestion) for one in lint(row["text"])]
    assert found == ([(row["code"], row["found"], row["suggestion"])] if row["code"] else [])


@given(ANY_KHMER)
def test_findings_name_what_stands_there_and_do_not_overlap(text: str) -> None:
    last = 0
    for one in lint(text):
        assert text[one.start : one.end] == one.text != one.suggestion
        assert one.start >= last
        last = one.end


@given(ANY_KHMER)
def test_what_fix_mends_is_no_longer_found(text: str) -> None:
    mended = {"order", "split-vowel", "repeated", "deprecated", "zwsp"}
    assert [one for one in lint(fix(text)) if one.code in mended] == []


def test_right_words_have_no_findings() -> None:
    assert lint("\n".join(CORRECT)) == ()


def test_the_first_line_of_a_long_text_is_found_at_its_place() -> None:
    found = lint("ការងារ\n" * 3 + "ធ្វេី")
    assert [(one.start, one.end) for one in found] == [(21, 26)]

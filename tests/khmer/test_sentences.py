"""Where sentences end, and how long a text is: each case is a row with its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama.khmer.sentences import reading_minutes, sentence_ends, sentences, word_count
from tests.khmer.cases import rows

PROSE = st.lists(
    st.sampled_from(
        ["ខ្មែរ", "ច្បាប់ៗ", "ល", "។", " ។ ", "៕", "។ល។", "?", "»", " ", "\n\n", "Dr.", "Law", "no", "3", ".", "…"]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("row", rows("sentences"), ids=lambda row: row["text"])
def test_a_text_is_cut_into_its_sentences(row: dict[str, str]) -> None:
    assert sentences(row["text"]) == row["sentences"].split("|")


def test_an_empty_line_ends_a_sentence_and_a_single_break_does_not() -> None:
    assert sentences("A title\n\nIt goes\non. Then.") == ["A title", "It goes\non.", "Then."]


@given(PROSE)
def test_sentences_hold_all_that_can_be_seen(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(PROSE)
def test_ends_are_places_in_the_text(text: str) -> None:
    ends = list(sentence_ends(text))
    assert ends == sorted(set(ends))
    assert all(0 <= end <= len(text) for end in ends)


@pytest.mark.parametrize("row", rows("word_count"), ids=lambda row: row["text"])
def test_words_and_minutes_are_reckoned(row: dict[str, str]) -> None:
    assert word_count(row["text"]) == int(row["words"])
    assert reading_minutes(row["text"]) == int(row["minutes"])


def test_both_scripts_add_to_the_minutes() -> None:
    assert reading_minutes("ក" * 2000) == 2
    assert reading_minutes("word " * 660) == 3
    assert reading_minutes("ក" * 2000 + " word" * 660) == 5


@given(st.text(max_size=80))
def test_any_text_has_a_length(text: str) -> None:
    assert word_count(text) >= 0
    assert reading_minutes(text) >= 1

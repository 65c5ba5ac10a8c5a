"""Khmer text and dates: each case is a row with its source."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from krama import khmer
from krama.khmer.dates import MONTHS

KHMER_TEXT = st.text(st.sampled_from("កខគងចឆជញដណតថទធនបផពមយរលវសហឡអ្ាិីឹឺុូួើែៃោៅំះ៉៊់៌៍៏័ ។ៗ abc1«»"), max_size=80)


def rows(name: str) -> list[dict[str, str]]:
    lines = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return [
        dict(zip(head, line.encode().decode().replace("\\u0301", "\u0301").split("\t"), strict=True))
        for line in lines[1:]
    ]


@pytest.mark.parametrize("row", rows("dates"), ids=lambda row: f"{row['style']} {row['from']} {row['to']}")
def test_a_date_reads_as_newsrooms_write_it(row: dict[str, str]) -> None:
    first = date.fromisoformat(row["from"])
    if row["to"]:
        made = khmer.format_range(first, date.fromisoformat(row["to"]), row["style"])  # type: ignore[arg-type]
    else:
        made = khmer.format_date(first, row["style"])  # type: ignore[arg-type]
    assert made == row["expected"]


def test_digits_are_a_switch() -> None:
    assert khmer.format_date(date(2014, 10, 16), digits=False) == "ថ្ងៃទី16 ខែតុលា ឆ្នាំ2014"
    assert khmer.format_range(date(2014, 10, 16), date(2014, 10, 17), "short", digits=False) == "16–17 តុលា 2014"


def test_the_names_of_months_are_those_of_cldr_without_what_cannot_be_seen() -> None:
    names = get_month_names("wide", locale="km")
    assert [names[month].replace("\u200b", "") for month in range(1, 13)] == MONTHS


@pytest.mark.parametrize("row", rows("clusters"), ids=lambda row: row["text"])
def test_text_is_cut_into_clusters(row: dict[str, str]) -> None:
    assert khmer.clusters(row["text"]) == row["clusters"].split("|")


@pytest.mark.parametrize("row", rows("truncate"), ids=lambda row: row["text"])
def test_text_is_cut_where_a_reader_would(row: dict[str, str]) -> None:
    assert khmer.truncate(row["text"], int(row["most"])) == row["expected"]


@given(KHMER_TEXT, st.integers(2, 60))
def test_a_cut_keeps_whole_clusters(text: str, most: int) -> None:
    made = khmer.truncate(text, most)
    kept = khmer.clusters(made.removesuffix("…"))
    assert len(kept) <= most
    assert kept == khmer.clusters(text)[: len(kept)]


@given(st.text(max_size=60))
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(khmer.clusters(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ថវិកា ឆ្នាំ២០១៤៖ អ្វីថ្មី?", "ថវិកា-ឆ្នាំ២០១៤-អ្វីថ្មី"),
        ("What's new & why", "whats-new-why"),
        ("ស្ត្រី\u200b និង យុវជន", "ស្ត្រី-និង-យុវជន"),
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

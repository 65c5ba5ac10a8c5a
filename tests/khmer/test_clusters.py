"""Clusters, and text cut where a reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krama import khmer
from tests.khmer.cases import rows

KHMER_TEXT = st.text(st.sampled_from("កខគងចឆជញដណតថទធនបផពមយរលវសហឡអ្ាិីឹឺុូួើែៃោៅំះ៉៊់៌៍៏័ ។ៗ abc1«»"), max_size=80)
PROSE = st.lists(
    st.sampled_from(
        ["ខ្មែរ", "ផ្សេងៗ", "ផ្សេង ៗ", "«ថ្មី» ", "(ឬ)", "។ ", " ។ ", "។ល។", "៖ ", "៕", " ", "២.៥០០", "Law ", "Dr. "]
    ),
    max_size=20,
).map(lambda parts: "ខ្មែរ" + "".join(parts))


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


@given(PROSE, st.integers(6, 40))
def test_a_cut_parts_nothing_that_belongs_together(text: str, most: int) -> None:
    made = khmer.truncate(text, most)
    assert khmer.truncate(made, most) == made
    if made.endswith("…") and len(made) > 1:
        kept = made.removesuffix("…")
        left = text[len(kept) :].lstrip()
        assert kept[-1] not in "«( "
        assert not left.startswith(("ៗ", "។", "៕", "៖"))
        assert not (kept.endswith("។") and left.startswith("ល។"))


@given(st.text(max_size=60))
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(khmer.clusters(text)) == text

"""What a text is found by."""

from zlib import crc32

from krama import terms
from krama.terms import BODY, CLASSES, FACT, OFTEN, TITLE, marks


def pair(first: str, second: str, behind: str = "") -> int:
    return crc32((first + second).encode()) * CLASSES + (crc32(behind.encode()) % CLASSES if behind else 0)


def test_khmer_is_found_by_clusters_and_by_pairs_with_what_follows() -> None:
    found = marks(terms.gather("", (), "ពុករលួយ"))
    assert set(found.clusters) == {crc32(one.encode()) for one in ("ពុ", "ក", "រ", "លួ", "យ")}
    assert set(found.pairs) == {
        pair("ពុ", "ក", "រ"),
        pair("ក", "រ", "លួ"),
        pair("រ", "លួ", "យ"),
        pair("លួ", "យ"),
    }
    assert found.words == {}


def test_spaces_do_not_part_clusters_and_signs_do() -> None:
    assert pair("ក", "ខ") in marks(terms.gather("", (), "ក \u200bខ")).pairs
    for text in ("ក។ខ", "ក\nខ", "ក a ខ", "ក, ខ"):
        assert marks(terms.gather("", (), text)).pairs == {}


def test_where_a_word_stands_is_its_weight() -> None:
    found = marks(terms.gather("Budget law", ("Hall",), "law hall hall hall. open open open. once"))
    assert found.words == {"budget": TITLE, "law": TITLE, "hall": FACT, "open": OFTEN, "once": BODY}


def test_labels_and_filters_count_as_facts() -> None:
    given = terms.given(("Open ថវិកា",), ("section/news",))
    assert given.words == {"open": FACT}
    assert crc32(b"#section/news") in given.clusters
    assert pair("ថ", "វិ", "កា") in given.pairs


def test_terms_lie_in_order() -> None:
    made = terms.gather("ការងារ", (), "ការប្រយុទ្ធប្រឆាំងអំពើពុករលួយ the law of the land")
    for data in (made.clusters, made.pairs):
        assert list(terms.numbers(data)) == sorted(terms.numbers(data))
    assert list(made.words) == sorted(made.words)
    assert len(made.clusters) == 4 * len(made.cluster_marks)
    assert len(made.pairs) == 4 * len(made.pair_marks)


def test_a_text_without_a_word_has_no_terms() -> None:
    assert terms.gather("", (), "") == terms.Terms()

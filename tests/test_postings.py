"""Shards as bytes: what is packed is what is read; a changed shard has the bytes of one made from nothing."""

from hypothesis import given
from hypothesis import strategies as st

from krama import postings
from krama.postings import Postings, Shard

PLACES = st.dictionaries(st.integers(0, 400_000), st.integers(0, 3), min_size=1, max_size=40)
ENTRY = PLACES.map(lambda held: postings.encode([place << 2 | weight for place, weight in held.items()]))
NUMBERS = st.dictionaries(st.integers(0, 2**32 - 1), ENTRY, max_size=12)
WORDS = st.dictionaries(st.text(st.sampled_from("abcdeéя09"), min_size=1, max_size=12), ENTRY, max_size=12)


def posted(held: dict[int, int]) -> Postings:
    return sorted(place << 2 | weight for place, weight in held.items())


@given(PLACES)
def test_postings_are_what_they_were(held: dict[int, int]) -> None:
    assert postings.decode(postings.encode(posted(held))) == posted(held)


@given(NUMBERS, NUMBERS, WORDS)
def test_a_shard_is_what_it_was(clusters: dict[int, bytes], pairs: dict[int, bytes], words: dict[str, bytes]) -> None:
    assert postings.unpack(postings.pack(Shard(clusters, pairs, words))) == Shard(clusters, pairs, words)


@given(PLACES, st.dictionaries(st.integers(0, 400_000), st.none() | st.integers(0, 3), max_size=20))
def test_a_changed_entry_is_that_of_the_changed_places(held: dict[int, int], changes: dict[int, int | None]) -> None:
    after = {place: weight for place, weight in (held | changes).items() if weight is not None}
    made = postings.changed(postings.encode(posted(held)), changes)
    assert made == (postings.encode(posted(after)) if after else None)


def test_postings_without_weights_take_a_byte_a_text() -> None:
    assert len(postings.encode([text << 2 for text in range(60)])) == 61
    assert len(postings.encode([text << 2 | 1 for text in range(40)])) == 51  # a quarter of a byte for each weight


def test_the_number_of_shards_grows_with_the_texts() -> None:
    assert [1 << postings.bits(texts) for texts in (0, 1, 4, 5, 10, 25, 2_559, 2_560, 100_000)] == [
        1, 1, 1, 2, 4, 8, 512, 1_024, 1_024,
    ]  # fmt: skip


def test_every_number_and_word_lies_in_a_shard() -> None:
    assert {postings.shard_of(key, 0) for key in (0, 2**32 - 1)} == {0}
    assert [postings.shard_of(key, 10) for key in (0, 2**32 - 1)] == [0, 1023]
    assert postings.shard_of_word("budget", 10) == postings.shard_of_word("budding", 10)

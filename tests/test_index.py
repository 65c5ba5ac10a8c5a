"""The search index after an edit is, byte for byte, the one from nothing."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from krama import index, terms
from krama.digests import digest, encode
from krama.memo import Memo
from krama.shelf import Shelf
from krama.site import Index, Indexed
from tests.conftest import MakeHub, story

WORDS = ("ការងារ", "ពុករលួយ", "ថវិកា", "budget", "open", "ប្រជុំ", "law", "ច្បាប់", "land", "ស្ត្រី", "។")
TEXT = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
LABELS = st.sampled_from([(), ("ថវិកា",), ("Open government", "ច្បាប់")])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Memo(tmp_path_factory.mktemp("memo") / "memo.sqlite", writing=True) as base:
        yield Shelf(base)


def known(shelf: Shelf, texts: list[tuple[str, tuple[str, ...]]]) -> dict[str, Indexed]:
    found = {}
    for number, (text, labels) in enumerate(texts):
        data = encode(terms.gather("", (), text))
        shelf.keep(digest(data), data)
        found[f"content/km/news/{number}.md"] = Indexed(number, digest(data), labels, ("section/news",))
    return found


TEXTS = st.lists(st.tuples(TEXT, LABELS), min_size=1, max_size=24)


@settings(deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 23), TEXT, LABELS), max_size=3))
def test_an_edited_index_is_the_one_from_nothing(
    shelf: Shelf,
    texts: list[tuple[str, tuple[str, ...]]],
    edits: list[tuple[int, str, tuple[str, ...]]],
) -> None:
    before = known(shelf, texts)
    first = index.update(before, {}, Index(), shelf)
    for place, text, labels in edits:
        texts = [*texts[: place % len(texts)], (text, labels), *texts[place % len(texts) + 1 :]]
    now = known(shelf, texts)
    assert index.update(now, before, first, shelf) == index.update(now, {}, Index(), shelf)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_whatever_was_before_does_not_show(
    shelf: Shelf, before: list[tuple[str, tuple[str, ...]]], now: list[tuple[str, tuple[str, ...]]]
) -> None:
    first = index.update(known(shelf, before), {}, Index(), shelf)
    there = known(shelf, now)
    assert index.update(there, known(shelf, before), first, shelf) == index.update(there, {}, Index(), shelf)


def test_several_processes_make_the_same_index(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    there = known(shelf, [(" ".join(WORDS[n % 7 : n % 7 + 4]), ()) for n in range(60)])
    alone = index.update(there, {}, Index(), shelf, jobs=1)
    monkeypatch.setattr(index, "WORTH_A_POOL", 10)
    assert index.update(there, {}, Index(), shelf, jobs=2) == alone


def test_an_edit_changes_only_the_shards_that_hold_what_changed(hub: MakeHub) -> None:
    files = {f"content/en/news/s{n:03}.md": story(f"Story{n}", body=f"word{n} and more") for n in range(60)}
    site = hub(files).publish()
    before = site.snapshot()
    site.write({"content/en/news/s007.md": story("Story7", body="word7 and nothing")}).publish()
    after = site.snapshot()
    changed = {path for path in after if before.get(path) != after[path]}
    shards = {path for path in changed if "/search/terms/" in path}
    assert len([path for path in after if path.startswith("en/search/terms/")]) == 16
    assert 1 <= len(shards) <= 2  # "more" went, "nothing" came


def test_a_new_story_leaves_the_numbers_of_older_ones(hub: MakeHub) -> None:
    site = hub({f"content/en/news/s{n}.md": story(f"S{n}", f"2024-01-{n + 10}") for n in range(5)}).publish()
    before = site.snapshot()
    site.write({"content/en/news/new.md": story("New", "2024-02-01")}).publish()
    after = site.snapshot()
    assert {path for path in before if "/texts/" in path and before[path] != after[path]} == set()
    assert "en/search/texts/5.json" in after
    site.write({"content/en/news/old.md": story("Old", "2023-02-01")}).publish()
    assert '"title": "Old"' in site.read("en/search/texts/0.json")


def test_without_search_there_is_none(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story()})
    settings_of = (site.root / "site.toml").read_text(encoding="utf-8")
    site.write({"site.toml": f"search = false\n{settings_of}"}).publish()
    assert not (site.out / "en/search").exists()
    assert site.page("en/").select(".search, .to-search") == []
    site.write({"site.toml": settings_of}).publish()
    assert (site.out / "en/search/index.json").exists()
    assert len(site.page("en/").select("form.search")) == 1

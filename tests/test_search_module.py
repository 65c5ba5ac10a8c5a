"""The search in a browser and the index of the build are one rule: the module runs in Node, the same texts in both."""

import base64
import gzip
import json
import random
import re
import shutil
import subprocess
from typing import Any
from zlib import crc32

import pytest

from krama import postings
from krama.khmer import units
from krama.postings import Shard
from tests.conftest import REPOSITORY, Hub, MakeHub, story

NODE = shutil.which("node")
MODULE = REPOSITORY / "static/js/search.js"
HARNESS = REPOSITORY / "tests/search.mjs"

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node here")

LETTERS = (
    "កខគឃងចឆញដឋណតថទធនបផពភមយរលវសហឡអឣឤឥឱឲៗ" + "ាិីឹឺុូួើឿៀេែៃោៅំះៈ៉៊់៌៍៎៏័៑្្្្\u17b4\u17d3\u17dd" + "០១៩។៕៖«» \n\t"
    "\u200b\u200c\u200d\u00a0\u00ad\ufeff\u2060aZéÉĐđ\u0301İß19'-.中ไทยКиєΑΣ한語😀ﬁ½٣"
)


def node(task: str, **given: Any) -> Any:
    job = json.dumps({"module": MODULE.as_uri(), "task": task, **given})
    command = [str(NODE), str(HARNESS)]
    made = subprocess.run(command, input=job, capture_output=True, encoding="utf-8", check=False)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def places(text: str) -> list[int]:
    """Where each letter begins, as JavaScript counts."""
    found, at = [0], 0
    for letter in text:
        at += 2 if ord(letter) > 0xFFFF else 1
        found.append(at)
    return found


def here(text: str) -> list[list[object]]:
    at = places(text)
    return [[one.folded, one.word, at[one.start], at[one.end]] for one in units(text)]


def sample() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "content").rglob("*.md"))]


def declaration() -> list[str]:
    found = json.loads((REPOSITORY / "tests/markdown/udhr.json").read_text(encoding="utf-8"))
    return [one for one in (found if isinstance(found, list) else found.values()) if isinstance(one, str)]


def made_up(count: int) -> list[str]:
    chance = random.Random(2026)
    return ["".join(chance.choices(LETTERS, k=chance.randint(1, 60))) for _ in range(count)]


@pytest.mark.parametrize("texts", [sample(), declaration(), made_up(20_000)], ids=["sample", "declaration", "made up"])
def test_both_cut_and_fold_a_text_alike(texts: list[str]) -> None:
    assert texts
    for text, there in zip(texts, node("units", texts=texts), strict=True):
        assert there == here(text), text


def test_both_number_terms_alike() -> None:
    terms = ["", "ក", "កា", "#section/news", "ពុក", "a😀"]
    assert node("numbers", terms=terms) == [crc32(term.encode()) for term in terms]


def test_the_module_reads_what_the_build_packs() -> None:
    chance = random.Random(7)

    def entry() -> bytes:
        places = sorted(chance.sample(range(chance.choice((20, 300, 200_000))), chance.randint(1, 20)))
        return postings.encode([place << 2 | chance.choice((0, 0, 0, 1, 3)) for place in places])

    shards = [
        Shard(
            {chance.randrange(1 << 32): entry() for _ in range(9)},
            {chance.randrange(1 << 32): entry() for _ in range(9)},
            {word: entry() for word in ("budget", "budgets", "ünï", "я", "open")},
        )
        for _ in range(40)
    ]
    packed = [base64.b64encode(postings.pack(shard)).decode() for shard in shards]
    for shard, there in zip(shards, node("shards", shards=packed), strict=True):
        parts: tuple[dict[Any, bytes], ...] = (shard.clusters, shard.pairs, shard.words)
        for part, read in zip(parts, there, strict=True):
            expected = sorted(
                (term, [[one >> 2, one & 3] for one in postings.decode(data)]) for term, data in part.items()
            )
            assert sorted((term, found) for term, found in read) == expected


@pytest.fixture(scope="module")
def sample_hub(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """The sample, published."""
    root = tmp_path_factory.mktemp("sample")
    for name in ("content", "static", "templates", "locale"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.toml", root / "site.toml")
    return Hub(root).publish()


def find(site: Hub, lang: str, *queries: str | list[str]) -> list[dict[str, Any]]:
    asked = [[one] if isinstance(one, str) else one for one in queries]
    found = node("find", public=str(site.out), base=f"/{lang}/search/", queries=asked)
    assert isinstance(found, list)
    return found


def urls(answer: dict[str, Any]) -> set[str]:
    return {one["url"] for one in answer["shown"]}


def passages(site: Hub, lang: str) -> list[dict[str, str]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in (site.out / lang / "search/texts").glob("*.json")]


def row(text: str) -> str:
    """The units of a text in a row, so that a piece of it can be looked for with str.find."""
    return "|" + "".join(f"{one.folded}|" for one in units(text))


def test_any_piece_of_any_khmer_text_finds_it_and_nothing_else(sample_hub: Hub) -> None:
    texts, chance = passages(sample_hub, "km"), random.Random(4)
    queries: list[str] = []
    while len(queries) < 300:
        text = chance.choice(texts)["text"]
        cut = units(text)
        start, size = chance.randrange(len(cut)), chance.randint(1, 9)
        piece = cut[start : start + size]
        if all(one.folded and not one.word for one in piece):
            queries.append(text[piece[0].start : piece[-1].end].replace(" ", "\u200b"))
    rows = {one["url"]: row(one["title"]) + row(one["text"]) for one in texts}
    for query, answer in zip(queries, find(sample_hub, "km", *queries), strict=True):
        held = {url for url, text in rows.items() if row(query) in text}
        going_on = {url for url, text in rows.items() if row(query)[:-1] in text}  # what is typed last may go on
        assert held <= urls(answer) <= going_on, query


def test_every_word_of_any_english_text_finds_it(sample_hub: Hub) -> None:
    texts, chance = passages(sample_hub, "en"), random.Random(5)
    told = {one["url"]: {unit.folded for unit in units(f"{one['title']}\n{one['text']}") if unit.word} for one in texts}
    words = chance.sample(sorted(set().union(*told.values())), 150)
    for word, answer in zip(words, find(sample_hub, "en", *words), strict=True):
        assert {url for url, held in told.items() if word in held} <= urls(answer), word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ពុក\u200bរលួយ", "ពុករលួយ"),  # the space bar of the usual keyboard
        ("កណ្ដាល", "កណ្តាល"),
        ("រដ្ឋមន្រ្តី", "រដ្ឋមន្ត្រី"),
        ("ឲ្យ", "ឱ្យ"),
        ("២០១៤", "2014"),
        ("  ថវិកា ", "ថវិកា"),
        ("ពុករលួយ្", "ពុករលួយ"),  # the last syllable is not finished yet
    ],
)
def test_other_ways_to_type_a_word_find_the_same(sample_hub: Hub, typed: str, meant: str) -> None:
    one, other = find(sample_hub, "km", typed, meant)
    assert urls(one) == urls(other) != set()


def test_a_phrase_is_found_across_a_space_between_phrases(hub: MakeHub) -> None:
    site = hub("""
== content/km/news/a.md
---
title: ក
date: 2024-01-01
---
ការប្រយុទ្ធ ប្រឆាំងអំពើពុករលួយ។
""").publish()
    together, apart, other_order = find(site, "km", "ប្រយុទ្ធប្រឆាំង", "ការប្រយុទ្ធ ពុករលួយ", "ប្រឆាំងការ")
    assert (len(together["shown"]), len(apart["shown"]), len(other_order["shown"])) == (1, 1, 0)


def test_a_word_within_a_longer_one_is_found(sample_hub: Hub) -> None:
    (answer,) = find(sample_hub, "km", "ពុករលួយ")
    rows = {one["url"]: row(one["title"]) + row(one["text"]) for one in passages(sample_hub, "km")}
    held_only_so = {url for url, text in rows.items() if row("អំពើពុករលួយ")[1:] in text}
    assert held_only_so
    assert held_only_so <= urls(answer)


def test_a_title_comes_before_a_text_and_a_newer_story_before_an_older(hub: MakeHub) -> None:
    story = "== content/en/news/{0}.md\n---\ntitle: {1}\ndate: {2}\n---\n{3}\n"
    site = hub(
        story.format("old", "Land", "2020-01-01", "A budget is told of.")
        + story.format("new", "Water", "2022-01-01", "A budget is told of.")
        + story.format("titled", "The budget", "2010-01-01", "Nothing more.")
        + story.format("other", "Forests", "2023-01-01", "Nothing more.")
    ).publish()
    (answer,) = find(site, "en", "budgets")
    assert [one["url"] for one in answer["shown"]] == ["/en/news/titled/", "/en/news/new/", "/en/news/old/"]


def test_a_search_is_narrowed_by_section_year_and_tag(sample_hub: Hub) -> None:
    texts = {one["url"]: one for one in passages(sample_hub, "en")}
    (news, year, tag, both) = find(
        sample_hub, "en", ["", "section/news"], ["", "year/2014"], ["", "tag/ogp"], ["", "section/news", "year/2014"]
    )
    assert urls(news) == {url for url in texts if url.startswith("/en/news/")}
    assert urls(year) == {url for url, one in texts.items() if one.get("date", "").startswith("2014")} != set()
    tagged = {a["href"] for a in sample_hub.page("en/tags/ogp/").select(".cards a[href]") if a["href"] in texts}
    assert urls(tag) == tagged != set()
    assert urls(both) == urls(news) & urls(year)


def test_tags_authors_and_facts_of_a_workshop_are_found(hub: MakeHub) -> None:
    site = hub("""
== content/en/workshops/a.md
---
title: A meeting
date: 2024-01-01
tags: [ogp]
authors: [desk]
venue: Raffles Pavilion
countries: [Indonesia]
---
Text.
""").publish()
    for answer in find(site, "en", "government", "desk", "pavilion", "indonesia", "meeting text"):
        assert urls(answer) == {"/en/workshops/a/"}


def test_drafts_and_stories_of_the_other_language_stay_out(hub: MakeHub) -> None:
    site = hub("""
== content/en/news/a.md
---
title: Budget
date: 2024-01-01
---
== content/en/news/b.md
---
title: Budget draft
date: 2024-01-01
draft: true
---
== content/km/news/c.md
---
title: Budget ថវិកា
date: 2024-01-01
---
""").publish()
    (english,), (khmer,) = find(site, "en", "budget"), find(site, "km", "budget")
    assert urls(english) == {"/en/news/a/"}
    assert urls(khmer) == {"/km/news/c/"}


def test_nothing_is_asked_of_the_server_that_is_not_needed(sample_hub: Hub) -> None:
    (answer,) = find(sample_hub, "km", "ពុករលួយ")
    shards = [path for path in answer["asked"] if "/terms/" in path]
    assert len(shards) <= 4
    assert len(answer["asked"]) == 1 + len(shards) + len(answer["shown"])


def test_it_is_small() -> None:
    assert len(gzip.compress(MODULE.read_bytes(), 9)) <= 6 * 1024


def test_an_unfinished_syllable_makes_nobody_load_every_text(hub: MakeHub) -> None:
    story = "== content/km/news/{0}.md\n---\ntitle: {0}\ndate: 2024-01-01\n---\nអំពើពុករលួយ{1}\n"
    site = hub("".join(story.format(number, "ៗ" if number == 59 else "") for number in range(60))).publish()
    going_on, nowhere = find(site, "km", "ពុករល", "ពុករឆ")
    assert len(going_on["shown"]) == 20
    assert not nowhere["shown"]
    assert len([path for path in nowhere["asked"] if "/texts/" in path]) <= 20


def excerpt(answer: dict[str, Any]) -> str:
    (one,) = answer["shown"]
    return str(one["text"][one["from"] : one["to"]])


def test_an_excerpt_holds_what_was_found_and_is_cut_between_words(hub: MakeHub) -> None:
    before, after = "Words that come before it all. " * 9, " And words that come behind." * 9
    site = hub(f"""
== content/en/news/a.md
---
title: One
date: 2024-01-01
---
{before}

## A heading

Here a budget stands.{after}
== content/en/news/b.md
---
title: Two
date: 2024-01-01
---
{before}Here forests stand in the middle of a line.{after}
== content/km/news/c.md
---
title: ក
date: 2024-01-01
---
{"អត្ថបទ" * 30}ពុករលួយ{"ស្ត្រី" * 60}
""").publish()
    line, phrase = find(site, "en", "budget", "forest")
    assert excerpt(line).startswith("Here a budget stands. And words")
    assert re.fullmatch(r"\w.*Here forests stand.*\w\.?", excerpt(phrase))
    (khmer,) = find(site, "km", "ពុករលួយ")
    cut = excerpt(khmer)
    assert re.fullmatch(r"(បទ|អត្ថបទ|ត្ថបទ|ទ)(អត្ថបទ)+ពុករលួយ(ស្ត្រី)+ស្?", cut) or cut.endswith("ស្ត្រី")
    assert len(cut) <= 160


@pytest.mark.parametrize("body", ["a" * 500, "ក" * 500, "— " * 300, "*" * 3, "budget " + "a" * 500, "😀" * 300, ""])
def test_any_text_has_an_excerpt(hub: MakeHub, body: str) -> None:
    site = hub(f"== content/en/news/a.md\n---\ntitle: The budget\ndate: 2024-01-01\n---\n{body}\n").publish()
    for query in ("budget", body[:200].strip() or "budget"):
        (answer,) = find(site, "en", query)
        for one in answer["shown"]:
            assert 0 <= one["from"] <= one["to"] <= len(one.get("text", "").encode("utf-16-le")) // 2


def test_a_search_for_no_word_finds_nothing(sample_hub: Hub) -> None:
    for answer in find(sample_hub, "km", "", "   ", "!!! ?", "។៕", "\u200b", "្", "ា"):
        assert answer["shown"] == []


def test_a_short_word_that_is_not_finished_hides_nothing(hub: MakeHub) -> None:
    site = hub({f"content/en/news/s{n}.md": story("A", body="budget widths") for n in range(31)}).publish()
    answers = find(site, "en", "budget w", "budget wi", "budget wid", "budget x")
    assert [len(urls(one)) > 0 for one in answers] == [True, True, True, False]

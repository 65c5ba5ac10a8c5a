"""A new file is ready to write in, keeps no build from being made, and takes no other file's place."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from krama import matter
from krama.new import Asked, Item, asked, question, write
from krama.problems import Problem, show
from krama.tongue import translation
from tests.conftest import LOGO, Hub, MakeHub, story

EVENING = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)  # in Phnom Penh it is the 27th


def made(site: Hub, kind: str, title: str, lang: str = "", slug: str = "") -> Item:
    found, wrong = asked(site.root, Asked(kind, title, lang, slug), EVENING, lambda _: str)
    assert wrong == ()
    return found[0]


def refused(site: Hub, kind: str, title: str, lang: str = "", slug: str = "") -> str:
    found, wrong = asked(site.root, Asked(kind, title, lang, slug), EVENING, lambda _: str)
    assert found == ()
    return "\n".join(map(show, wrong))


def test_news_get_the_day_in_phnom_penh_and_an_address_of_their_title(hub: MakeHub) -> None:
    item = made(hub(), "news", "Citizens ask: “Where is the budget?”")
    assert item.path == "content/en/news/2026-11-27-citizens-ask-where-is-the-budget.md"
    assert item.text.startswith('---\ntitle: "Citizens ask: “Where is the budget?”" ')
    assert "\ndate: 2026-11-27 " in item.text


@pytest.mark.parametrize("kind", ["news", "programmes", "workshops", "pages"])
@pytest.mark.parametrize("lang", ["en", "km"])
def test_a_new_file_of_any_kind_is_built_as_it_is(hub: MakeHub, kind: str, lang: str) -> None:
    site = hub()
    item = made(site, kind, 'A "quoted" title: with a colon # and a sign', lang)
    assert write(site.root, item) is None
    report = site.build(drafts=True)
    assert (report.problems, report.published) == ((), True)
    assert sum(number for _, number in report.articles) == 1
    assert sum(number for _, number in site.build().articles) == 0  # a draft


def test_every_field_has_a_line_on_what_it_is_for_and_names_what_is_known(hub: MakeHub) -> None:
    site = hub({"content/en/programmes/open-government.md": "---\ntitle: Open government\n---\n\nWords.\n"})
    text = made(site, "news", "A forum").text
    head = text.split("---\n")[1].splitlines()
    assert all(" # " in line for line in head)
    fields = {line.split(":")[0].lstrip("# ") for line in head}
    assert fields >= {
        "title",
        "date",
        "summary",
        "tags",
        "authors",
        "programmes",
        "place",
        "draft",
        "publish",
        "expire",
    }
    assert "known are: budget, ogp" in text
    assert "known are: open-government" in text


def test_lines_that_are_taken_in_make_the_file_complete(hub: MakeHub) -> None:
    """Whoever takes away the # of the lines below has front matter that can be read."""
    item = made(hub(), "news", "A forum")
    front, wrong = matter.split("a.md", item.text.replace("\n# ", "\n"), frozenset())
    assert wrong == ()
    assert front is not None
    assert {"image", "documents", "publish", "expire", "updated"} <= set(front.data or {})


def test_a_khmer_title_asks_for_words_for_the_address(hub: MakeHub) -> None:
    site = hub()
    assert "--slug budget-forum" in refused(site, "news", "វេទិកាថវិកា", "km")
    item = made(site, "news", "វេទិកាថវិកា", "km", "Budget forum")
    assert item.path == "content/km/news/2026-11-27-budget-forum.md"
    assert 'title: "វេទិកាថវិកា" ' in item.text


def test_the_lines_are_in_the_language_of_the_file(hub: MakeHub) -> None:
    site = hub()
    found, _ = asked(site.root, Asked("news", "Forum", "km"), EVENING, lambda lang: lambda message: f"{lang}:{message}")
    assert "# km:the headline that readers see" in found[0].text
    assert found[0].text.endswith("\nkm:Write the text here.\n")


def test_a_kind_may_be_said_in_the_singular_and_a_section_by_its_own_name(hub: MakeHub) -> None:
    site = hub().settings(
        "[sections.pages]", '[sections.reports]\nkind = "news"\ntitle = { en = "R", km = "រ" }\n[sections.pages]'
    )
    assert made(site, "workshop", "Forum").path == "content/en/workshops/2026-11-27-forum.md"
    assert made(site, "page", "Contact").path == "content/en/pages/contact.md"
    assert made(site, "reports", "Audit").path == "content/en/reports/2026-11-27-audit.md"


def test_what_cannot_be_made_is_told_with_what_can(hub: MakeHub) -> None:
    site = hub()
    assert 'did you mean "news"?' in refused(site, "newss", "Forum")
    assert "write one of: news, programmes, workshops, pages" in refused(site, "blog", "Forum")
    assert "write one of: en, km" in refused(site, "news", "Forum", "fr")
    assert 'no address can be made from the title ""' in refused(site, "news", "  ")


def answered(site: Hub, *answers: str, wanted: Asked = Asked("", "")) -> tuple[list[str], Asked]:  # noqa: B008 — frozen
    """What is asked, step by step, of somebody who gives these answers."""
    asked_for: list[str] = []
    left = iter(answers)
    while one := question(site.root, wanted):
        asked_for.append(f"{one.words} [{one.default}]")
        wanted = structs.replace(wanted, **{one.field: next(left)})
    return asked_for, wanted


def test_somebody_who_says_nothing_is_asked_step_by_step(hub: MakeHub) -> None:
    asked_for, wanted = answered(hub(), "news", "Budget forum", "en", "budget-forum")
    assert asked_for == [
        "What shall it be? (news, programmes, workshops, pages, translation) [news]",
        "Which title shall readers see? []",
        "In which language? (en, km) [en]",
        "Which words for the address? (letters a to z) [budget-forum]",
    ]
    assert wanted == Asked("news", "Budget forum", "en", "budget-forum")


def test_words_for_a_khmer_address_are_asked_for_until_there_are_some(hub: MakeHub) -> None:
    asked_for, wanted = answered(hub(), "វេទិកា", "forum", wanted=Asked("news", "វេទិកាថវិកា", "km"))
    assert asked_for == ["Which words for the address? (letters a to z) []"] * 2
    assert wanted.slug == "forum"


def test_for_a_translation_only_the_text_is_asked_for(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": SOURCE})
    asked_for, _ = answered(site, "translation", "b.md", "content/en/news/a.md")
    assert asked_for[1:] == [
        "Which text? (its path, like content/en/news/NAME.md) []",
        'There is no text "b.md". Which text? (its path, like content/en/news/NAME.md) []',
    ]


def test_an_answer_that_nobody_knows_is_asked_again(hub: MakeHub) -> None:
    asked_for, wanted = answered(hub(), "newz", "news", "វេទិកា", "fr", "km", "forum")
    assert asked_for == [
        "What shall it be? (news, programmes, workshops, pages, translation) [news]",
        'There is no "newz". What shall it be? (news, programmes, workshops, pages, translation) [news]',
        "Which title shall readers see? []",
        "In which language? (en, km) [km]",
        'There is no language "fr" here. In which language? (en, km) [km]',
        "Which words for the address? (letters a to z) []",
    ]
    assert wanted == Asked("news", "វេទិកា", "km", "forum")


def test_a_title_in_khmer_makes_a_khmer_file(hub: MakeHub) -> None:
    site = hub()
    assert made(site, "news", "វេទិកាថវិកា", "", "forum").path.startswith("content/km/")
    assert made(site, "news", "Budget forum", "").path.startswith("content/en/")
    site.settings("", 'languages = ["en"]\n')
    assert made(site, "news", "វេទិកាថវិកា", "", "forum").path.startswith("content/en/")


def test_a_page_does_not_go_on_the_day_it_appears(hub: MakeHub) -> None:
    text = made(hub(), "news", "Forum").text
    assert "\n# publish: 2026-11-27 07:00 " in text
    assert "\n# expire: 2026-12-27 " in text


def test_a_file_that_is_there_is_not_written_over(hub: MakeHub) -> None:
    site = hub()
    item = made(site, "news", "A forum")
    site.write({item.path: "My words.\n"})
    problem = write(site.root, item)
    assert isinstance(problem, Problem)
    assert (problem.path, str(problem.message)) == (item.path, "the file is there already")
    assert (site.root / item.path).read_text(encoding="utf-8") == "My words.\n"


SOURCE = """\
---
title: The budget
date: 2026-01-13
updated: 2026-02-01
tags: [budget]
aliases:
  - /old/
  - /older/
image: {src: /images/logo.svg, alt: A logo}
draft: false
---

## Where it is

Words with a [link](b.md).
"""


def test_a_translation_has_what_both_share_and_the_words_to_be_translated(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": SOURCE, "content/en/news/b.md": story("B")})
    item = made(site, "translation", "content/en/news/a.md")
    assert item.path == "content/km/news/a.md"
    assert item.text == (
        "---\n# Translate the texts below, and then delete the next line.\ndraft: true\n"
        "title: The budget\ndate: 2026-01-13\ntags: [budget]\nimage: {src: /images/logo.svg, alt: A logo}\n---\n"
        "\n## Where it is\n\nWords with a [link](b.md).\n"
    )
    assert write(site.root, item) is None
    assert site.publish(drafts=True).page("km/news/a/").h1 is not None


@pytest.mark.parametrize(
    "written", ["content/en/news/a.md", "content\\en\\news\\a.md", "./content/en/news/a.md", '"{}"']
)
def test_the_text_to_be_translated_may_be_named_as_it_is_at_hand(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    site = hub({"content/en/news/a.md": SOURCE})
    monkeypatch.chdir(site.root)
    path = written.format(site.root / "content/en/news/a.md")
    assert made(site, "translation", path).path == "content/km/news/a.md"


def test_what_cannot_be_translated_is_told(hub: MakeHub, tmp_path: Path) -> None:
    site = hub({"content/en/news/a.md": SOURCE})
    (tmp_path / "outside.md").write_text(SOURCE, encoding="utf-8")
    assert "there is no such text" in refused(site, "translation", "content/en/news/gone.md")
    assert "there is no such text" in refused(site, "translation", "../outside.md")
    assert 'it is in the language "en" itself' in refused(site, "translation", "content/en/news/a.md", "en")


def test_the_end_of_a_path_is_enough_where_one_text_ends_so(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": SOURCE, "content/en/workshops/a.md": SOURCE, "content/km/news/b.md": SOURCE})
    assert made(site, "translation", "news/a.md").path == "content/km/news/a.md"
    assert made(site, "translation", "b.md").path == "content/en/news/b.md"
    assert "write its path, like content/en/news/a.md" in refused(site, "translation", "a.md")


def test_a_translation_that_is_there_is_named(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": SOURCE, "content/km/news/a.md": SOURCE})
    items, (problem,) = asked(site.root, Asked("translation", "content/en/news/a.md"), EVENING, translation)
    assert items == ()
    assert (problem.path, str(problem.message)) == ("content/km/news/a.md", "the translation is there already")
    assert str(problem.hint) == "open it"


def test_what_each_field_is_for_is_told_in_the_language_of_the_translation(hub: MakeHub) -> None:
    site = hub()
    (item,), _ = asked(site.root, Asked("workshops", "Forum"), EVENING, translation)
    write(
        site.root, structs.replace(item, text=item.text.replace("place: ", "place: Kampot # my own note\nsummary: ", 1))
    )
    (there,), _ = asked(site.root, Asked("translation", item.path), EVENING, translation)
    (native,), _ = asked(site.root, Asked("workshops", "Forum", "km"), EVENING, translation)
    comments = {line.partition(" # ")[2] for line in native.text.splitlines() if " # " in line}
    found = [line.partition(" # ")[2] for line in there.text.splitlines() if " # " in line]
    assert set(found) - comments == {"my own note"}
    assert len(found) > 15


ODD_HEADS = (
    "aliases:\n- /a/\n# a comment\n- /b/\n",
    "aliases: [\n/a/,\n/b/\n]\n",
    '"aliases": [/a/]\n"draft": true\n',
    "draft: false\nupdated : 2026-02-02\n",
    "aliases:\n\n  - /a/\n\n",
)


@pytest.mark.parametrize("odd", ODD_HEADS)
def test_a_translation_of_front_matter_in_any_form_can_be_read(hub: MakeHub, odd: str) -> None:
    text = f"---\ntitle: The budget\n{odd}date: 2026-01-13\n---\n\nWords.\n"
    site = hub({"content/en/news/a.md": text})
    item = made(site, "translation", "content/en/news/a.md")
    front, wrong = matter.split(item.path, item.text, frozenset({"title"}))
    assert wrong == ()
    assert front is not None
    assert front.data == {"title": "The budget", "date": "2026-01-13", "draft": "true"}


def test_only_a_text_can_be_translated(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": SOURCE, "content/en/news/hall.svg": LOGO})
    assert "there is no such text" in refused(site, "translation", "content/en/news/hall.svg")
    assert "there is no such text" in refused(site, "translation", "a\x00b.md")
    assert "there is no such text" in refused(site, "translation", "x/" * 3000)


def test_half_a_letter_of_another_encoding_makes_no_file(hub: MakeHub) -> None:
    site = hub()
    item = made(site, "news", "caf\udce9", slug="cafe")
    problem = write(site.root, item)
    assert problem is not None
    assert "half a letter" in str(problem.message)
    assert not (site.root / item.path).exists()


def test_a_file_in_place_of_a_folder_is_told(hub: MakeHub) -> None:
    site = hub({"content/en": "a file"})
    problem = write(site.root, made(site, "news", "A forum"))
    assert problem is not None
    assert "it could not be written" in str(problem.message)

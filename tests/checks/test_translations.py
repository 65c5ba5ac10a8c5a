"""What a story and its translation tell, and how a translation is called."""

import pytest

from tests.conftest import Hub, MakeHub, story

EN, KM = "content/en/news/a.md", "content/km/news/a.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"/>\n'
FILES = {
    f"static/{path}": SVG
    for path in (
        *("images/a.svg", "images/b.svg", "images/a-en.svg", "images/a-km.svg"),
        *(
            "documents/r-2015.pdf",
            "documents/r-2016.pdf",
            "documents/r-en.pdf",
            "documents/r-km.pdf",
            "documents/l.pdf",
        ),
    )
} | {
    f"content/{lang}/programmes/{name}.md": f"---\ntitle: {lang} {name}\n---\n"
    for lang in ("en", "km")
    for name in "xy"
}


def told(site: Hub) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, str(one.message)) for one in site.check()]


def both(hub: MakeHub, english: dict[str, str], khmer: dict[str, str]) -> Hub:
    return hub(FILES | {EN: story("A", **english), KM: story("ក", **khmer)})


def documents(*names: str) -> str:
    return "[" + ", ".join(f"{{title: {name}, file: /documents/{name}.pdf}}" for name in names) + "]"


@pytest.mark.parametrize(
    ("key", "english", "khmer", "expected"),
    [
        ("date", "2026-01-13", "2026-01-14", f'"date" is 2026-01-14, but 2026-01-13 in {EN}'),
        ("date", "2026-01-13 08:00", "2026-01-13 09:00", f'"date" is 2026-01-13 09:00, but 2026-01-13 08:00 in {EN}'),
        ("programmes", "[x]", "[x, y]", f'"programmes" is x, y, but x in {EN}'),
        (
            "image",
            "{src: /images/a.svg, alt: A}",
            "{src: /images/b.svg, alt: B}",
            f'"image" is "/images/b.svg", but "/images/a.svg" in {EN}',
        ),
        (
            "documents",
            documents("r-2016"),
            documents("r-2015"),
            f'"documents" is "/documents/r-2015.pdf", but "/documents/r-2016.pdf" in {EN}',
        ),
        ("documents", documents("l", "r-en"), documents("r-km"), f'"documents" names 1 of the files, but 2 in {EN}'),
        (
            "photos",
            "[{title: A, file: /images/a.svg}]",
            "[{title: A, file: /images/a.svg}, {title: B, file: /images/b.svg}]",
            f'"photos" names 2 of the files, but 1 in {EN}',
        ),
    ],
)
def test_facts_that_differ_are_told_at_the_translation(
    hub: MakeHub, key: str, english: str, khmer: str, expected: str
) -> None:
    keys = ({key: english}, {key: khmer})
    assert told(both(hub, *keys)) == [(KM, 3 if key == "date" else 4, expected)]


@pytest.mark.parametrize(
    ("english", "khmer"),
    [
        ({"date": "2026-01-13"}, {"date": "2026-01-13 08:30"}),
        ({"date": "2026-01-13 01:30Z"}, {"date": "2026-01-13 08:30"}),
        ({"programmes": "[x, y]"}, {"programmes": "[y, x]"}),
        ({"programmes": "[x, y]"}, {}),
        ({"place": "Phnom Penh"}, {"place": "ភ្នំពេញ"}),
        ({"image": "{src: /images/a-en.svg, alt: A}"}, {"image": "{src: /images/a-km.svg, alt: B}"}),
        ({"documents": documents("r-en")}, {"documents": documents("r-km")}),
        ({"documents": documents("r-en")}, {"documents": documents("l")}),
        ({"documents": documents("l", "r-en")}, {"documents": documents("l")}),
        ({"documents": documents("l")}, {}),
    ],
)
def test_what_may_differ_is_not_told(hub: MakeHub, english: dict[str, str], khmer: dict[str, str]) -> None:
    assert told(both(hub, english, khmer)) == []


def test_the_last_day_of_a_workshop_is_held_against_that_of_the_original(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/workshops/w.md": story("W", end="2026-01-14"),
            "content/km/workshops/w.md": story("វ", end="2026-01-15"),
        }
    )
    expected = '"end" is 2026-01-15, but 2026-01-14 in content/en/workshops/w.md'
    assert told(site) == [("content/km/workshops/w.md", 4, expected)]


def test_a_fact_that_is_mended_is_not_told_by_the_next_build(hub: MakeHub) -> None:
    site = both(hub, {"date": "2026-01-13"}, {"date": "2026-01-14"})
    assert len(site.build().problems) == 1
    site.write({EN: story("A", date="2026-01-14")})
    assert site.build().problems == ()


@pytest.mark.parametrize(
    ("english", "khmer"),
    [
        ("2026-01-13-budget-forum", "2026-01-14-budget-forum"),
        ("2026-01-13-budget-forum", "2026-01-13-buget-forum"),
        ("2026-01-13-budget-forum", "budget-forum"),
        ("budget-forum", "more/budget-forum"),
        ("access-to-information", "access-to-informations"),
    ],
)
def test_a_translation_that_is_probably_misnamed_is_told(hub: MakeHub, english: str, khmer: str) -> None:
    site = hub({f"content/en/news/{english}.md": story("A"), f"content/km/news/{khmer}.md": story("ក")})
    message = f"no text in another language is called so, and content/en/news/{english}.md has no translation"
    assert told(site) == [(f"content/km/news/{khmer}.md", 1, message)]
    assert f"translation_key: news/{english}" in str(site.check()[0].hint)


@pytest.mark.parametrize(
    ("english", "khmer"),
    [
        ("news/2026-01-13-budget-forum", "news/2026-01-13-land"),
        ("news/2025-01-13-annual-meeting", "news/2026-01-14-annual-meeting"),
        ("news/article-01", "news/article-02"),
        ("news/budget", "workshops/budgets"),
        ("news/a", "news/b"),
    ],
)
def test_a_story_in_one_language_alone_is_not_told(hub: MakeHub, english: str, khmer: str) -> None:
    assert told(hub({f"content/en/{english}.md": story("A"), f"content/km/{khmer}.md": story("ក")})) == []


def test_a_draft_is_a_counterpart(hub: MakeHub) -> None:
    site = hub({EN: story("A", draft="true"), KM: story("ក"), "content/en/news/aa.md": story("B")})
    assert told(site) == []


def test_a_translation_key_of_no_other_text_is_told_with_the_nearest(hub: MakeHub) -> None:
    site = hub(
        {"content/en/news/forum.md": story("A"), "content/km/news/b.md": story("ក", translation_key="news/forun")}
    )
    (problem,) = site.check()
    assert (problem.path, problem.line) == ("content/km/news/b.md", 4)
    assert str(problem.message) == 'no text in another language has the translation key "news/forun"'
    assert str(problem.hint) == 'did you mean "news/forum"?'


def test_a_translation_key_that_waits_for_its_translation_is_not_told(hub: MakeHub) -> None:
    assert told(hub({EN: story("A", translation_key="news/forum")})) == []

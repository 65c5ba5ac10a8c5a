"""What readers stumble over in a text, and what is right."""

import pytest

from krama.markup import Reading, convert
from krama.problems import Problem
from tests.conftest import MakeHub, story

EN = Reading("en")


def told(text: str) -> list[tuple[int, str]]:
    """Line and message of what is told of a text that begins in line 5."""
    _, problems = convert("content/en/news/a.md", text, 5, EN)
    assert all(one.level == "warning" for one in problems)
    return [(one.line, str(one.message)) for one in problems]


BARE = "a picture in the text has no alt text"
EMPTY = "a link has no words that could be read or tapped"
HEADERLESS = "a table has no headers"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words.\n\n![](hall.jpg)", [(7, BARE)]),
        ("![ ](hall.jpg)\n\n![A hall](hall.jpg)\n\n![](hall.jpg)", [(5, BARE), (9, BARE)]),
        ("![][hall]\n\n[hall]: hall.jpg", [(5, BARE)]),
        ('Words.\n\n<img src="hall.jpg">', [(7, BARE)]),
        ("```\n![](a.jpg)\n```\n\n![](hall.jpg)", [(9, BARE)]),
        ("- one\n- ![](hall.jpg)", [(6, BARE)]),
        ("[![](hall.jpg) more](b.md)", [(5, BARE)]),
    ],
)
def test_a_picture_without_alt_text_is_told_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "![A hall](hall.jpg)",
        '![A hall](hall.jpg "The hall")',
        '<img src="line.svg" alt="">',  # for the eye alone, and said so
        '<img alt="A > B" src="hall.jpg">',
        "`![](hall.jpg)`",
        "    ![](hall.jpg)",
    ],
)
def test_a_picture_with_words_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words.\n\nSee [](b.md).", [(7, EMPTY)]),
        ("See [ ](b.md).", [(5, EMPTY)]),
        ("See [](https://example.org/).", [(5, EMPTY)]),
        ("A\n\n[![](hall.jpg)](b.md)", [(7, EMPTY)]),
        ('A\n\n<a href="b.md"> </a>', [(7, EMPTY)]),
    ],
)
def test_an_empty_link_is_told_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[b](b.md)",
        "[![A hall](hall.jpg)](b.md)",
        '<a id="goals"></a>',
        "A note[^1].\n\n[^1]: Here.",
        "[**b**](b.md)",
        "[&amp;](b.md)",
    ],
)
def test_a_link_with_words_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "line", "marks", "above"),
    [
        ("## One\n\n#### Two", 7, "####", '"##"'),
        ("### One", 5, "###", "the title of the page"),
        ("# One\n\n### Two", 7, "###", '"#"'),
        ("```\n# no\n```\n\n## One\n\nWords.\n\n#### Two\n", 13, "####", '"##"'),
        ("One\n---\n\n#### Two\n", 8, "####", '"##"'),
        ("<h2>One</h2>\n\n<h4>Two</h4>\n", 7, "####", '"##"'),
    ],
)
def test_a_heading_that_skips_a_level_is_told_at_its_line(text: str, line: int, marks: str, above: str) -> None:
    assert told(text) == [(line, f'a level of headings is left out: "{marks}" stands below {above}')]


@pytest.mark.parametrize(
    "text",
    ["## One\n\n### Two\n\n## Three\n\n### Four\n\n#### Five\n\n## Six", "# One\n\n## Two\n\n# Three", "Words."],
)
def test_headings_that_go_down_one_by_one_are_not_told(text: str) -> None:
    assert told(text) == []


def test_a_second_title_of_the_page_is_told() -> None:
    assert told("Words.\n\n<h1>One</h1>") == [(7, "<h1> is for the title of the page alone")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Words.\n\n| | |\n|---|---|\n| a | b |", 7),
        ("| A | B |\n|---|---|\n| a | b |\n\nWords.\n\n|  |  |\n|---|---|\n| a | b |", 11),
        ("Words.\n\n<table><tr><td>a</td></tr></table>", 7),
    ],
)
def test_a_table_without_headers_is_told_at_its_line(text: str, line: int) -> None:
    assert told(text) == [(line, HEADERLESS)]


@pytest.mark.parametrize(
    "text",
    [
        "| A | B |\n|---|---|\n| a | b |",
        "| | 2014 |\n|---|---|\n| Grants | 100 |",
        "<table><tr><th>Grants</th><td>100</td></tr></table>",
    ],
)
def test_a_table_with_headers_is_not_told(text: str) -> None:
    assert told(text) == []


def test_a_heading_that_repeats_the_title_is_told(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("A law", body="# A law\n\nWords."), "content/en/news/b.md": story("B")})
    assert [_short(one) for one in site.check()] == [
        ("content/en/news/a.md", 6, 'the heading "A law" repeats the title of the page')
    ]


def test_what_readers_stumble_over_is_still_told_by_the_next_build(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="[](b.md)"), "content/en/news/b.md": story("B")})
    assert [_short(one) for one in site.build().problems] == [("content/en/news/a.md", 6, EMPTY)]
    site.write({"content/en/news/b.md": story("B", body="Other words.")})
    assert [_short(one) for one in site.build().problems] == [("content/en/news/a.md", 6, EMPTY)]
    site.write({"content/en/news/a.md": story(body="[b](b.md)")})
    assert site.build().problems == ()


def _short(problem: Problem) -> tuple[str, int, str]:
    return problem.path, problem.line, str(problem.message)


def test_a_photo_without_a_title_is_told(hub: MakeHub) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>'
    photos = "[{title: A hall, file: hall.svg}, {title: '', file: hall.svg}]"
    site = hub({"content/en/news/a.md": story(photos=photos), "content/en/news/hall.svg": svg})
    assert [_short(one) for one in site.check()] == [
        ("content/en/news/a.md", 4, "photo 2 has no title, which is also its alt text")
    ]

"""Signs that readers would see as they were typed, and such as are right."""

import pytest

from krama.markup import Reading, convert
from tests.conftest import MakeHub, story


def told(text: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of what is told of a text that begins in line 5."""
    _, problems = convert("content/en/news/a.md", text, 5, Reading("en"))
    return [(one.line, str(one.message), str(one.hint)) for one in problems]


NO_TABLE = "these lines are no table: readers see the |"
BOXES = 'readers see "[ ]" as it stands: there are no boxes to tick'
BULLETS = 'readers see a paragraph with "•", and no list'
OF_A_FONT = "a sign of a font of Word stands here; readers see an empty box"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words.\n\n| a | b |\n| c | d |", (7, NO_TABLE, "write this line below the first one: |---|---|")),
        ("Words:\n| a | b |\n|---|---|\n| c | d |", (6, NO_TABLE, "leave an empty line above the table")),
        ("- [ ] one\n- [x] two", (5, BOXES, "delete it, and leave the dash")),
        ("Words.\n\n1. [x] one", (7, BOXES, "delete it, and leave the dash")),
        ("Words.\n\n• one\n• two", (7, BULLETS, 'begin each line with "- ", below an empty line')),
        ("\uf0b7 one\n\uf0b7 two", (5, OF_A_FONT, 'delete it; for a list, begin each line with "- "')),
        ("Smile \uf04a", (5, OF_A_FONT, 'delete it; for a list, begin each line with "- "')),
        (
            "Words.\n\n#budget is open",
            (
                7,
                "this line becomes a heading, as it begins with #",
                "write a space after the # of a heading, or \\# for a # that readers shall see",
            ),
        ),
        (
            "![hall.svg](/images/hall.svg)",
            (
                5,
                'the alt text "hall.svg" is the name of a file',
                "say what the picture shows, for those who cannot see it",
            ),
        ),
        (
            "![IMG_2034](hall.jpg)",
            (
                5,
                'the alt text "IMG_2034" is the name of a file',
                "say what the picture shows, for those who cannot see it",
            ),
        ),
        ("a\n<o:p></o:p>", (6, "the tag <o:p> was left out", "delete it: it came from Word")),
        ("<w:sdt>a</w:sdt>", (5, "the tag <w:sdt> was left out", "delete it: it came from Word")),
        ("<xml>a</xml>", (5, "the tag <xml> was left out", "delete it: it came from Word")),
    ],
)
def test_a_slip_is_told_at_its_line(text: str, expected: tuple[int, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| c | d |",
        "Words.\n\n| a |\n|:-:|\n| c |\n\nMore.",
        "| one line alone |",
        "```\n| a | b |\n| c | d |\n- [ ] x\n• y\n#no\n```",
        "`- [ ]` and `• a` and `#tag`",
        "- one\n- two",
        "See [x](https://example.org/) and [ ] and 3 • 4.",
        "## Heading\n\n##Two\n\n\\#budget and #ogp",
        "![A hall](hall.svg) ![the file hall.svg](hall.svg)",
    ],
)
def test_what_is_right_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("![a](C:\\Users\\My Name\\hall.jpg)", "put it into static/images and write /images/NAME"),
        ("[a](file:///C:/Users/report.pdf)", "put it into static/documents and write /documents/NAME"),
        ('<img alt="a" src="D:/hall.png">', "put it into static/images and write /images/NAME"),
    ],
)
def test_a_file_of_the_writers_computer_is_an_error(text: str, hint: str) -> None:
    _, (problem,) = convert("content/en/news/a.md", f"Words.\n\n{text}", 5, Reading("en"))
    assert (problem.line, problem.level) == (7, "error")
    assert (str(problem.message), str(problem.hint)) == ("this file lies on your computer only", hint)


def test_such_a_file_in_front_matter_is_told(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(image="{src: 'C:\\Users\\hall.jpg', alt: A hall}")})
    (problem,) = site.check()
    assert (problem.line, str(problem.message)) == (4, "this file lies on your computer only")
    assert str(problem.hint) == "put it into static/images and write /images/NAME"


def test_the_picture_of_a_story_wants_words_too(hub: MakeHub) -> None:
    (problem,) = hub({"content/en/news/a.md": story(image="{src: /images/logo.svg, alt: logo.svg}")}).check()
    assert (problem.line, problem.level) == (4, "warning")
    assert str(problem.message) == 'the alt text "logo.svg" is the name of a file'

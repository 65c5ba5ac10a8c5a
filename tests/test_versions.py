"""Texts in which two versions meet."""

import pytest

from krama.problems import Problem
from krama.versions import problem
from tests.conftest import MakeHub, story

MARKS = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> branch"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (story(body=MARKS), 6),
        (f"{MARKS}\n{story()}", 1),
        ("---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\ndate: 2026-01-13\n---\n\nWords.\n", 2),
        (story(body="One.\n=======\nTwo.\n>>>>>>> branch"), 7),
        (story(body=f"```\nx\n```\n\n{MARKS}"), 10),
    ],
)
def test_it_is_told_once_at_the_first_mark(hub: MakeHub, text: str, line: int) -> None:
    (found,) = hub({"content/en/news/a.md": text, "content/en/news/b.md": story("B")}).check()
    assert (found.line, found.level, str(found.message)) == (line, "error", "two versions of this text meet here")
    assert str(found.hint).startswith("keep one of the two, and delete the lines that begin with <<<<<<<")


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{MARKS}\n```\n",
        f"~~~~ text\n{MARKS}\n~~~\n~~~~\n",
        "A title\n=======\n",
        "a <<<<<<< b",
        ">>>>>>> quoted often",
    ],
)
def test_what_only_looks_like_a_mark_is_left(text: str) -> None:
    assert problem("a.md", text) is None


def test_site_toml_is_told_too(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story()}).settings("[tags]", "<<<<<<< HEAD\n=======\n>>>>>>> x\n[tags]")
    (found,) = site.check()
    assert isinstance(found, Problem)
    assert (found.path, str(found.message)) == ("site.toml", "two versions of this text meet here")
    assert found.line > 1


def test_what_else_is_wrong_is_told_at_the_same_time(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(date="soon", body=f"{MARKS}\n\n[x](gone.md)")})
    told = [(one.line, str(one.message)) for one in site.check()]
    assert told == [
        (3, '"date" is "soon"'),
        (6, "two versions of this text meet here"),
        (12, 'the link "gone.md" leads nowhere'),
    ]

"""The quick engine makes what Python-Markdown makes, to the byte, and never takes longer."""

import itertools
import json
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown.util import HTML_PLACEHOLDER_RE

from krama import dialect, quick

HERE = Path(__file__).parent
CONTENT = HERE.parent / "content"
WORDS = (("note", "កំណត់ចំណាំ"), ("footnote", "Back to {}"))
STOCK = {lang: dialect.stock(lang, WORDS) for lang in ("en", "km")}
QUICK = {lang: dialect.engine(lang, WORDS) for lang in ("en", "km")}


def made(engine: markdown.Markdown, text: str) -> str:
    """The html of a text, or the name of the exception."""
    try:
        return engine.reset().convert(text)
    except (RecursionError, TypeError, ValueError, IndexError, AttributeError) as error:
        return type(error).__name__


def differing(texts: list[str]) -> list[str]:
    """Those of some texts of which the two engines make different html, in one language or the other."""
    return [one for one in texts for lang in STOCK if made(STOCK[lang], one) != made(QUICK[lang], one)]


def test_the_version_that_is_installed_is_the_one_that_was_followed() -> None:
    assert markdown.__version_info__[:2] == quick.KNOWN
    assert isinstance(QUICK["en"], quick.Markdown)
    assert not isinstance(STOCK["en"], quick.Markdown)


@pytest.mark.parametrize("name", ["python-markdown", "commonmark", "udhr", "found"])
def test_a_collection_of_texts_comes_out_the_same(name: str) -> None:
    texts = json.loads((HERE / "markdown" / f"{name}.json").read_text(encoding="utf-8"))
    assert texts
    assert differing(texts) == []


def test_the_stories_of_the_sample_come_out_the_same() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))]
    assert texts
    assert differing(texts) == []


@pytest.mark.parametrize(
    "text",
    ["# T\n\n[TOC]", "x[^1]\n\n[^1]: n", "*[HTML]: H\n\nHTML", "[r]\n\n[r]: /u", "\"q\" -- 't'...", "<b>x</b>\\*"],
)
def test_nothing_of_a_text_stays_for_the_next(text: str) -> None:
    after = "HTML, [r], x[^1] *and* [TOC]\n\n# T"
    for lang in STOCK:
        QUICK[lang].reset().convert(text)
        assert QUICK[lang].reset().convert(after) == dialect.stock(lang, WORDS).convert(after)


def test_a_heading_with_a_bare_id_is_read_where_the_library_gives_up() -> None:
    assert made(STOCK["en"], "## A {: id }") == "TypeError"
    assert made(QUICK["en"], "## A {: id }") == "<h2 id>A</h2>"


MARKS = [
    *["*", "**", "***", "_", "__", "`", "``", "```", "~~~", "[", "]", "(", ")", "![", "](", "][", "[^1]", "[^", "]:"],
    *["<", ">", "<b>", "</b>", "<div>", "</div>", '<div markdown="1">', "<p>", "</p>", "<br>", "<hr>", "<!-- c -->"],
    *["<!--", "-->", "<?php", "?>", "<![CDATA[", "]]>", "<script>", "</script>", "<pre>", "<td>", "<a href='y'>"],
    *["<http://e.org/a_b>", "<me@e.org>", "&amp;", "&", "&#38;", "&nbsp;", "&lt", "&#12 ", "\\", "\\\\", "\\*", "\\'"],
    *["|", "| a | b |", "---|---", ":-:", ":", "{", "}", "{#id}", "{: .c }", "{: #x k=v}", "!!! note", '!!! a "T {"'],
    *[
        "[TOC]",
        "*[HTML]: Hyper",
        "HTML",
        "===",
        "---",
        "***",
        "* * *",
        "#",
        "## H",
        "## H ##",
        "- ",
        "* ",
        "1. ",
        "២. ",
    ],
    *["> ", " ", "  ", "    ", "\t", "\n", "\n\n", "  \n", "\n    ", "\n\n    ", "\n> ", "\n- ", "\n1. ", "\n:   d"],
    *["\u200b", "\u00a0", "\x02", "\x03", "\x02klzzwxh:0000\x03", "wzxhzdk:0", "\x02wzxhzdk:0\x03", "\x0242\x03"],
    *[
        "'",
        '"',
        "''",
        "'\"",
        "\"'",
        "'s",
        "'80s",
        "--",
        "---",
        "----",
        "...",
        "....",
        "–",
        "—",
        "\r\n",
        "\x0c",
        "\u2028",
    ],
    *["[a](b)", '[a](b "t")', "[a](<b c> 't')", '![a](b.png "T")', "[a][r]", "[r]: http://e.org/ 'T'", "\n— Speaker"],
    *["///Footnotes Go Here///", "\n\n[^1]: note\n\n    more", "</", "/>", "e\u0301", "ß", "½", "x_y_z", "2*3"],
]
LETTERS = [
    *["the", "budget", "it's", '"quoted"', "'single'", "dogs'", "s", "A1", "café", "I'm", "don't--ever", "a...b"],
    *["និង", "ការងារ", "កិច្ចប្រជុំ", "ឆ្នាំ២០១៤", "ស្រី\u200bស្រុក", "។", "១."],
]
SPANS = [
    *["*•*", "**•**", "_•_", "__•__", "***•***", "[•](/a)", '[•](u "•")', "[•][r]", "![•](i.png)", '![•](i.png "•")'],
    *["`•`", '"•"', "'•'", "<b>•</b>", "<span markdown='span'>•</span>", "**•**{: .c}", "•  \n•", "•[^1]", "•\\*•"],
]
FRAMES = [
    *[
        ("", "", ""),
        ("- ", "    ", ""),
        ("* ", "    ", ""),
        ("1. ", "    ", ""),
        ("3. ", "    ", "\n4. x"),
        ("> ", "> ", ""),
    ],
    *[("> ", "> ", "\n> — N"), ("T\n:   ", "    ", ""), ("[^1]: ", "    ", ""), ("!!! note\n    ", "    ", "")],
    *[
        ("<div markdown='1'>\n", "", "\n</div>"),
        ("<div>\n", "", "\n</div>"),
        ("```py\n", "", "\n```"),
        ("    ", "    ", ""),
    ],
    *[
        ("# ", "", ""),
        ("## ", "", " {#i}"),
        ("", "", "\n==="),
        ("", "", "\n{: .c }"),
        ("| a | b |\n|---|:-:|\n| ", "", " | x |"),
    ],
]


def _span(frame: str, words: list[str]) -> str:
    return frame.replace("•", " ".join(words))


def _framed(frame: tuple[str, str, str], text: str) -> str:
    before, indent, after = frame
    return before + text.replace("\n", "\n" + indent) + after


WORD = st.sampled_from(LETTERS) | st.sampled_from(MARKS)
SPAN = st.recursive(
    WORD, lambda part: st.builds(_span, st.sampled_from(SPANS), st.lists(part, min_size=1, max_size=3)), max_leaves=8
)
BLOCK = st.recursive(
    st.lists(SPAN, min_size=1, max_size=6).map(" ".join),
    lambda part: st.builds(_framed, st.sampled_from(FRAMES), st.lists(part, min_size=1, max_size=2).map("\n\n".join)),
    max_leaves=4,
)
POST = st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join)
JUMBLE = st.lists(WORD, max_size=20).map("".join) | st.text(
    "'\"-. sa8\n(,;–*_[]()\\`<>&!{}:#|\tខ\u200b\x02\x03", max_size=60
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(POST | JUMBLE)
def test_a_post_comes_out_the_same(text: str) -> None:
    assert differing([text]) == []


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(POST | JUMBLE)
def test_thousands_of_posts_come_out_the_same(text: str) -> None:
    assert differing([text]) == []


def quotes_differ(text: str) -> bool:
    """Whether the quick quotes of a text are others than those of the library's passes."""
    smarty = QUICK["en"].treeprocessors["smarty"]
    assert isinstance(smarty, quick.smarty.Smarty)
    stash = QUICK["en"].htmlStash
    stash.reset()
    by_library = HTML_PLACEHOLDER_RE.sub(lambda one: str(stash.rawHtmlBlocks[int(one[1])]), smarty.by_library(text))
    return not quick.smarty.TANGLED(text) and smarty.educate(text) != by_library


@pytest.mark.parametrize("length", [1, 2, 3, 4, pytest.param(6, marks=pytest.mark.slow)])
def test_quotes_are_the_same_among_all_neighbours(length: int) -> None:
    letters = "'\"-. sa8–(" if length < 5 else "'\" sa8"
    texts = map("".join, itertools.product(letters, repeat=length))
    assert [one for one in texts if quotes_differ(one)] == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1500,
        "[" * 1500 + "]",
        "[a](" * 800,
        "![" * 1500,
        "\n".join("    " * depth + "- x" for depth in range(80)),
        "> " * 300 + "x",
        "*a **b " * 800,
        "_a" * 3000,
        "\"'a" * 1500,
        "it's " * 3000,
        "<a " * 1500,
        "<!-- " * 1500,
        "`a ``b " * 800,
        "x[^1] " * 400 + "\n\n[^1]: n",
        "|a" * 1500 + "\n" + "|-" * 1500,
        "\n\n".join(['it\'s "x" -- y'] * 1000),
    ],
    ids=lambda text: text[:8],
)
def test_a_hostile_text_comes_out_the_same(text: str) -> None:
    assert differing([text]) == []


@pytest.mark.parametrize(
    "text",
    ["\n".join("    " * level + "- x" for level in range(160)), "> " * 400 + "x", "> " * 3000 + "x"],
    ids=["lists", "quotes", "more quotes"],
)
def test_a_text_nested_too_deeply_fails_where_the_library_fails(text: str) -> None:
    assert differing([text]) == []

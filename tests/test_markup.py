"""Markdown in, safe html out, and what it points to."""

import time

import pytest

from krama.markup import Reading, convert, lines, resolve
from krama.model import Reference

EN, KM = Reading("en"), Reading("km", words=(("note", "កំណត់ចំណាំ"),))


def html(text: str, reading: Reading = EN) -> str:
    return convert("content/en/news/a.md", text, 5, reading)[0].html


def test_a_quotation_with_its_speaker_becomes_a_pull_quote() -> None:
    quote = "<blockquote>\n<p>We open <em>the</em> door.</p>\n</blockquote>\n<figcaption>A speaker, office</figcaption>"
    expected = f'<figure class="quote">\n{quote}\n</figure>'
    assert html("> We open *the* door.\n> — A speaker, office") == expected
    assert html("> We open *the* door.\n>\n> -- A speaker, office") == expected


def test_a_quotation_without_a_speaker_stays_one() -> None:
    assert "<figure" not in html("> We open the door — wide.")


def test_a_picture_with_a_title_becomes_a_figure() -> None:
    made = html('![A hall](/images/hall.svg "The hall in Phnom Penh")')
    assert "<figcaption>The hall in Phnom Penh</figcaption>" in made
    assert '<img src="krama:/images/hall.svg" alt="A hall" loading="lazy" decoding="async">' in made


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## ការស្ទង់មតិថវិកា\n\n## ខ្មែរ", ("ការស្ទង់មតិថវិកា", "ខ្មែរ")),
        ("## ទឹក\n\n## ទុក", ("ទឹក", "ទុក")),
        ("## What is OGP?\n\n## What is OGP?", ("what-is-ogp", "what-is-ogp_1")),
        ("## ថវិកា\u200bជាតិ", ("ថវិកាជាតិ",)),
        ("## ???", ("section",)),
    ],
)
def test_heading_ids_keep_khmer_vowels_and_subscripts(text: str, ids: tuple[str, ...]) -> None:
    body, _ = convert("content/km/news/a.md", text, 1, KM)
    assert tuple(one.id for one in body.headings) == ids


def test_headings_stay_below_the_title_of_the_page() -> None:
    assert [one.level for one in convert("a.md", "# One\n\n## Two", 1, EN)[0].headings] == [2, 3]
    assert [one.level for one in convert("a.md", "## One\n\n### Two", 1, EN)[0].headings] == [2, 3]


def test_content_is_never_a_template() -> None:
    assert "{{ frame.name }} {% raw %}" in html("Text {{ frame.name }} {% raw %}")


def test_quotes_are_smart_in_english_only() -> None:
    assert "“so”" in html('He said "so" -- once.')
    assert '"so"' in html('គាត់ថា "so" -- ម្តង', KM)


def test_an_admonition_speaks_the_language_of_its_page() -> None:
    assert "កំណត់ចំណាំ" in html("!!! note\n    អត្ថបទ", KM)
    assert "My title" in html('!!! note "My title"\n    Text', KM)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x.png" onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        '<p style="position:fixed" onclick="alert(1)">x</p>',
        "Text\n{: onclick=alert(1) }",
        '<iframe src="https://example.com/"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        '<a href="&#106;avascript:alert(1)">x</a>',
    ],
)
@pytest.mark.parametrize("reading", [EN, Reading("en", ("iframe", "script"), (("p", ("onclick",)),))])
def test_scripts_never_pass(text: str, reading: Reading) -> None:
    made = html(text, reading).lower()
    assert not any(word in made for word in ("<script", "onerror", "onclick", "javascript:", "alert", "position"))


def test_the_allow_list_can_be_widened() -> None:
    text = '<iframe src="https://example.com/map"></iframe>'
    assert "<iframe" not in html(text)
    assert "<iframe" in html(text, Reading("en", ("iframe",), (("iframe", ("src",)),)))


def test_what_is_left_out_is_told() -> None:
    _, problems = convert("a.md", "Text\n\n<iframe></iframe>\n", 5, EN)
    assert [(one.line, str(one.message), one.level) for one in problems] == [
        (7, "the tag <iframe> is not allowed and was left out", "warning")
    ]


def test_a_picture_from_another_site_becomes_a_link() -> None:
    body, problems = convert("a.md", "![A map](https://example.com/map.png)", 1, EN)
    assert body.html == '<p><a href="https://example.com/map.png">A map</a></p>'
    assert "lies on another site" in str(problems[0].message)


def test_links_are_normalised_and_know_their_line() -> None:
    text = "One [two](../workshops/ogp.md#goals)\n\nand ![three](hall.jpg), [four](..\\pages\\about.md)."
    body, _ = convert("content/en/news/a.md", text, 10, EN)
    assert [(one.target, one.line, one.picture) for one in body.links] == [
        ("content/en/workshops/ogp.md#goals", 10, False),
        ("content/en/news/hall.jpg", 12, True),
        ("content/en/pages/about.md", 12, False),
    ]


def test_addresses_are_put_in_when_a_page_is_made() -> None:
    made = html("[a](b.md) ![c](d.png) ![e](f.png){width=90}")
    references = {
        "content/en/news/b.md": Reference("", "/en/news/b/?x&y", "km"),
        "content/en/news/d.png": Reference("", "/d.png", "", 640, 480),
        "content/en/news/f.png": Reference("", "/f.png", "", 640, 480),
    }
    assert resolve(made, references) == (
        '<p><a href="/en/news/b/?x&amp;y" hreflang="km">a</a> '
        '<img src="/d.png" width="640" height="480" alt="c" loading="lazy" decoding="async"> '
        '<img alt="e" width="90" loading="lazy" decoding="async" src="/f.png"></p>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## Title\n\n- a list\n\n> a quote\n\nThe *first* paragraph &amp; more.[^1]\n\n[^1]: Note.",
            "The first paragraph & more.",
        ),
        ("![x](y.png)\n\nWords.", "Words."),
        ("", ""),
    ],
)
def test_the_excerpt_is_the_first_paragraph(text: str, expected: str) -> None:
    assert convert("a.md", text, 1, EN)[0].excerpt == expected


def test_a_khmer_excerpt_ends_at_a_whole_cluster() -> None:
    body, _ = convert("a.md", "ស្ត្រី" * 200, 1, KM)
    assert body.excerpt == "ស្ត្រី" * 100 + "…"


def test_a_text_too_tangled_is_refused_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("krama.markup.MOST_SECONDS", 1)
    started = time.monotonic()
    _, problems = convert("a.md", "[" * 20_000 + "]", 7, EN)
    assert (problems[0].line, problems[0].level) == (7, "error")
    assert "takes over 1 seconds" in str(problems[0].message)
    assert time.monotonic() - started < 10  # the time limit works at all; it would be over a minute


@pytest.mark.parametrize("text", ["> " * 3000 + "x", "\n".join("    " * depth + "- x" for depth in range(400))])
def test_a_text_nested_too_deeply_is_a_problem_and_no_traceback(text: str) -> None:
    body, problems = convert("a.md", text, 1, EN)
    assert body.html or problems[0].level == "error"


def test_two_quotations_in_a_row_keep_their_speakers() -> None:
    made = html("> One.\n>\n> — First\n\n> Two.\n> — Second\n\n> Three.")
    assert made.count("<figcaption>") == 2
    assert made.index("One.") < made.index("First") < made.index("Two.") < made.index("Second") < made.index("Three.")


@pytest.mark.parametrize("written", ["<tel:092578787>", "<www.example.org>", "<Sok.Dara>"])
def test_words_that_are_taken_for_a_tag_are_told(written: str) -> None:
    _, problems = convert("a.md", f"Call {written} now.", 3, EN)
    assert [(one.line, str(one.message)) for one in problems] == [
        (3, f'"{written.lower()}" is taken for a tag and was left out')
    ]


def test_zero_width_spaces_leave_the_text_unless_they_are_to_stay() -> None:
    text = "ការ\u200bងារ\n"
    assert convert("a.md", text, 1, KM)[0].html == "<p>ការងារ</p>"
    assert convert("a.md", text, 1, Reading("km", keep_zwsp=True))[0].html == "<p>ការ\u200bងារ</p>"


def test_a_break_that_is_meant_stays() -> None:
    assert "ការ<wbr>ងារ" in convert("a.md", "## ការ<wbr>ងារ\n", 1, KM)[0].html


def test_a_link_finds_a_heading_however_it_is_typed() -> None:
    body, problems = convert("a.md", "## មន្ត្រី ឆ្នាំ២០១៤\n\n[ក](#មន្រ្តី-ឆ្នាំ២០១៤)\n", 1, KM)
    assert problems == ()
    assert '<a href="#មន្ត្រី-ឆ្នាំ2014">' in body.html
    assert [one.target for one in body.links] == ["#មន្ត្រី-ឆ្នាំ2014"]


def test_notes_are_numbered_in_the_digits_of_the_page() -> None:
    text = "ក[^1] ខ[^2]\n\n[^1]: គ\n[^2]: ឃ\n"
    khmer = convert("a.md", text, 1, Reading("km", words=(("footnote", "ត្រឡប់ {}"),), khmer_digits=True))[0].html
    assert 'href="#fn:2">២</a>' in khmer
    assert 'title="ត្រឡប់ ២"' in khmer
    assert 'href="#fn:2">2</a>' in convert("a.md", text, 1, KM)[0].html


def test_the_lines_of_a_text_are_parted_where_blocks_are() -> None:
    text = (
        '<div>Minister<p>answers</p></div>one<br class="z">two\n\n- Budget\n    - Water\n\nNote[^1]\n\n[^1]: Below.\n'
    )
    words = lines(convert("a.md", text, 1, EN)[0].html)
    assert words.split("\n") == ["Minister", "answers", "one two", "Budget", "Water", "Note", "Below."]

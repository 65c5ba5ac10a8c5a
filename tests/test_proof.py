"""Mistakes in how Khmer is typed are told in words, at their place, and mended where nothing is to be decided."""

import pytest
from hypothesis import given

from krama import proof
from krama.khmer import fix
from krama.markup import _deadline as deadline
from krama.problems import show
from tests.conftest import MakeHub
from tests.khmer.test_normal import ANY_KHMER

PATH = "content/km/news/a.md"


def told(text: str) -> list[str]:
    return [show(one, text.split("\n")) for one in proof.problems(PATH, text)]


def test_a_mistake_is_told_with_line_syllable_parts_and_cure() -> None:
    assert told("---\ntitle: ក\n---\n\nលោកមន្រ្តី និង មន្រ្តី\n") == [
        "\n".join(
            [
                'content/km/news/a.md:5: warning: "ន្រ្តី" is typed in the wrong order: ន ◌្រ ◌្ត ◌ី (2 times in this file)',
                "    5 | លោកមន្រ្តី និង មន្រ្តី",
                "      |     ^^^",
                '        type "ន្ត្រី": ន ◌្ត ◌្រ ◌ី; check --fix does it',
            ]
        )
    ]


@pytest.mark.parametrize(
    ("text", "said", "cure"),
    [
        ("ធ្វេី", "has a vowel built from two: ធ ◌្វ ◌េ ◌ី", 'type "ធ្វើ": ធ ◌្វ ◌ើ; check --fix does it'),
        ("អ្វ្វី", "has a subscript twice", "check --fix does it"),
        ("ខ្ញុំត្", "ends in the sign for a subscript", "type the letter that belongs under it, or delete it"),
        ("ក ា", '"◌ា" stands without a letter', "type the letter that it belongs to"),
        ("កា\u200cរ", "an invisible character (ZWNJ, U+200C)", "delete it"),
        ("ក\u00a0ខ", "an invisible character (no-break space, U+00A0)", "type a plain space"),
        ("ស្\u200bត្រី", 'a zero-width space stands within "ស្ត្រី"', "delete it; check --fix does it"),
        ("ទីកន្លែង: ក", '":" stands for a colon', 'type "៖"'),
        ("២០14", '"២០14" mixes Khmer and Latin digits', 'type "២០១៤"'),
        ("RBHraCaNacRkkm<úCa", "looks like text for an old font such as Limon", "convert it to Unicode"),
    ],
)
def test_each_kind_of_mistake_has_its_words(text: str, said: str, cure: str) -> None:
    (one,) = proof.problems(PATH, text)
    assert one.level == "warning"
    assert said in str(one.message)
    assert cure in str(one.hint)


WRONG = "មន្រ្តី"
UNREAD = [
    f"`{WRONG}`",
    f"`a\n{WRONG}`",
    f"```\n{WRONG}\n```",
    f"  ```\n  {WRONG}\n  ```",
    f"> ```\n> {WRONG}\n> ```",
    f"<pre>{WRONG}</pre>",
    f"<!-- {WRONG}\n{WRONG} -->",
    f"[ក](../{WRONG}.md)",
    f"[ក](\n{WRONG}.md)",
    f"[ក](/en/a_({WRONG})/{WRONG})",
    f"[ក]: /{WRONG}/",
    f"[ក][{WRONG}]\n\n[{WRONG}]: https://example.org/",
    f"[{WRONG}]\n\n[{WRONG}]: https://example.org/",
    f"ក[^{WRONG}]\n\n[^{WRONG}]: ខ",
    f"https://example.org/{WRONG}",
    f'<span title="{WRONG}">',
    f'<span\ntitle="{WRONG}">',
    f"{{: #{WRONG} }}",
    f"{{ #{WRONG} }}",
    f"---\naliases: [/{WRONG}/]\nimage:\n  src: {WRONG}.jpg\n---\n",
    f"---\naliases:\n  - /{WRONG}/\n  - {WRONG}/\n  - /{WRONG}/ # old\n---\n",
    f"---\r\naliases:\r\n  - /{WRONG}/\r\n---\r\n",
    f"---\nimage: {{src: {WRONG}.jpg, alt: ក}}\n---\n",
    f"---\nimage: {{alt: ក, src: {WRONG}.jpg}}\n---\n",
    f"---\ndocuments: [{{title: T, file: /documents/{WRONG}.pdf}}]\n---\n",
    f"---\ndocuments:\n  - title: T\n    file: >\n      /documents/{WRONG}.pdf\n---\n",
    f"---\ntags: [{WRONG}]\nauthors:\n  - {WRONG}\nprogrammes: {WRONG}\n---\n",
]


@pytest.mark.parametrize("text", UNREAD)
def test_what_readers_do_not_see_is_left_alone(text: str) -> None:
    assert proof.problems(PATH, text) == ()
    assert proof.fixed(text) == text


@pytest.mark.parametrize("text", UNREAD)
def test_what_stands_behind_it_is_mended(text: str) -> None:
    behind = f"{text}\n\n{WRONG}"
    assert len(proof.problems(PATH, behind)) == 1
    assert proof.fixed(behind) == f"{text}\n\nមន្ត្រី"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: {}\n---\n",
        '---\ntags: [a]\ntitle: "{}"\n---\n',
        "---\nsummary: >\n  ក\n  {}\ndate: 2024-01-01\n---\n",
        "---\norganizers:\n  - ក\n  - {}\n---\n",
        "---\nimage:\n  src: a.jpg\n  alt: {}\n---\n",
        "---\nimage: {{src: a.jpg, alt: {}}}\n---\n",
        "---\ndocuments:\n  - {{title: {}, file: a.pdf}}\n---\n",
        "ក[^1]\n\n[^1]: {}\n",
        "[{}](a.md)",
        "[{}] in brackets",
        "## {}\n",
        "| {} |\n|---|\n",
        "!!! note\n    {}\n",
        "*[NGO]: {}\n",
    ],
)
def test_what_readers_see_is_mended(text: str) -> None:
    assert len(proof.problems(PATH, text.format(WRONG))) == 1
    assert proof.fixed(text.format(WRONG)) == text.format("មន្ត្រី")


@pytest.mark.parametrize(
    "text",
    [
        *("\n" * 60_000, "\n " * 20_000, "\u200b" * 60_000, "ក" + "1" * 60_000),
        *("<" * 20_000, "្" * 20_000 + "ក", "[" * 20_000, "`" * 20_000),
    ],
    ids=["lines", "spaces", "zwsp", "digits", "tags", "coeng", "brackets", "ticks"],
)
def test_no_text_takes_long(text: str) -> None:
    with deadline(10):
        proof.problems(PATH, f"{WRONG}\n{text}\n{WRONG}")
        proof.fixed(f"{WRONG}\n{text}\n{WRONG}")


def test_a_file_full_of_mistakes_is_told_in_a_few_lines() -> None:
    words = " ".join(f"{chr(0x1780 + n)}ា{chr(0x17D2)}{chr(0x1780 + m)}" for n in range(20) for m in range(5))
    found = proof.problems(PATH, words)
    assert len(found) == proof.MOST + 1
    assert "more mistakes like these" in str(found[-1].message)


@given(ANY_KHMER)
def test_mending_changes_nothing_but_what_fix_does(text: str) -> None:
    assert fix(proof.fixed(text)) == fix(text)


def test_labels_of_site_toml_are_read(hub: MakeHub) -> None:
    site = hub().settings('km = "ថវិកា"', f'km = "{WRONG}"')
    (one,) = site.build().problems
    assert (one.path, str(one.hint)) == ("site.toml", 'type "ន្ត្រី": ន ◌្ត ◌្រ ◌ី')
    assert one.line > 1

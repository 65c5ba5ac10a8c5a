"""Front matter mistakes, each as a writer meets it: the file, and what Krama says."""

from pathlib import Path

import pytest
import yaml

from krama import matter as matter_module
from krama.matter import split
from krama.model import Workshop
from krama.problems import show
from krama.schema import text_keys

CASES = sorted((Path(__file__).parent / "problems").glob("*.txt"))
KEYS = text_keys(Workshop)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_line_cause_and_cure(case: Path) -> None:
    written, _, expected = case.read_text(encoding="utf-8").partition("\n=====\n")
    _, problems = split("story.md", written, KEYS)
    assert "\n".join(show(one, written.split("\n")) for one in problems).strip() == expected.strip()


@pytest.mark.parametrize("loader", [yaml.SafeLoader, matter_module.LOADER], ids=["pure", "libyaml"])
def test_every_scalar_stays_the_text_that_was_written(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_module, "LOADER", loader)
    text = "---\nlang: no\nversion: 1.10\nphone: 0925\ntitle: 2014\nempty:\nquoted: ''\n---\n"
    matter, _ = split("a.md", text, KEYS)
    assert matter is not None
    assert matter.data == {
        "lang": "no",
        "version": "1.10",
        "phone": "0925",
        "title": "2014",
        "empty": None,
        "quoted": "",
    }


FRONT_MATTER = [
    *(case.read_text(encoding="utf-8").partition("\n=====\n")[0] for case in CASES),
    *(path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "content").rglob("*.md"))),
    "---\ntitle: A\nimage:\n  src: x.png\n  alt: ខ្មែរ\u200bអក្សរ\ntags:\n  - one\n  - {a: 'b', c: [d, \"e\"]}\n---\n",
    "---\nsummary: |\n  Two lines: with a colon\n\n  and more\nfolded: >-\n  one\n  two\nlast: 'it''s'  # so\n---\n",
    "---\ntitle: 𝒳 é ខ\nplace: ខ្មែរ  # after letters of one, two, three and four bytes\n---\n",
]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")
@pytest.mark.parametrize("text", FRONT_MATTER, ids=lambda text: text[:20])
def test_libyaml_and_the_pure_loader_read_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        monkeypatch.setattr(matter_module, "LOADER", loader)
        read.append(split("story.md", text, KEYS))
    assert read[0] == read[1]


@pytest.mark.parametrize("mark", ["\u2028", "\x85"])
def test_a_line_that_only_yaml_breaks_in_two_is_no_failure(mark: str) -> None:
    _, problems = split("a.md", f"---\ntitle: A\nodd: x{mark}  b: c: d\n---\n", KEYS)
    assert problems


def test_blank_lines_before_the_first_fence_are_accepted() -> None:
    matter, _ = split("a.md", "\n\n---\ntitle: A\n---\nText\n", KEYS)
    assert matter is not None
    assert (matter.data, matter.body, matter.body_line) == ({"title": "A"}, "Text\n", 6)


def test_the_body_keeps_its_lines() -> None:
    matter, _ = split("a.md", "---\ntitle: A\n---\n\n\nText\n", KEYS)
    assert matter is not None
    assert matter.body == "\n\nText\n"
    assert matter.body_line == 4


@pytest.mark.parametrize(
    "line",
    [
        "title: “We open the door”",
        'title: "NGOs: what next?"',
        "title: 'It is #1 now'",
        "summary: |\n  Two lines: with a colon\n  and a # in it",
        "date: 2014-10-16  # the first day",
        "title: https://example.org/ is an address",
        "title: ព័ត៌មាន\u00a0ថ្មី",
    ],
)
def test_what_only_looks_like_a_mistake_is_left_alone(line: str) -> None:
    matter, problems = split("a.md", f"---\n{line}\n---\n", KEYS)
    assert matter is not None, problems


def test_the_place_of_each_value_is_known() -> None:
    matter, _ = split("a.md", "---\ntitle: A\nimage:\n  src: x.png\n  alt: B\ntags:\n  - one\n---\n", KEYS)
    assert matter is not None
    assert matter.spots["image", "alt"].line == 5
    assert (matter.spots["tags", 0].line, matter.spots["tags", 0].column) == (7, 5)
    assert matter.spots["title",].column == 8

"""What staff are told: messages with values, and the catalogue that gives them in Khmer."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import krama.said
from krama.khmer import lint
from krama.said import NOTHING, Said, listed, said, verbatim
from krama.tongue import translation
from tests.conftest import REPOSITORY

PACKAGE = Path(krama.said.__file__).parent
KHMER = PACKAGE / "locale/km/LC_MESSAGES/desk.po"
TEMPLATE = PACKAGE / "locale/desk.pot"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the code where something is said."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def message_of(call: ast.Call) -> str:
    first = call.args[0]
    assert isinstance(first, ast.Constant)
    return str(first.value)


def values(argument: ast.expr) -> int:
    """How many values an argument is: *(a, b) is two."""
    return (
        len(argument.value.elts) if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Tuple) else 1
    )


def places(message: str) -> list[int]:
    """The numbers of the values that a message names, in order."""
    names = [name for _, name, _, _ in Formatter().parse(message) if name is not None]
    return sorted(int(name or number) for number, name in enumerate(names))


def read(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale="km")


IN_KHMER = {str(message.id): message for message in read(KHMER)}
MESSAGES = {message_of(call) for _, call in calls()}
WITH_VALUES = {message_of(call) for _, call in calls() if len(call.args) > 1}


def test_a_message_is_a_literal_with_a_place_for_each_value() -> None:
    for place, call in calls():
        assert isinstance(call.args[0], ast.Constant), place
        if len(call.args) > 1:
            assert places(message_of(call)) == list(range(sum(map(values, call.args[1:])))), place


def test_the_catalogues_hold_all_that_is_said_and_nothing_else() -> None:
    for path in (TEMPLATE, KHMER):
        assert {str(message.id) for message in read(path) if message.id} == MESSAGES, path.name


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_every_message_has_khmer_words_with_the_same_values(message: str) -> None:
    found = IN_KHMER[message]
    assert not found.fuzzy
    words = str(found.string)
    assert words.strip()
    assert lint(words) == ()
    assert "\u200b" not in words
    if message in WITH_VALUES:
        assert places(words) == places(message)
        assert words.format(*"abcdef")
    lead = len(message) - len(message.lstrip())
    assert len(words) - len(words.lstrip()) == lead


def test_the_catalogue_names_nobody() -> None:
    for path in (TEMPLATE, KHMER):
        text = path.read_text(encoding="utf-8")
        for invented in ("FULL NAME", "EMAIL", "LL@li.org", "YEAR-MO-DA", "Generated-By", str(REPOSITORY), "#, fuzzy"):
            assert invented not in text


def test_what_is_shown_to_readers_is_another_catalogue() -> None:
    shown = {str(message.id) for message in read(REPOSITORY / "locale/krama.pot") if message.id}
    assert "Search" in shown
    assert "write a table" not in shown
    assert "Search" not in MESSAGES


def test_values_are_not_translated_and_may_be_said_themselves() -> None:
    khmer = translation("km")
    told = said("{} is {}", '"a list"', said("a list"))
    assert str(told) == '"a list" is a list'
    assert told.within(khmer) == '"a list" គឺ បញ្ជី'


def test_without_values_braces_are_braces() -> None:
    assert str(said("close it with ] or }")) == "close it with ] or }"
    assert str(said('{} = {{ en = "…" }}', "x")) == 'x = { en = "…" }'
    assert str(said("{}", "{0}")) == "{0}"


def test_a_list_is_said_one_by_one() -> None:
    khmer = translation("km")
    assert listed([said("a list"), "b", 3], "; ").within(khmer) == "បញ្ជី; b; 3"
    assert str(listed([])) == ""


def test_another_program_speaks_its_own_words() -> None:
    assert verbatim("a list {}").within(translation("km")) == "a list {}"


def test_nothing_said_is_nothing_in_any_language() -> None:
    assert NOTHING.within(translation("km")) == ""


def test_what_is_said_is_remembered_whole() -> None:
    told = said("{} in {}", said("{} errors", 3), "a")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(told), type=Said) == told

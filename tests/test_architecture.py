"""The plan of the house holds: imports point only down, values are frozen, files and functions stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import krama.config
import krama.model
import krama.pages
import krama.recipes

PACKAGE = Path(krama.model.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each may import from the rows below its own.
ROWS = (
    ("cli",),
    ("commands",),
    ("reader",),
    ("build", "serve", "summary"),
    ("desk", "watch"),
    ("live", "why", "rewrite", "new", "doctor", "scales", "external"),
    ("replan",),
    ("standing",),
    ("plan", "make"),
    ("checks", "outputs", "reading"),
    ("templates", "assemble", "tongue"),
    ("recipes", "frames", "lists", "documents", "catalogues", "index"),
    ("site",),
    ("schedule",),
    ("references", "styles", "surprises", "settings"),
    ("filters", "matter", "markup", "words", "shelf", "proof"),
    ("postings",),
    ("terms",),
    ("pages", "dialect", "mending", "options", "publish", "engine", "stumbles"),
    ("memo", "quick", "survey"),
    ("config", "sources"),
    ("schema", "urls", "model", "moments", "phones"),
    ("slips", "versions"),
    ("problems", "digests", "workers", "days"),
    ("progress",),
    ("said", "weight", "places", "ask"),
    ("khmer",),
)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """The modules of the house that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "krama":
            parts = node.module.split(".")
            yield from (parts[1:2] if len(parts) > 1 else [alias.name for alias in node.names])


def row_of(name: str) -> int:
    return next(number for number, row in enumerate(ROWS) if name in row)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_only_down(path: Path) -> None:
    name = name_of(path)
    if name == "__init__":
        return
    for other in imports(path):
        if other in {name, "__version__"}:
            continue
        assert row_of(other) > row_of(name), f"{name} imports {other}"


def test_khmer_imports_nothing_from_the_rest() -> None:
    for path in (PACKAGE / "khmer").glob("*.py"):
        assert set(imports(path)) <= {"khmer"}


@pytest.mark.parametrize("module", [krama.model, krama.pages, krama.recipes, krama.config])
def test_every_value_is_frozen(module: object) -> None:
    kinds = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    assert kinds
    assert [kind.__name__ for kind in kinds if kind is not msgspec.Struct and not kind.__struct_config__.frozen] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_fits_on_a_few_screens_and_a_function_on_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 330
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 65, node.name


def test_only_the_command_line_prints_and_asks_the_clock() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if path.name != "cli.py":
            assert "datetime.now(" not in text, path
            assert "print(" not in text.replace("traceback.print_exc(", ""), path

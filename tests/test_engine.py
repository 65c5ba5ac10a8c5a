"""The name of the engine: what of it and of its libraries changes a site changes the name."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from krama import engine
from tests.conftest import REPOSITORY


def name(folder: Path, code: str = "") -> str:
    """The name of an engine that lies in a folder."""
    program = f"from krama import engine\n{code}\nprint(engine.recognise(None, 0).name)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )
    return done.stdout.strip()


def copy(folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "krama", folder / "krama", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_same_engine_has_the_same_name_in_another_folder(tmp_path: Path) -> None:
    assert name(copy(tmp_path / "one")) == name(copy(tmp_path / "two"))


def test_each_file_of_the_engine_counts(tmp_path: Path) -> None:
    folder = copy(tmp_path / "engine")
    before = name(folder)
    place = folder / "krama/khmer/numerals.py"
    text = place.read_text(encoding="utf-8")
    place.write_text(text + "\n", encoding="utf-8")
    edited = name(folder)
    place.write_text(text, encoding="utf-8")
    (folder / "krama/outputs/more.py").write_text("", encoding="utf-8")
    added = name(folder)
    (folder / "krama/outputs/more.py").unlink()
    assert len({before, edited, added}) == 3
    assert name(folder) == before


def test_another_version_of_a_library_is_another_engine(tmp_path: Path) -> None:
    folder = copy(tmp_path / "engine")
    later = "real(one) + '.1' * (one == 'Markdown')"
    other = f"import importlib.metadata as m; real = m.version; m.version = lambda one: {later}"
    assert name(folder, other) != name(folder)


def test_files_that_were_not_touched_are_not_read_again_and_others_are(tmp_path: Path) -> None:
    stamps = [seen for seen in engine.recognise(None, 0).files.values() if seen]
    now = max(max(seen.mtime, seen.changed) for seen in stamps) + 10**11
    known = engine.recognise(None, now)
    assert engine.recognise(known, now + 1) is known
    assert engine.recognise(known, now - 1) is not known  # the clock was set back
    path, seen = next((path, seen) for path, seen in known.files.items() if seen)
    moved = engine.Engine(known.name, known.python, known.began, {**known.files, path: None})
    assert not engine.stands(moved, now + 1)
    young = engine.Engine(known.name, known.python, seen.mtime, known.files)
    assert not engine.stands(young, now + 1)  # it could have been changed unseen


SEEN_IN_NO_PAGE = {"click", "filelock", "watchdog", "rich", "werkzeug", "_typeshed"}
IMPORTED_AS = {"yaml": "PyYAML", "frontmatter": "python-frontmatter", "jinja2": "Jinja2", "markdown": "Markdown"}


def test_every_library_that_can_change_a_page_is_part_of_the_name() -> None:
    """A library that pages depend on and the name does not would leave old pages after its next version."""
    found = set()
    for path in (REPOSITORY / "krama").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
            elif isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
    libraries = {one for one in found if one not in sys.stdlib_module_names and one != "krama"}
    named = {"markupsafe"}  # comes with Jinja2
    missing = {one for one in libraries - SEEN_IN_NO_PAGE - named if IMPORTED_AS.get(one, one) not in engine.LIBRARIES}
    assert missing == set()

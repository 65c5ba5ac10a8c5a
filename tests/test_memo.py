"""What is remembered of the last build: damaged, foreign, outgrown or fought over, it never changes the site."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from krama import documents
from krama.build import THROWN_AWAY
from tests.conftest import REPOSITORY, Hub, story
from tests.test_laws import glass

MEMO = ".krama/public/memo.sqlite"
FILES = {f"content/en/news/s{number}.md": story(f"Story {number}", body="[x](s0.md)") for number in range(4)}


MakeSite = Callable[[], Hub]


@pytest.fixture
def small(tmp_path: Path) -> MakeSite:
    """A small site with some stories."""
    return lambda: glass(tmp_path / "site").write(FILES)


def names(memo: Path) -> dict[str, set[str]]:
    """The names of all that is kept, by table."""
    with sqlite3.connect(f"file:{memo}?mode=ro", uri=True) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {table: {name for (name,) in base.execute(f"SELECT name FROM {table}")} for table in tables}  # noqa: S608
    base.close()
    return found


def text_file(memo: Path) -> None:
    memo.write_text("This is no database.\n" * 50, encoding="utf-8")


def cut(memo: Path) -> None:
    os.truncate(memo, memo.stat().st_size // 2)


def overwritten(memo: Path) -> None:
    """Every page of the file but the first bears other bytes at some place."""
    size = memo.stat().st_size
    with open(memo, "r+b") as file:
        for place in range(4096 + 900, size, 4096):
            file.seek(place)
            file.write(b"\x00\xff" * 600)


def foreign(memo: Path) -> None:
    memo.unlink()
    with sqlite3.connect(memo) as base:
        base.execute("CREATE TABLE bookmarks (name TEXT, value BLOB)")
    base.close()


def values_changed(memo: Path) -> None:
    """What SQLite takes for whole, and is not what was written."""
    with sqlite3.connect(memo) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            base.execute(f"UPDATE {table} SET value = zeroblob(length(value))")  # noqa: S608
    base.close()


def letters_changed(memo: Path) -> None:
    """Values that still can be read, and say something else."""
    with sqlite3.connect(memo) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in [name for name in tables if name != "blob"]:  # what is there bears its own digest
            for name, value in base.execute(f"SELECT name, value FROM {table}").fetchall():  # noqa: S608
                row = (value.replace(b"Story", b"Stork"), name)
                base.execute(f"UPDATE {table} SET value = ? WHERE name = ?", row)  # noqa: S608
    base.close()


def bodies_gone(memo: Path) -> None:
    with sqlite3.connect(memo) as base:
        base.execute("DELETE FROM blob")
    base.close()


@pytest.mark.parametrize("damage", [text_file, cut, overwritten, foreign, values_changed, letters_changed])
def test_a_damaged_memo_is_thrown_away_with_one_line(small: MakeSite, damage: Callable[[Path], None]) -> None:
    site = small().publish()
    damage(site.root / MEMO)
    site.write({"content/en/news/s1.md": story("Other")})
    report = site.build()
    assert report.notices == (THROWN_AWAY,)
    assert site.snapshot() == site.clean_snapshot()
    assert site.build().notices == ()


@pytest.mark.parametrize("damage", [text_file, cut, foreign, values_changed, letters_changed, bodies_gone])
def test_a_damaged_memo_matters_to_no_check_and_no_second_look(small: MakeSite, damage: Callable[[Path], None]) -> None:
    site = small().publish()
    before = site.snapshot()
    damage(site.root / MEMO)
    site.check()
    assert site.build().published
    assert site.snapshot() == before


def test_bodies_that_the_memo_lost_are_made_anew(small: MakeSite) -> None:
    site = small().publish()
    bodies_gone(site.root / MEMO)
    shutil.rmtree(site.out)
    report = site.build()
    assert (report.published, report.notices) == (True, (THROWN_AWAY,))
    assert site.snapshot() == site.clean_snapshot()


def test_an_empty_memo_is_a_new_one(small: MakeSite) -> None:
    site = small().publish()
    (site.root / MEMO).write_bytes(b"")
    report = site.build()
    assert (report.published, report.made, report.notices) == (True, 0, ())


def test_nothing_unused_stays(small: MakeSite) -> None:
    site = small().publish()
    for number in range(5):
        site.write(
            {"content/en/news/s1.md": story(f"Title {number}", body=f"[x](s{number % 4}.md) {number}")}
        ).publish()
        site.write({f"content/en/news/t{number}.md": story(date="soon", body=f"Lost {number}")}).build()
        site.check()
        (site.root / f"content/en/news/t{number}.md").unlink()
    (site.root / "content/en/news/s2.md").unlink()
    site.write({"content/en/news/s1.md": story(), "content/en/news/s3.md": story()}).publish()
    site.publish(out=site.root / "elsewhere/public")
    assert names(site.root / MEMO) == names(site.root / "elsewhere/.krama/public/memo.sqlite")


def test_a_build_that_fails_keeps_what_it_understood(small: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = documents.parse

    def parse(source, *arguments):  # type: ignore[no-untyped-def]
        read.append(source.path)
        return real(source, *arguments)

    monkeypatch.setattr(documents, "parse", parse)
    site = small().write({"content/en/news/wrong.md": story(date="soon")})
    assert not site.build().published
    assert {*FILES, "content/en/news/wrong.md"} <= set(read)
    read.clear()
    site.write({"content/en/news/wrong.md": story()}).publish()
    assert read == ["content/en/news/wrong.md"]


def test_a_memo_of_another_engine_is_thrown_away_quietly(small: MakeSite, tmp_path: Path) -> None:
    site = small()
    shutil.copytree(REPOSITORY / "krama", tmp_path / "older/krama", ignore=shutil.ignore_patterns("__pycache__"))
    place = tmp_path / "older/krama/templates.py"
    older = place.read_text(encoding="utf-8").replace("trim_blocks=True", "trim_blocks=False")
    place.write_text(older, encoding="utf-8")
    shutil.copy(REPOSITORY / "build.py", tmp_path / "older")
    command = [sys.executable, str(tmp_path / "older/build.py"), "--root", str(site.root)]
    subprocess.run(command, check=True, capture_output=True)
    before = site.snapshot()
    report = site.build()
    assert (report.made, report.notices) == (len(before) - 1, ())
    assert site.snapshot() == site.clean_snapshot() != before


def test_a_full_disk_is_a_problem_and_no_traceback(small: MakeSite) -> None:
    resource = pytest.importorskip("resource")
    site = small().publish()
    before = site.snapshot()
    size = (site.root / MEMO).stat().st_size
    site.write({f"content/en/news/long{number}.md": story(body="Many words. " * 2000) for number in range(20)})
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), "build", "--jobs", "1"]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, size + 50_000)),
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}
    if done.returncode:
        assert "the system refused" in done.stderr
        assert site.snapshot() == before
    assert site.publish().snapshot() == site.clean_snapshot()


@pytest.mark.slow
def test_two_builds_at_once_never_spoil_the_site(small: MakeSite) -> None:
    site = small().publish()
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), "build", "--jobs", "1"]
    for number in range(12):
        site.write({f"content/en/news/s{number % 5}.md": story(f"Title {number}", body=f"Words {number}")})
        running = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
            for _ in range(2)
        ]
        said = [process.communicate()[1] for process in running]
        assert all(
            "another build is publishing" in one
            for one, process in zip(said, running, strict=True)
            if process.returncode
        )
        assert any(process.returncode == 0 for process in running)
        assert "Traceback" not in "".join(said)
    assert site.publish().snapshot() == site.clean_snapshot()


def test_a_check_while_errors_stand_leaves_public_and_what_is_known_of_it(small: MakeSite) -> None:
    site = small().publish()
    for text in (story(date="soon"), story("Other"), story(body="[x](gone.md)")):
        original = (site.root / "content/en/news/s1.md").read_text(encoding="utf-8")
        files, memo = site.snapshot(), (site.root / ".krama/public/manifest.msgpack").read_bytes()
        site.write({"content/en/news/s1.md": text})
        site.check()
        assert site.snapshot() == files
        assert (site.root / ".krama/public/manifest.msgpack").read_bytes() == memo
        site.write({"content/en/news/s1.md": original})
        report = site.build()
        assert (report.made, report.removed, report.published) == (0, 0, True)


def test_a_check_before_any_build_publishes_nothing(small: MakeSite) -> None:
    site = small()
    site.check()
    assert not site.out.exists()
    assert site.publish().snapshot() == site.clean_snapshot()

"""The doctor finds what keeps a machine or a folder from the work, and says what helps."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from krama import doctor
from krama.doctor import Line, Machine
from krama.options import Options
from tests.conftest import Hub, MakeHub, story

FILES = {"content/en/news/a.md": story("First")}
HERE = Machine({}, "utf-8", "linux")


def examined(site: Hub, machine: Machine = HERE, now: datetime | None = None) -> list[Line]:
    """Now by the clock of the machine, which the files bear, too."""
    return list(doctor.examine(Options(site.root, site.out, now or datetime.now(UTC)), machine))


def bad(lines: list[Line]) -> list[str]:
    return [f"{line.what} → {line.cure}" for line in lines if not line.good]


def only(lines: list[Line], *words: str) -> str:
    """The one line that wants a cure; it holds these words."""
    found = bad(lines)
    assert len(found) == 1, found
    assert all(word in found[0] for word in words), found
    return found[0]


def kept(site: Hub) -> Hub:
    """A site that git keeps."""
    assert doctor._git(site.root, "init", "--quiet") is not None
    return site


def test_a_good_machine_and_folder_need_no_cure(hub: MakeHub) -> None:
    lines = examined(kept(hub(FILES)).publish())
    assert bad(lines) == []
    told = "\n".join(str(line.what) for line in lines)
    for part in ("Python 3.", "libraries as in requirements.lock", " in Asia/Phnom_Penh"):
        assert part in told
    assert "fonts of the site's own" in told


def test_another_version_of_a_library_is_told_with_the_one_that_is_locked(hub: MakeHub) -> None:
    site = kept(hub({**FILES, "requirements.lock": "click==1.0.0 \\\n    --hash=sha256:00\nnot-there==2.0\n"}))
    found = only(examined(site), "not-there – (2.0)", "pip install --require-hashes -r requirements.lock")
    assert "(1.0.0)" in found


def test_a_library_that_is_locked_for_another_system_is_not_missed(hub: MakeHub) -> None:
    lock = "not-there==2.0 ; sys_platform == 'another' \\\n    --hash=sha256:00\n"
    assert bad(examined(kept(hub({**FILES, "requirements.lock": lock})))) == []


@pytest.mark.parametrize(
    ("encoding", "system", "cure"),
    [("cp1252", "win32", "setx PYTHONUTF8 1"), ("ascii", "linux", "export LANG=C.UTF-8")],
)
def test_a_console_without_khmer_is_told(hub: MakeHub, encoding: str, system: str, cure: str) -> None:
    only(examined(kept(hub(FILES)), Machine({}, encoding, system)), encoding, cure)


def test_a_folder_that_a_service_keeps_in_step_is_told(hub: MakeHub) -> None:
    only(examined(kept(hub(FILES, "OneDrive - Office"))), "a folder of OneDrive", "share it by git")


def test_paths_that_windows_does_not_take_are_told_with_the_longest(hub: MakeHub) -> None:
    name = "a-title-that-never-ends-" * 9
    site = kept(hub({f"content/en/news/{name}.md": story("Long", slug="short")}))
    only(examined(site, Machine({}, "utf-8", "win32")), "the longest path has", name)


def test_a_project_without_git_is_told(hub: MakeHub) -> None:
    only(examined(hub(FILES)), "not kept by git", "git init")


def test_files_that_git_does_not_keep_yet_are_counted(hub: MakeHub) -> None:
    lines = examined(kept(hub(FILES)))
    assert "git keeps the project; files not kept yet: 3" in [str(line.what) for line in lines]


def test_a_damaged_memory_is_told(hub: MakeHub) -> None:
    site = kept(hub(FILES)).publish()
    memo = site.root / ".krama/public/memo.sqlite"
    memo.write_bytes(memo.read_bytes()[:-5000] + b"x" * 5000)
    only(examined(site), "what is remembered is damaged", "memo.sqlite", "delete the file")


def test_a_build_that_was_cut_off_is_told(hub: MakeHub) -> None:
    site = kept(hub(FILES)).publish()
    (site.root / ".krama/public/journal.json").write_text("{}", encoding="utf-8")
    only(examined(site), "cut off", "python build.py build")


def test_a_clock_that_is_behind_its_files_is_told(hub: MakeHub) -> None:
    site = kept(hub(FILES))
    only(examined(site, now=datetime(2015, 1, 1, tzinfo=UTC)), "files that were saved after that", "set the clock")


def test_fonts_that_are_missing_or_damaged_are_told(hub: MakeHub) -> None:
    site = kept(hub(FILES))
    (site.root / "static/fonts/khmer.woff2").write_bytes(b"<html>not a font")
    (site.root / "static/fonts/latin.woff2").unlink()
    only(examined(site), "khmer.woff2, latin.woff2", "make fonts")


def test_a_catalogue_with_gaps_is_told(hub: MakeHub) -> None:
    site = kept(hub({**FILES, "locale/km/LC_MESSAGES/krama.po": 'msgid "Tags"\nmsgstr "ស្លាក"\n'}))
    only(examined(site), "the interface in km: 1 of", "make words")


def test_a_site_toml_that_cannot_be_read_keeps_nothing_else_from_being_looked_at(hub: MakeHub) -> None:
    site = kept(hub({**FILES, "site.toml": "url = "}))
    lines = examined(site)
    only(lines, "site.toml cannot be read", "python build.py check")
    assert len(lines) > 7


def test_a_folder_that_is_not_there_is_told_and_not_stumbled_over(tmp_path: Path) -> None:
    site = Hub(tmp_path / "empty")
    site.root.mkdir()
    assert "site.toml cannot be read" in "\n".join(bad(examined(site)))

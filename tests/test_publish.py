"""Publishing: all or nothing, nothing of somebody else's, and whole files whenever a process is killed."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from krama import publish as publishing
from krama.publish import Public
from tests.conftest import REPOSITORY, Hub, MakeHub, story
from tests.test_laws import glass


class Killed(BaseException):
    """A stand-in for the power going."""


def test_on_a_problem_the_old_site_stays(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("Old")}).publish()
    before = site.snapshot()
    site.write({"content/en/news/a.md": story("New"), "content/en/news/b.md": story(date="soon")})
    assert not site.build().published
    assert site.snapshot() == before
    site.write({"content/en/news/b.md": story()}).publish()
    assert "New" in site.read("en/news/a/index.html")


def test_a_template_that_fails_on_one_page_publishes_nothing(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("Old")}).publish()
    before = site.snapshot()
    site.write({"content/en/news/a.md": story("New"), "templates/lost.html": "{{ page.nothing }}"})
    assert not site.build().published
    assert site.snapshot() == before


def test_withdrawn_pages_go_with_their_folders(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(), "content/en/news/b.md": story()}).publish()
    (site.root / "content/en/news/a.md").unlink()
    assert site.build().removed >= 1
    assert not (site.out / "en/news/a").exists()
    assert (site.out / "en/news/b/index.html").exists()


def test_a_file_put_in_by_hand_is_removed_even_without_a_manifest(hub: MakeHub) -> None:
    site = hub().publish()
    (site.out / "en/stray.html").write_text("x", encoding="utf-8")
    (site.out / ".git").mkdir()
    (site.out / ".git/config").write_text("x", encoding="utf-8")
    for path in (site.root / ".krama").rglob("manifest.msgpack"):
        path.unlink()
    site.publish()
    assert not (site.out / "en/stray.html").exists()
    assert (site.out / ".git/config").exists()


def test_a_folder_of_somebody_else_is_refused_and_not_touched(hub: MakeHub, tmp_path: Path) -> None:
    other = tmp_path / "documents"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work", encoding="utf-8")
    report = hub().build(out=other)
    assert not report.published
    assert "holds files that Krama did not make" in str(report.problems[0].message)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


def test_a_page_edited_by_hand_is_made_again(hub: MakeHub) -> None:
    site = hub().publish()
    before = site.snapshot()
    (site.out / "en/index.html").write_text("edited", encoding="utf-8")
    (site.out / "km/index.html").unlink()
    assert site.build().made == 2
    assert site.snapshot() == before


def test_a_file_can_become_a_folder_and_back(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(aliases="[/old.html]")}).publish()
    site.write({"content/en/news/a.md": story(aliases="[/old.html/deeper/]")}).publish()
    assert (site.out / "old.html/deeper/index.html").is_file()
    site.write({"content/en/news/a.md": story(aliases="[/old.html]")}).publish()
    assert (site.out / "old.html").is_file()


@pytest.mark.parametrize("name", ["_replace", "_remove", "write_whole"])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_killed_at_any_step_nothing_is_half_written_and_the_next_build_completes(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch, name: str, step: int
) -> None:
    site = hub({f"content/en/news/s{number}.md": story(f"Old {number}") for number in range(4)}).publish()
    old = site.snapshot()
    for number in range(2):
        (site.root / f"content/en/news/s{number}.md").unlink()
    site.write({"content/en/news/s3.md": story("New"), "content/en/news/s4.md": story("Newer")})
    with monkeypatch.context() as patched:
        patched.setattr(publishing, name, _killed_at(step, getattr(publishing, name)))
        with contextlib.suppress(Killed):
            site.build()
    clean = site.clean_snapshot()
    for path, data in site.snapshot().items():
        assert data in (old.get(path), clean.get(path)), f"{path} is neither old nor new"
    site.publish()
    assert site.snapshot() == clean


def _killed_at(step: int, real: Callable[..., object]) -> Callable[..., object]:
    calls = 0

    def call(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == step:
            raise Killed
        return real(*arguments)

    return call


@pytest.mark.slow
def test_killed_by_the_system_at_any_moment_the_next_build_completes(hub: MakeHub) -> None:
    site = hub({f"content/en/news/s{number}.md": story(f"Story {number}") for number in range(60)})
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root)]
    for pause in (0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2):
        site.write({"content/en/news/s1.md": story(f"Edited {pause}")})
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.kill()
        process.wait()
        if site.out.exists():
            assert all(
                data.endswith((b">\n", b">", b"\n", b"}"))
                for path, data in site.snapshot().items()
                if path.endswith(".html")
            )
    site.publish()
    assert site.snapshot() == site.clean_snapshot()


def test_a_file_open_elsewhere_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [PermissionError(), PermissionError()]
    real = os.replace

    def busy(source: str, place: str) -> None:
        if refused:
            raise refused.pop()
        real(source, place)

    monkeypatch.setattr("krama.publish.os.replace", busy)
    public = Public(tmp_path / "public")
    public.stage("index.html", b"page")
    assert public.publish({"index.html": "k"}, {"index.html"}, "engine", public.survey()) == (1, 0)
    assert (tmp_path / "public/index.html").read_bytes() == b"page"


def _killed_while_publishing(root: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> Hub:
    """A site of which an edit was published only in part when the power went."""
    site = glass(root).write({f"content/en/news/s{number}.md": story(f"Old {number}") for number in range(4)}).publish()
    site.write({"content/en/news/s3.md": story("New"), "content/en/news/s9.md": story("Newer")})
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_replace", _killed_at(step, publishing._replace))
        with contextlib.suppress(Killed):
            site.build()
    return site


@pytest.mark.parametrize("step", [2, 4, 9])
def test_a_check_after_a_killed_build_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    site = _killed_while_publishing(tmp_path / "site", monkeypatch, step)
    site.check()
    site.publish()
    assert site.snapshot() == site.clean_snapshot()


@pytest.mark.parametrize("step", [2, 4, 9])
@pytest.mark.parametrize("gone", ["public", ".krama/public/staging", "public/en", ".krama"])
def test_after_a_killed_build_whatever_is_deleted_the_next_one_makes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, gone: str
) -> None:
    site = _killed_while_publishing(tmp_path / "site", monkeypatch, step)
    shutil.rmtree(site.root / gone, ignore_errors=True)
    site.publish()
    assert site.snapshot() == site.clean_snapshot()


def test_what_is_put_by_hand_into_an_empty_folder_put_in_by_hand_is_removed(tmp_path: Path) -> None:
    site = glass(tmp_path / "site").publish()
    time.sleep(0.02)  # longer than a tick of the file system's clock
    (site.out / "en/by-hand").mkdir()
    site.publish()
    time.sleep(0.02)
    (site.out / "en/by-hand").mkdir(exist_ok=True)
    (site.out / "en/by-hand/page.html").write_text("by hand", encoding="utf-8")
    site.publish()
    assert site.snapshot() == site.clean_snapshot()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")
def test_a_link_to_a_folder_put_in_by_hand_is_removed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private/letter.txt").write_text("dear", encoding="utf-8")
    site = glass(tmp_path / "site").publish()
    time.sleep(0.02)
    (site.out / "en/link").symlink_to(tmp_path / "private")
    site.publish()
    assert not (site.out / "en/link").is_symlink()
    assert (tmp_path / "private/letter.txt").read_text(encoding="utf-8") == "dear"


def test_an_address_that_changes_only_its_capitals_stays_published(tmp_path: Path) -> None:
    site = glass(tmp_path / "site").write({"content/en/news/a.md": story("A", aliases="[/Old/Page.html]")})
    if not (site.root / "Content").exists():
        pytest.skip("needs a file system to which capitals do not matter")
    site.publish().write({"content/en/news/a.md": story("A", aliases="[/old/page.html]")}).publish()
    assert (site.out / "old/page.html").read_text(encoding="utf-8")
    assert site.snapshot() == site.clean_snapshot()


def test_what_is_put_in_by_hand_after_a_killed_build_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = _killed_while_publishing(tmp_path / "site", monkeypatch, 4)
    time.sleep(0.02)
    (site.out / "en/by-hand.html").write_text("by hand", encoding="utf-8")
    site.publish()
    assert site.snapshot() == site.clean_snapshot()

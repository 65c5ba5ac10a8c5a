"""Publishing: all or nothing, nothing of somebody else's, and whole files whenever a process is killed."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from krama import publish as publishing
from krama.publish import Public
from tests.conftest import REPOSITORY, MakeHub, story


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
    assert "holds files that Krama did not make" in report.problems[0].message
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


@pytest.mark.parametrize("name", ["_replace", "_remove", "_write"])
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

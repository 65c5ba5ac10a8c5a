"""The early exit: a build with nothing to do ends before anything is understood, and only then."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from krama.publish import Public
from tests.conftest import REPOSITORY, Hub, story
from tests.test_laws import CATALOGUE, glass

HEAVY = {
    "markdown",
    "jinja2",
    "babel",
    "yaml",
    "frontmatter",
    "rich",
    "nh3",
    "filelock",
    "imagesize",
    "krama.plan",
    "krama.khmer",
}
FILES = {"content/en/news/a.md": story("A", layout="post"), "content/en/news/b.md": story("B")}
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
import krama.cli
import krama.sources
krama.sources.RACY = 20_000_000
from krama.build import build
from krama.options import Options
root, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
drafts, strict = (one == "yes" for one in sys.argv[3:])
report = build(Options(root, root / "public", now, drafts, strict, jobs=1))
print(report.published, *sorted(name for name in sys.modules if name in %r))
""" % (HEAVY,)  # noqa: UP031 — braces belong to the program


def loaded(site: Hub, engine: Path = REPOSITORY, *, drafts: bool = False, strict: bool = False) -> set[str]:
    """The heavy libraries that a build in a process of its own needed."""
    said = ["yes" if one else "no" for one in (drafts, strict)]
    command = [sys.executable, "-c", PROGRAM, str(site.root), site.now.isoformat(), *said]
    around = os.environ | {"PYTHONPATH": str(engine)}
    done = subprocess.run(command, check=False, env=around, cwd=engine, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split()[1:])


def in_public(site: Hub, path: str) -> Path:
    time.sleep(0.02)  # longer than a tick of the file system's clock
    return site.out / path


def rewritten_unseen(site: Hub) -> None:
    """Other words of the same length, and the file's time put back."""
    place = site.root / "content/en/news/a.md"
    before = place.stat()
    place.write_text(place.read_text(encoding="utf-8").replace("Words", "Sword"), encoding="utf-8", newline="\n")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


CAUSES: dict[str, Callable[[Hub], object]] = {
    "a source is edited": lambda site: site.write({"content/en/news/a.md": story("Other")}),
    "a source is edited and looks the same": rewritten_unseen,
    "a source is added": lambda site: site.write({"content/km/news/c.md": story("C")}),
    "a source is removed": lambda site: (site.root / "content/en/news/c.md").unlink(),
    "a source is renamed": lambda site: (site.root / "content/en/news/c.md").rename(site.root / "content/en/news/z.md"),
    "a template": lambda site: site.write({"templates/parts/page.html": "{{ page }} other"}),
    "a stylesheet": lambda site: site.write({"static/css/site.css": "body { margin: 0 }"}),
    "a picture": lambda site: site.write({"static/images/new.svg": "<svg/>"}),
    "a catalogue": lambda site: (site.root / CATALOGUE).touch(),
    "site.toml": lambda site: site.settings('en = "The Hub"', 'en = "The Other"'),
    "a page is edited by hand": lambda site: in_public(site, "en/index.html").write_text("by hand", encoding="utf-8"),
    "a page is removed by hand": lambda site: in_public(site, "en/index.html").unlink(),
    "a file is put in by hand": lambda site: in_public(site, "en/new.html").write_text("by hand", encoding="utf-8"),
    "a folder is put in by hand": lambda site: in_public(site, "en/new").mkdir(),
    "public is gone": lambda site: shutil.rmtree(site.out),
    "the state is gone": lambda site: shutil.rmtree(site.root / ".krama"),
    "the clock was set back": lambda site: setattr(site, "now", site.now - timedelta(seconds=1)),
    "a day passed on which something appears": lambda site: setattr(site, "now", site.now + timedelta(days=3)),
}


MakeSite = Callable[[], Hub]


@pytest.fixture
def small(tmp_path: Path) -> MakeSite:
    """A small site with a warning and a story of the day after tomorrow."""
    return lambda: glass(tmp_path / "site").write({**FILES, "content/en/news/later.md": story(date="2026-11-25")})


def test_a_build_with_nothing_to_do_needs_no_library(small: MakeSite) -> None:
    site = small().publish()
    for _ in range(2):
        loaded(site)  # files saved just before a build are in doubt until the next
    time.sleep(0.05)
    loaded(site)
    assert loaded(site) == set()


@pytest.mark.parametrize("cause", CAUSES)
def test_each_thing_that_may_change_the_site_is_seen(small: MakeSite, cause: str) -> None:
    site = small().publish()
    CAUSES[cause](site)
    assert _went_the_long_way(site)
    assert site.snapshot() == site.clean_snapshot()


def _went_the_long_way(site: Hub) -> bool:
    """Whether a build looked closer: it takes the lock then, which only the early exit does without."""
    lock = Public(site.out).lock()
    with lock:
        waited = site.build()
    done = not waited.published
    site.publish()
    return done


def test_a_build_with_nothing_to_do_waits_for_no_other(small: MakeSite) -> None:
    assert not _went_the_long_way(small().publish())


def test_drafts_and_strictness_ask_for_another_site(small: MakeSite) -> None:
    site = small().write({"content/en/news/c.md": story(draft="true")}).publish()
    assert not (site.out / "en/news/c").exists()
    site.publish(drafts=True)
    assert (site.out / "en/news/c/index.html").exists()
    assert site.build(drafts=True).made == 0
    site.publish()
    assert not (site.out / "en/news/c").exists()
    assert not site.build(strict=True).published
    assert site.build().published


def test_warnings_are_told_again_by_a_build_with_nothing_to_do(small: MakeSite) -> None:
    site = small()
    first = site.build()
    assert 'the key "layout" is not known' in [str(one.message) for one in first.problems]
    second = site.build()
    assert (second.made, second.problems, second.articles) == (0, first.problems, first.articles)


def test_an_edit_of_the_same_size_in_the_same_moment_is_seen(small: MakeSite) -> None:
    site = small().publish()
    for word in ("Sword", "Words", "Wodrs"):
        site.write({"content/en/news/b.md": story("B", body=f"{word}.")})
        site.build()
        assert word in site.read("en/news/b/index.html")


def test_files_that_were_in_doubt_are_trusted_after_a_while(small: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("krama.sources.RACY", 300_000_000)
    site = small().publish()  # all files are new, as after a checkout
    time.sleep(0.4)
    site.build()
    read: list[Path] = []
    real = Path.read_bytes

    def reading(path: Path) -> bytes:
        read.append(path)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", reading)
    assert site.build().made == 0
    assert [path for path in read if ".krama" not in path.parts] == []


def test_a_new_engine_makes_everything_anew(small: MakeSite, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "krama", tmp_path / "engine/krama", ignore=shutil.ignore_patterns("__pycache__"))
    site = small().publish()
    for _ in range(2):
        loaded(site, tmp_path / "engine")
    time.sleep(0.05)  # until the engine's own files are out of doubt
    loaded(site, tmp_path / "engine")
    assert loaded(site, tmp_path / "engine") == set()
    place = tmp_path / "engine/krama/moments.py"
    place.write_text(place.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    assert "jinja2" in loaded(site, tmp_path / "engine")


def test_a_draft_goes_from_the_preview_when_it_expires(small: MakeSite) -> None:
    site = small()
    (site.root / "content/en/news/later.md").unlink()
    site.write({"content/en/news/c.md": story(draft="true", expire="2026-11-25")}).publish(drafts=True)
    assert (site.out / "en/news/c/index.html").exists()
    site.now += timedelta(days=5)
    site.publish(drafts=True)
    assert not (site.out / "en/news/c").exists()


def test_a_story_comes_and_goes_with_the_clock_forward_and_back(small: MakeSite) -> None:
    site = small().write({"content/en/news/c.md": story(publish="2026-11-24", expire="2026-11-26")})
    there = site.out / "en/news/c/index.html"
    for days, shown in ((0, False), (2, True), (1, True), (4, False), (2, True), (0, False)):
        later = Hub(site.root, site.now + timedelta(days=days))
        later.publish()
        assert there.exists() == shown, days
        assert later.snapshot() == later.clean_snapshot()


def test_what_the_system_refuses_at_the_first_look_is_a_problem(small: MakeSite) -> None:
    site = small().publish()
    clock = site.root / ".krama/public/clock"
    clock.unlink(missing_ok=True)
    clock.mkdir()
    report = site.build()
    assert report.published or "the system refused" in str(report.problems[-1].message)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is refused to root")
def test_a_file_or_folder_without_permission_is_a_problem(small: MakeSite) -> None:
    site = small().publish()
    for name, mode in (("content/en/news/a.md", 0o000), ("content/en/news", 0o000), (".krama/public", 0o500)):
        place = site.root / name
        before = place.stat().st_mode
        place.chmod(mode)
        report = site.build()
        place.chmod(before)
        assert "the system refused" in str(report.problems[-1].message), name
    site.publish()


@pytest.mark.parametrize("folder", ["content/en", "locale"])
def test_an_edit_of_site_toml_while_a_build_begins_is_not_lost(
    small: MakeSite, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    site = small()
    real, looks = os.scandir, 0

    def looking(place: str) -> object:
        nonlocal looks
        if str(place).endswith(folder):
            looks += 1
            if looks == 1:
                site.settings('en = "The Hub"', 'en = "The Other"')
        return real(place)

    with monkeypatch.context() as patched:
        patched.setattr("krama.sources.os.scandir", looking)
        site.build()
    assert looks
    site.build()
    assert "The Other" in site.read("en/index.html")


def test_a_template_edited_while_pages_are_made_and_taken_back_leaves_nothing(
    small: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small().publish().write({"content/en/news/a.md": story("Other")})
    place = "templates/parts/page.html"
    text = (site.root / place).read_text(encoding="utf-8")
    real = shutil.rmtree

    def clearing(*arguments: object, **keys: object) -> None:
        real(*arguments, **keys)  # type: ignore[arg-type]
        site.write({place: text + "other"})

    with monkeypatch.context() as patched:
        patched.setattr("krama.publish.shutil.rmtree", clearing)
        site.build()
    site.write({place: text}).publish()
    assert site.snapshot() == site.clean_snapshot()

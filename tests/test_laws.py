"""The laws of the house: what must hold for every site, whatever is done to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import LOGO, NOW, REPOSITORY, SETTINGS, Hub, MakeHub, story

CATALOGUE = "locale/km/LC_MESSAGES/krama.po"
KINDS = (
    *("body", "title", "tag", "date", "draft", "break", "copy", "rename", "translate", "delete"),
    *("template", "style", "settings", "words"),
)
EDITS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 99)), min_size=1, max_size=6)


def edit(site: Hub, kind: str, which: int, number: int) -> None:
    """One of the things people do to a site."""
    names = sorted(path.relative_to(site.root).as_posix() for path in (site.root / "content").rglob("*.md"))
    name = names[which % len(names)] if names else "content/en/news/first.md"
    place = site.root / name
    text = place.read_text(encoding="utf-8") if place.exists() else story()
    catalogue = (site.root / CATALOGUE).read_text(encoding="utf-8")
    digits = str(number % 2 == 0).lower()
    writes: dict[str, dict[str, str]] = {
        "body": {name: text + f"\nMore {number}.\n"},
        "title": {name: story(f"Title {number}")},
        "tag": {name: story(tags=f"[ogp, tag{number % 3}]")},
        "date": {name: story(date=f"20{10 + number % 16}-0{1 + number % 9}-11")},
        "draft": {name: story(draft="true" if number % 2 else "false")},
        "break": {name: story(date="soon" if number % 2 else "2026-01-01")},
        "copy": {f"content/{('en', 'km')[number % 2]}/news/new{number}.md": text},
        "rename": {f"content/{('en', 'km')[number % 2]}/news/new{number}.md": text},
        "translate": {f"content/km/{name.split('/', 2)[2]}": story(f"ចំណងជើង {number}")},
        "template": {"templates/redirect.html": f"{{# {number} #}}{{{{ page.url }}}}{number}"},
        "style": {"static/css/site.css": f"body {{ margin: {number}px }}"},
        "settings": {"site.toml": f"page_size = {1 + number % 3}\nkhmer_digits = {digits}\n{SETTINGS}"},
        "words": {CATALOGUE: catalogue.replace("ព័ត៌មាន", f"ព័ត៌មាន{number}", 1)},
        "delete": {},
    }
    site.write(writes[kind])
    if kind in {"rename", "delete"}:
        place.unlink(missing_ok=True)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_incremental_equals_clean_after_any_edits(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, int, int]]]
) -> None:
    root = tmp_path_factory.mktemp("law")
    site = Hub(root / "site", NOW)
    for name in ("templates", "locale"):
        shutil.copytree(REPOSITORY / name, site.root / name)
    for name in ("css", "fonts"):
        shutil.copytree(REPOSITORY / "static" / name, site.root / "static" / name)
    shutil.copy(REPOSITORY / "static/favicon.svg", site.root / "static/favicon.svg")
    site.write({"site.toml": SETTINGS, "static/images/logo.svg": LOGO})
    site.write(
        {f"content/en/news/s{number}.md": story(f"Story {number}", aliases=f"[/o{number}/]") for number in range(3)}
    )
    site.publish()
    for edits in rounds:
        before = site.snapshot()
        for one in edits:
            edit(site, *one)
        if site.build().published:
            clean = site.clean_snapshot()
            assert site.snapshot() == clean
        else:
            assert site.snapshot() == before
    shutil.rmtree(root)


def _build_elsewhere(site: Hub, folder: Path, **environment: str) -> dict[str, bytes]:
    """The same site in another folder, by another process in another environment."""
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("public", ".krama"))
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(folder)]
    subprocess.run(command, check=True, env=os.environ | environment, cwd=folder.parent, capture_output=True)
    return Hub(folder).snapshot()


def test_the_same_inputs_give_the_same_bytes_anywhere(hub: MakeHub, tmp_path: Path) -> None:
    site = hub(
        {
            "content/en/news/a.md": story("A", "2014-10-16", tags="[ogp, budget, z, y]", authors="[desk, b]"),
            "content/km/news/b.md": story("ខ", "2015-08-20 23:30 -0400", tags="[z, ogp]"),
            "content/en/workshops/c.md": story("C", "2014-10-16", end="2014-10-17"),
        }
    )
    first = _build_elsewhere(site, tmp_path / "one", TZ="UTC", LANG="C", PYTHONHASHSEED="1")
    second = _build_elsewhere(site, tmp_path / "two/deeper", TZ="America/New_York", LANG="C.UTF-8", PYTHONHASHSEED="2")
    assert first == second
    assert _build_elsewhere(site, tmp_path / "three", TZ="Asia/Tokyo", LC_ALL="km_KH.UTF-8") == first

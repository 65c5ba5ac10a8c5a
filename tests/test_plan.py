"""What a plan takes from the past: only what it vouches for, and without it the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from krama.build import check
from krama.options import Options
from tests.conftest import Hub, story
from tests.test_laws import glass

FILES = {
    "content/en/news/a.md": story("A", body="[b](b.md) [about](../pages/about.md#team)"),
    "content/en/news/b.md": story("B"),
}
MakeSite = Callable[[], Hub]


@pytest.fixture
def small(tmp_path: Path) -> MakeSite:
    """A small site whose stories name one another."""
    return lambda: glass(tmp_path / "site").write(FILES).publish()


def told_anew(site: Hub) -> tuple[set[str], set[str]]:
    """What is told with what is known from the last build, and without."""
    known = site.check()
    shutil.rmtree(site.root.parent / "fresh", ignore_errors=True)
    anew = check(Options(site.root, site.root.parent / "fresh/public", site.now, jobs=1)).problems
    return {str(one) for one in known}, {str(one) for one in anew}


CHANGES: dict[str, dict[str, str]] = {
    "a heading that others name goes": {"content/en/pages/about.md": "---\ntitle: About\n---\n## Other\n"},
    "a page that others name becomes a draft": {"content/en/news/b.md": story("B", draft="true")},
    "a page that others name has a mistake": {"content/en/news/b.md": story("B", date="soon")},
    "a page that others name moves": {"content/en/news/b.md": story("B", slug="elsewhere")},
    "a translation comes": {"content/km/news/b.md": story("ខ"), "content/km/news/a.md": story("ក", body="[x](b.md)")},
    "a stylesheet is named": {"content/en/news/b.md": story("B", body="[x](/css/prnt.css)")},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_told_does_not_depend_on_what_is_known(small: MakeSite, change: str) -> None:
    site = small().write(CHANGES[change])
    known, anew = told_anew(site)
    assert known == anew
    site.write({"static/css/print.css": ""})
    known, anew = told_anew(site)
    assert known == anew
    site.write({"content/en/news/new.md": story("New")})
    known, anew = told_anew(site)
    assert known == anew


def test_links_are_followed_again_when_what_they_name_moves(small: MakeSite) -> None:
    site = small()
    site.write({"content/en/news/b.md": story("B", slug="elsewhere")}).publish()
    assert 'href="/en/news/elsewhere/"' in site.read("en/news/a/index.html")
    assert site.snapshot() == site.clean_snapshot()


def test_other_sections_and_another_zone_read_every_document_again(small: MakeSite) -> None:
    site = small()
    site.settings("url =", 'timezone = "Pacific/Auckland"\nurl =').publish()
    assert site.snapshot() == site.clean_snapshot()
    site.settings('kind = "workshops"', 'kind = "news"').publish()
    assert site.snapshot() == site.clean_snapshot()

"""The sample hub: it builds without a warning, every link in it leads somewhere, and every page is sound."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from krama.build import build
from krama.options import Options, Report
from krama.problems import show
from tests.conftest import REPOSITORY

ORIGIN = "https://hub.example.org"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    out = tmp_path_factory.mktemp("sample") / "public"
    return out, build(Options(REPOSITORY, out, NOW))


@pytest.fixture(scope="module")
def pages(report: tuple[Path, Report]) -> dict[str, BeautifulSoup]:
    out, _ = report
    return {
        path.relative_to(out).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(out.rglob("*.html"))
    }


def whole(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages, without those that only lead on."""
    yield from ((path, page) for path, page in pages.items() if not page.select('meta[http-equiv="refresh"]'))


def test_it_builds_without_a_problem(report: tuple[Path, Report]) -> None:
    assert [show(one) for one in report[1].problems] == []
    assert dict(report[1].articles)["en"] >= 20
    assert dict(report[1].articles)["km"] >= 20


def test_it_holds_what_a_hub_holds(report: tuple[Path, Report]) -> None:
    def count(section: str) -> int:
        return len({path.stem for path in (REPOSITORY / "content").glob(f"*/{section}/*.md")})

    assert count("news") >= 12
    assert count("workshops") >= 3
    assert count("programmes") >= 4
    assert count("pages") >= 4


def test_every_address_within_the_site_leads_somewhere(
    report: tuple[Path, Report], pages: dict[str, BeautifulSoup]
) -> None:
    out, _ = report
    ids = {path: {str(tag["id"]) for tag in page.select("[id]")} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for tag in page.select("[href], [src]"):
            url = str(tag.get("href") or tag.get("src")).removeprefix(ORIGIN)
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            target = unquote(parts.path).lstrip("/") if parts.path else path
            target = f"{target}index.html" if target.endswith("/") or not target else target
            fragment = unquote(parts.fragment)
            if not (out / target).is_file() or (fragment and fragment not in ids[target]):
                lost.append((path, url))
    assert lost == []


def test_nothing_is_loaded_from_anywhere_else(report: tuple[Path, Report], pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        loaded = [str(tag["src"]) for tag in page.select("[src]")]
        loaded += [str(tag["href"]) for tag in page.select("link[href]") if "alternate" not in tag["rel"]]
        outside = [url for url in loaded if not url.removeprefix(ORIGIN).startswith("/")]
        assert outside == [], path
        assert page.select("script:not([type])") == [], path


def test_every_page_is_sound(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in whole(pages):
        assert len(page.select("h1")) == 1, path
        ids = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), path
        assert all(image.has_attr("alt") for image in page.select("img")), path
        assert all(image.get("width") and image.get("height") for image in page.select("img")), path
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
        assert page.select_one("main"), path
        assert page.html is not None
        assert page.html.get("lang") in {"en", "km"}, path
        assert page.select_one("title"), path
        assert all(link.get_text(strip=True) or link.select("img[alt], svg") for link in page.select("a")), path


def test_nothing_invisible_stands_in_a_page(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        assert "\u200b" not in page.get_text(), path


def test_every_feed_and_the_sitemap_are_xml(report: tuple[Path, Report]) -> None:
    found = list(report[0].rglob("*.xml"))
    assert len(found) > 10
    for path in found:
        ElementTree.parse(path)  # noqa: S314 — our own output


def test_a_story_is_light(report: tuple[Path, Report]) -> None:
    out, _ = report
    css = next(out.glob("css/site.*.css"))
    assert len(gzip.compress(css.read_bytes())) < 15_000
    fonts = sum(path.stat().st_size for path in out.glob("fonts/*.woff2"))
    page = (out / "km/news/ogp-workshop/index.html").read_bytes()
    assert len(gzip.compress(page)) + len(gzip.compress(css.read_bytes())) + fonts < 100_000

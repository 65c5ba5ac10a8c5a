"""In a real browser: on the sample hub nothing runs over the edge or is clipped, and all works without a script."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from krama.build import build
from krama.options import Options
from tests.conftest import REPOSITORY

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM = os.environ.get("KRAMA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chrome or Chromium here (set KRAMA_CHROMIUM to its path)"),
]

KINDS = (
    "",
    "404.html",
    "{lang}/",
    "{lang}/news/",
    "{lang}/news/page/2/",
    "{lang}/news/ogp-workshop/",
    "{lang}/news/eight-budget-documents/",
    "{lang}/workshops/ogp-workshop/",
    "{lang}/programmes/budget-transparency/",
    "{lang}/report-corruption/",
    "{lang}/tags/",
    "{lang}/tags/ogp/",
    "{lang}/archive/",
    "{lang}/archive/2014/",
    "{lang}/archive/2014/10/",
    "{lang}/authors/",
    "{lang}/authors/communications/",
    "{lang}/404.html",
)
ADDRESSES = tuple(dict.fromkeys(kind.format(lang=lang) for lang in ("en", "km") for kind in KINDS))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that does not tell of each."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out: Path = tmp_path_factory.mktemp("browser") / "public"
    assert build(Options(REPOSITORY, out, datetime(2026, 11, 23, tzinfo=UTC))).published
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(out))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_runs_over_the_edge(served: str, chromium: Browser, width: int) -> None:
    with chromium.new_page(viewport={"width": width, "height": 800}) as page:
        for address in ADDRESSES:
            page.goto(served + address)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, address


CLIPPED = """() => [...document.querySelectorAll('h1,h2,h3,p,a,li,td,th,span,figcaption,time')].filter(element => {
    const style = getComputedStyle(element);
    const hidden = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    return hidden && style.position !== 'absolute' && element.scrollHeight > element.clientHeight + 1;
}).map(element => element.outerHTML.slice(0, 120))"""
CRAMPED = """() => [...document.querySelectorAll(':lang(km)')].filter(element => {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && /[\\u1780-\\u17b3]/.test(node.data));
    const style = getComputedStyle(element);
    return own && parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.45;
}).map(element => element.outerHTML.slice(0, 120))"""
SPOILED = """() => [...document.querySelectorAll(':lang(km)')].filter(element => {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && /[\\u1780-\\u17b3]/.test(node.data));
    const style = getComputedStyle(element);
    return own && (style.letterSpacing !== 'normal' || style.fontStyle === 'italic' || style.textTransform !== 'none');
}).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("script", [CLIPPED, CRAMPED, SPOILED], ids=["clipped", "cramped", "spoiled"])
def test_khmer_has_its_room(served: str, chromium: Browser, script: str) -> None:
    with chromium.new_page(viewport={"width": 360, "height": 800}) as page:
        for address in ADDRESSES:
            page.goto(served + address)
            assert page.evaluate(script) == [], address


def test_khmer_is_drawn_in_the_font_of_the_site(served: str, chromium: Browser) -> None:
    with chromium.new_page() as page:
        page.goto(f"{served}km/news/ogp-workshop/")
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
        assert sorted(loaded) == ["Hub Khmer", "Hub Khmer", "Hub Serif"]  # Khmer in both weights


CONTRAST = """() => {
    const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = element => {
        for (; element; element = element.parentElement) {
            const colour = parse(getComputedStyle(element).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const weak = [];
    for (const element of document.querySelectorAll('body *')) {
        if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        const style = getComputedStyle(element);
        if (style.visibility === 'hidden' || style.display === 'none') continue;
        const [a, b] = [light(parse(style.color)), light(ground(element))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
        if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) weak.push(element.outerHTML.slice(0, 120));
    }
    return weak;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(served: str, chromium: Browser, scheme: str) -> None:
    with chromium.new_page(color_scheme="dark" if scheme == "dark" else "light") as page:
        for address in ADDRESSES:
            page.goto(served + address)
            assert page.evaluate(CONTRAST) == [], address


def test_a_first_view_is_light_and_asks_nobody_else(served: str, chromium: Browser) -> None:
    asked: list[str] = []
    with chromium.new_page(viewport={"width": 360, "height": 800}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{served}km/news/ogp-workshop/", wait_until="networkidle")
    assert [url for url in asked if not url.startswith(served)] == []
    assert len(asked) <= 12


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


def test_a_reader_gets_about_by_keyboard_and_without_scripts(served: str, chromium: Browser) -> None:
    with chromium.new_context(java_script_enabled=True) as context:
        page = context.new_page()
        page.goto(f"{served}en/")
        page.keyboard.press("Tab")
        assert "#main" in _focused(page)
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served)
        page.click('a[href="/km/"] >> nth=0')
        assert page.url == f"{served}km/"
        page.click('.switch a[hreflang="en"]')
        assert page.url == f"{served}en/"


def test_printed_there_is_the_story_and_nothing_to_click(served: str, chromium: Browser) -> None:
    with chromium.new_page() as page:
        page.goto(f"{served}en/news/ogp-workshop/")
        page.emulate_media(media="print")
        assert page.is_visible("h1")
        assert page.is_visible("text=https://hub.example.org/en/news/ogp-workshop/")
        assert not page.is_visible(".switch")
        assert not page.is_visible(".share")
        assert not page.is_visible(".latest")

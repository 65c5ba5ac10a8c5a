"""In a real browser, on a phone: no Khmer is cut, slanted or run into by the next line, and no page loads a font for
nothing."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.test_browser import CHROMIUM, chromium, served

__all__ = ["chromium", "served"]  # fixtures
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chrome or Chromium here (set KRAMA_CHROMIUM to its path)"),
]

ADDRESSES = (
    "",
    "km/",
    "km/news/",
    "km/news/eight-budget-documents/",
    "km/workshops/ogp-workshop/",
    "km/report-corruption/",
    "km/archive/2014/",
    "en/",
    "en/news/ogp-workshop/",
)
TITLES = (
    "h1, h2, h3, h4, .card h3 a, .summary, .standfirst, .brand .name, .tagline, .tags a, .share a, .ways a, .crumbs a, "
    ".crumbs li, .download .title, .facts dt, .facts dd, .contents summary, .contents a, th, td, caption, figcaption, "
    ".credit, blockquote p, .entries .title, .neighbours .title, .footer a, .footer p, .doors .name, .doors .tagline, "
    ".halves a, .body p, .body li, .also"
)
SHORT = (
    ".meta time, .kicker, .badge, .menu a, .switch a, .hotline span, .hotline a, .hotline b, .pagination a, "
    ".download .size, .count, .doors .enter"
)

# Real syllables: the tallest and the deepest of the dictionary are among them.
TALL = "ប៊ឺ ក្រឿ ប្រៀ ទី៍ ស្ត្រី"
DEEP = "ញ្ញូ ង្អួ ហ្ស៊ី ញ្ជ្រឹ ក្ស្ម៉"
WORDS = f"{DEEP} {TALL}"

FILL = """([places, words]) => {
    document.querySelectorAll('details').forEach(one => { one.open = true; });
    for (const place of document.querySelectorAll(places)) {
        const leaf = ![...place.children].some(child => child.matches('p, ul, ol, a, h1, h2, h3, span, dl'));
        if (!leaf) continue;
        place.textContent = words;
        place.lang = 'km';
    }
    document.querySelectorAll('img').forEach(one => { one.style.visibility = 'hidden'; });
    return document.fonts.ready.then(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}"""
# What is a pixel in size or off the page is meant for screen readers, and stays hidden.
BARE = """() => {
    for (const element of document.querySelectorAll('body *')) {
        const { width, height, bottom } = element.getBoundingClientRect();
        if (width <= 1 || height <= 1 || bottom + window.scrollY <= 0 || element.closest('svg')) continue;
        for (const [name, value] of [['overflow', 'visible'], ['clip-path', 'none'], ['mask', 'none'],
            ['contain', 'none'], ['text-overflow', 'clip'], ['-webkit-line-clamp', 'none']])
            element.style.setProperty(name, value, 'important');
    }
}"""


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


def test_no_ink_is_cut_away(served: str, phone: Page) -> None:
    """A picture of the page as styled is, pixel for pixel, the picture of the page with nothing clipped."""
    for address in ADDRESSES:
        phone.goto(served + address)
        assert phone.evaluate(FILL, [f"{TITLES}, {SHORT}", WORDS]) <= 0, f"{address} runs over the edge"
        phone.wait_for_load_state("networkidle")
        styled = phone.screenshot(full_page=True)
        phone.evaluate(BARE)
        assert styled == phone.screenshot(full_page=True), address


def test_a_title_without_a_space_stays_on_the_page(served: str, phone: Page) -> None:
    for address in ("km/", "km/news/eight-budget-documents/", "en/news/"):
        phone.goto(served + address)
        assert phone.evaluate(FILL, [TITLES, "សិក្ខាសាលាស្តីពីភាពជាដៃគូរដ្ឋាភិបាលបើកចំហ" * 3]) <= 0, address


# The kinds of lines on a page that hold Khmer: size, line height and weight.
LINES = """() => [...new Set([...document.querySelectorAll('main :lang(km), main:lang(km) *')].filter(element =>
    [...element.childNodes].some(node => node.nodeType === 3 && /[\\u1780-\\u17b3]/.test(node.data))
        && element.getClientRects().length > 0 && getComputedStyle(element).whiteSpace !== 'nowrap'
        && getComputedStyle(element).display !== 'inline'
).map(element => {
    const style = getComputedStyle(element);
    return [parseFloat(style.fontSize).toFixed(2), parseFloat(style.lineHeight).toFixed(2), style.fontWeight].join(' ');
}))]"""
# Each kind as two lines of every pair of syllables; one line at a time is drawn.
PAIRS = """([kinds, pairs]) => {
    document.body.innerHTML = kinds.map(kind => {
        const [size, height, weight] = kind.split(' ');
        return pairs.map(([above, below]) => `<p style="display:inline-block;margin:1.5em .1em;color:#000;`
            + `font:${weight} ${size}px/${height}px var(--serif)"><span class=a>${above}</span><br>`
            + `<span class=b>${below}</span></p>`).join('');
    }).join('<br>');
    document.body.style.background = '#fff';
    return document.fonts.ready.then(() => null);
}"""
SHARED = """async ([a, b]) => {
    const dark = async data => {
        const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, image.width, image.height).data;
    };
    const [above, below] = [await dark(a), await dark(b)];
    let ink = 0, shared = 0;
    for (let at = 0; at < above.length; at += 4) {
        ink += above[at] < 128;
        shared += above[at] < 128 && below[at] < 128;
    }
    return [ink, shared];
}"""


def shared_ink(page: Page, kinds: list[str], above: str, below: str) -> tuple[int, int]:
    """The dark pixels of the upper lines, and those of them that the lower lines darken too."""
    pairs = [[upper, lower] for upper in above.split() for lower in below.split()]
    page.evaluate(PAIRS, [kinds, pairs])
    pictures = []
    for hidden in (".b", ".a"):
        style = page.add_style_tag(content=f"{hidden} {{ visibility: hidden }}")
        pictures.append(base64.b64encode(page.screenshot(full_page=True)).decode())
        style.evaluate("element => element.remove()")
    ink, shared = page.evaluate(SHARED, pictures)
    return int(ink), int(shared)


def test_no_line_runs_into_the_next(served: str, phone: Page) -> None:
    kinds: set[str] = set()
    for address in ADDRESSES:
        phone.goto(served + address)
        kinds |= set(phone.evaluate(LINES))
    leading = {kind: float(kind.split()[1]) / float(kind.split()[0]) for kind in kinds}
    assert min(leading.values()) >= 1.59, leading
    phone.goto(f"{served}km/news/ogp-workshop/")
    text = sorted(kind for kind in kinds if leading[kind] >= 1.79)
    titles = sorted(kinds - set(text))
    assert len(text) > 2
    assert len(titles) > 2
    # The deepest subscripts of the sample above the tallest vowels but ៀ; in titles, what nearly every title has.
    for lines, above, below in (
        (text, "ង្អួ ណ្ឌូ ម្ពុ ផ្លូ ញ្ជ្រឹ", "ក្រឿ ស្ត្រី ស៊ី ញ្ជ្រឹ"),
        (titles, "ស្ត្រី ញ្ជ្រឹ ក្រឿ ភ្នំ", "ស្ត្រី ក្រឿ ស៊ី ធម៌"),
    ):
        ink, shared = shared_ink(phone, lines, above, below)
        assert ink > 1000
        assert shared == 0, lines


def fonts_asked_for(chromium: Browser, url: str) -> set[str]:
    asked: list[str] = []
    with chromium.new_page(viewport={"width": 360, "height": 800}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url, wait_until="networkidle")
    return {found[1] for found in (re.search(r"/fonts/([\w-]+)\.", url) for url in asked) if found}


def test_an_english_page_loads_of_khmer_one_word(served: str, chromium: Browser) -> None:
    for address in ("en/contact/", "en/archive/"):
        assert fonts_asked_for(chromium, served + address) <= {"latin", "latin-more", "khmer-name"}, address


def test_a_khmer_page_loads_each_of_its_fonts_once(served: str, chromium: Browser) -> None:
    assert fonts_asked_for(chromium, f"{served}km/news/ogp-workshop/") == {"khmer", "khmer-bold", "latin"}


def test_khmer_is_never_slanted(served: str, phone: Page) -> None:
    def picture(html: str, lang: str) -> bytes:
        phone.evaluate(
            "([html, lang]) => { const body = document.querySelector('.body'); body.lang = lang; body.innerHTML = html;"
            " return document.fonts.ready.then(() => null); }",
            [f"<p>{html}</p>", lang],
        )
        phone.wait_for_load_state("networkidle")
        return phone.locator(".body p").screenshot()

    phone.goto(f"{served}km/contact/")
    assert picture("<em>ព័ត៌មាន</em>", "km") == picture("<strong>ព័ត៌មាន</strong>", "km")
    assert picture("<em>ព័ត៌មាន</em>", "km") != picture("ព័ត៌មាន", "km")
    assert picture("<em>ព័ត៌មាន</em>", "en") == picture("<span>ព័ត៌មាន</span>", "en")
    assert picture("<em>news</em>", "en") != picture("<span>news</span>", "en")

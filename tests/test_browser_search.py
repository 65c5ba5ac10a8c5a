"""In a real browser: the search as a reader uses it, in the box of every page and on its own page."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from krama.khmer import khmer_digits
from tests.test_browser import CHROMIUM, CLIPPED, CONTRAST, CRAMPED, SPOILED, chromium, served
from tests.test_search_module import declaration, here, made_up, row, sample

__all__ = ["chromium", "served"]  # fixtures
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chrome or Chromium here (set KRAMA_CHROMIUM to its path)"),
]
CORRUPTION, BUDGET = "ពុករលួយ", "ថវិកា"
STORY = "news/ogp-workshop/"


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A page at a desk; whatever goes wrong in its scripts fails the test."""
    with _page(chromium, 1280) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with _page(chromium, 360) as page:
        yield page


@contextmanager
def _page(chromium: Browser, width: int) -> Iterator[Page]:
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
    assert wrong == []


def box(page: Page) -> Locator:
    return page.locator("input[name=q]")


def results(page: Page) -> Locator:
    return page.locator("[data-results] > div > ol > li > a")


def status(page: Page) -> Locator:
    return page.locator("[data-results] > [role=status]")


def search(page: Page, words: str) -> None:
    """Words come into the box as a reader's keys bring them, and their results are there."""
    box(page).fill("")
    expect(status(page)).to_have_text("")
    box(page).fill(words)
    expect(status(page)).to_have_text(re.compile(r"[\d០-៩“«]"))


def urls(page: Page) -> list[str]:
    return [urlsplit(str(one)).path for one in results(page).evaluate_all("links => links.map(link => link.href)")]


@cache
def passages(served: str, lang: str) -> dict[str, str]:
    """Every text of a language that can be found, by its address."""

    def get(name: str) -> dict[str, str]:
        with urlopen(f"{served}{lang}/search/{name}.json") as answer:  # noqa: S310 — our own server
            found = json.load(answer)
            assert isinstance(found, dict)
            return found

    found = [get(f"texts/{number}") for number in range(int(get("index")["texts"]))]
    return {one["url"]: f"{one['title']}\n{one['text']}" for one in found}


def holding(served: str, lang: str, words: str) -> set[str]:
    return {url for url, text in passages(served, lang).items() if row(words) in row(text)}


def found_count(page: Page, lang: str, number: int) -> None:
    expected = f"លទ្ធផល៖ {khmer_digits(str(number))}" if lang == "km" else f"Results: {number}"
    expect(status(page)).to_have_text(expected)


UNITS = """async ([module, texts]) => {
    const { units } = await import(module);
    return JSON.stringify(texts.map(text => units(text).map(one => [one.folded, one.word, one.start, one.end])));
}"""


def test_a_browser_cuts_and_folds_texts_as_the_build_does(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/contact/")
    module = reader.get_attribute("[data-search]", "data-search")
    texts = [*sample(), *declaration(), *made_up(5000)]
    for text, there in zip(texts, json.loads(reader.evaluate(UNITS, [module, texts])), strict=True):
        assert there == here(text), text


def test_it_searches_while_an_input_method_composes(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/")
    expect(box(reader)).to_be_focused()
    with _session(reader) as method:
        for typed in ("ពុ", "ពុក", "ពុករ", "ពុករល", "ពុករលួ"):
            method("Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)})
        expect(results(reader).first).to_be_visible()
        assert box(reader).input_value() == "ពុករលួ"
        assert set(urls(reader)) <= holding(served, "km", CORRUPTION)
        reader.keyboard.press("ArrowDown")  # belongs to the input method
        expect(box(reader)).to_be_focused()
        method("Input.insertText", {"text": CORRUPTION})
    found_count(reader, "km", len(holding(served, "km", CORRUPTION)))


@contextmanager
def _session(page: Page) -> Iterator[Callable[..., object]]:
    session = page.context.new_cdp_session(page)
    yield session.send
    session.detach()


def test_words_pasted_or_typed_in_another_way_find_the_same(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/")
    for pasted, meant in (
        ("ពុក\u200bរលួយ", CORRUPTION),  # the space bar of the usual keyboard
        (" ពុករលួយ\u200b\n", CORRUPTION),
        ("កណ្ដាល", "កណ្តាល"),  # COENG DA for COENG TA
        ("ឲ្យ", "ឱ្យ"),
        ("២០១៤", "2014"),
        ("ពុករលួយ្", CORRUPTION),  # the last syllable is not finished
    ):
        reader.evaluate("text => navigator.clipboard.writeText(text)", pasted)
        box(reader).fill("")
        expect(status(reader)).to_have_text("")
        box(reader).press("Control+v")
        found_count(reader, "km", len(holding(served, "km", meant)))
        assert set(urls(reader)) <= holding(served, "km", meant), pasted


def test_a_phrase_is_found_across_the_space_within_it(served: str, reader: Page) -> None:
    url, phrase = next(
        (url, match[0])
        for url, text in passages(served, "km").items()
        if (match := re.search(r"(?<=[ \n])[\u1780-\u17d3]{6,12} [\u1780-\u17d3]{6,12}(?=[ ។])", text))
    )
    reader.goto(f"{served}km/search/")
    search(reader, phrase.replace(" ", ""))
    assert url in urls(reader)
    marks = reader.locator("mark").all_inner_texts()
    assert phrase in marks


def test_a_word_within_a_longer_one_is_found_and_marked(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/")
    search(reader, CORRUPTION)
    longer = holding(served, "km", "អំពើពុករលួយ")
    only_so = {
        url
        for url in longer
        if passages(served, "km")[url].count(CORRUPTION) == passages(served, "km")[url].count("អំពើពុករលួយ")
    }
    assert only_so
    found_count(reader, "km", len(holding(served, "km", CORRUPTION)))
    assert only_so <= set(urls(reader))
    for entry in reader.locator("[data-results] li").all():
        assert CORRUPTION in entry.locator("mark").all_inner_texts()
        title, meta, excerpt = entry.locator("> *").all()
        assert title.inner_text() in passages(served, "km")[urlsplit(str(title.get_attribute("href"))).path]
        assert meta.inner_text() or "/km/" in str(title.get_attribute("href"))
        cut = excerpt.inner_text().strip("… \u00a0").replace(" · ", "\n")
        assert 20 < len(cut) <= 170
        assert not re.match(r"[\u17b6-\u17d3]", cut), "an excerpt begins with a whole cluster"


def test_titles_and_excerpts_are_text_and_never_markup(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/search/")
    for words in (
        "<img src=x onerror=alert(1)>",
        "!!! ?? …",
        "$& $x {}",
        "\\",
        "%",
        "\u200b\u200b",
        "x" * 5000,
        "ក" * 5000,
    ):
        box(reader).fill("")
        reader.evaluate(
            "words => { const box = document.querySelector('[name=q]'); box.value = words;"
            " box.dispatchEvent(new Event('input')); }",
            words,
        )
        shown = words.strip()[:200].strip() if words.strip("\u200b") else "\u200b\u200b"
        expect(status(reader)).to_have_text(f"Nothing was found for “{shown}”.")
    assert reader.locator("main img").count() == 0
    assert reader.locator(".ways").is_visible()


def test_a_reader_moves_by_keyboard(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/{STORY}")
    reader.keyboard.press("Control+/")
    reader.keyboard.press("Alt+/")
    assert not box(reader).evaluate("box => box === document.activeElement")
    reader.keyboard.press("/")
    expect(box(reader)).to_be_focused()
    assert box(reader).input_value() == ""
    reader.keyboard.type("budget")
    expect(results(reader)).to_have_count(5)
    for number in (0, 1, 2):
        reader.keyboard.press("ArrowDown")
        expect(results(reader).nth(number)).to_be_focused()
    for _ in range(3):
        reader.keyboard.press("ArrowUp")
    expect(box(reader)).to_be_focused()
    reader.keyboard.type("/")
    assert box(reader).input_value() == "budget/"
    reader.keyboard.press("Backspace")
    reader.keyboard.press("Tab")
    expect(reader.locator(".search button")).to_be_focused()
    reader.keyboard.press("Tab")
    expect(results(reader).first).to_be_focused()
    reader.keyboard.press("Escape")
    expect(box(reader)).to_be_focused()
    expect(results(reader)).to_have_count(0)
    assert box(reader).input_value() == "budget"
    reader.keyboard.press("Escape")
    assert box(reader).input_value() == ""
    reader.keyboard.type("budget")
    expect(results(reader)).to_have_count(5)
    reader.keyboard.press("ArrowDown")
    first = urls(reader)[0]
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**{first}")


def test_the_slash_of_a_khmer_keyboard_leads_to_the_box(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/{STORY}")
    reader.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '៊', bubbles: true }))")
    expect(box(reader)).to_be_focused()


def test_the_panel_closes_when_a_click_or_the_focus_goes_elsewhere(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/{STORY}")
    panel = reader.locator(".panel")
    search(reader, BUDGET)
    panel.click(position={"x": 5, "y": 5})
    expect(results(reader)).to_have_count(5)
    reader.locator("h1").click(position={"x": 5, "y": 5})
    expect(results(reader)).to_have_count(0)
    assert reader.evaluate("document.querySelector('.panel').offsetHeight") <= 1
    box(reader).click()
    expect(results(reader)).to_have_count(5)
    reader.locator(".panel > div > a").focus()
    reader.keyboard.press("Tab")
    expect(results(reader)).to_have_count(0)
    box(reader).focus()
    expect(results(reader)).to_have_count(5)
    results(reader).nth(1).click()
    expect(reader).not_to_have_url(f"{served}km/{STORY}")


def test_enter_in_the_box_leads_to_the_page_with_all_results(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/{STORY}")
    box(reader).focus()
    reader.keyboard.insert_text(CORRUPTION)
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/km/search/?q=*")
    found_count(reader, "km", len(holding(served, "km", CORRUPTION)))
    assert box(reader).input_value() == CORRUPTION
    assert set(urls(reader)) <= holding(served, "km", CORRUPTION)


def test_what_was_found_is_told_to_screen_readers(served: str, reader: Page) -> None:
    for address in (f"km/{STORY}", "km/search/"):
        reader.goto(served + address)
        region = reader.get_by_role("status")
        assert region.count() == 1
        assert region.inner_text() == ""
        region.evaluate(
            "region => { window.told = []; new MutationObserver(() => told.push(region.textContent))"
            ".observe(region, { childList: true, characterData: true, subtree: true }); }"
        )
        box(reader).focus()
        reader.keyboard.insert_text(CORRUPTION)
        expected = f"លទ្ធផល៖ {khmer_digits(str(len(holding(served, 'km', CORRUPTION))))}"
        expect(region).to_have_text(expected)
        assert reader.evaluate("told.at(-1)") == expected
        assert reader.get_by_role("search").count() == 1


def test_a_link_leads_to_a_search_with_its_filters(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/?q={quote(BUDGET)}&year=2014&tag=gone")
    expect(results(reader).first).to_be_visible()
    all_of_them = holding(served, "km", BUDGET)
    assert reader.locator("[name=year]").input_value() == "2014"
    assert reader.locator("[name=tag]").input_value() == ""
    narrowed = set(urls(reader))
    assert narrowed < all_of_them
    dates = reader.locator("[data-results] time").evaluate_all("times => times.map(time => time.dateTime.slice(0, 4))")
    assert dates == ["2014"] * len(narrowed)
    reader.locator("[name=year]").select_option("")
    found_count(reader, "km", len(all_of_them))
    reader.locator("[name=section]").select_option("news")
    expect(reader).to_have_url(re.compile(r"section=news"))
    assert parse_qs(urlsplit(reader.url).query) == {"q": [BUDGET], "section": ["news"]}
    box(reader).fill("")
    expect(reader).to_have_url(f"{served}km/search/?section=news")
    expect(status(reader)).to_have_text(re.compile(r"[០-៩]"))
    reader.locator("[name=section]").select_option("")
    expect(reader).to_have_url(f"{served}km/search/")
    expect(results(reader)).to_have_count(0)


def test_names_of_the_form_itself_are_no_filters(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/search/?length=5&action=x&submit=y&q=budget")
    expect(results(reader).first).to_be_visible()


def test_going_back_shows_the_same_search(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/")
    reader.goto(f"{served}en/search/")
    reader.keyboard.type("budget", delay=30)
    reader.locator("[name=section]").select_option("news")
    expect(reader).to_have_url(re.compile("section=news"))
    before = urls(reader)
    assert before
    reader.locator("[data-results] li").first.click()
    reader.wait_for_url(f"**{before[0]}")
    reader.go_back()
    expect(results(reader)).to_have_count(len(before))
    assert urls(reader) == before
    assert (box(reader).input_value(), reader.locator("[name=section]").input_value()) == ("budget", "news")
    reader.go_back()  # what was typed is one step, not one for each letter
    assert reader.url == f"{served}en/"


def test_more_results_come_once_each(served: str, reader: Page) -> None:
    reader.goto(f"{served}en/search/?year=&section=&q=the")
    expected = [url for url, text in passages(served, "en").items() if re.search(r"\bthe", text, re.IGNORECASE)]
    assert len(expected) > 20
    found_count(reader, "en", len(expected))
    more = reader.get_by_role("button", name="More results")
    more.dblclick()
    expect(results(reader)).to_have_count(20)
    expect(results(reader).nth(10)).to_be_focused()
    more.click()
    expect(more).to_be_hidden()
    assert sorted(urls(reader)) == sorted(expected)


def test_results_of_the_other_language_come_on_request(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/?q=budget")
    reader.get_by_role("button", name="English").click()
    section = reader.locator("section[lang=en]")
    expect(section).to_be_focused()
    expect(section.locator("p").first).to_have_text(re.compile(r"Results: \d+"))
    links = section.locator("li > a").evaluate_all("links => links.map(link => link.pathname)")
    assert links
    assert all(link.startswith("/en/") for link in links)
    assert section.get_by_role("button", name="ភាសាខ្មែរ").count() == 0


def test_nothing_of_the_search_is_loaded_before_its_box_is_used(served: str, reader: Page) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(urlsplit(request.url).path))
    for address in ("km/", f"km/{STORY}", "en/contact/"):
        reader.goto(served + address)
    assert [path for path in asked if "search" in path] == []
    box(reader).focus()
    reader.wait_for_load_state("networkidle")
    loaded = [path for path in asked if "search" in path]
    assert len(loaded) == 1
    assert re.fullmatch(r"/js/search\.\w+\.js", loaded[0])
    search(reader, "budget")
    assert len({path for path in asked if "/search/terms/" in path}) == 1


def test_offline_it_says_so_and_goes_on_when_it_can(served: str, reader: Page) -> None:
    def broken(route: Route) -> None:
        route.abort()

    message = re.compile("could not be loaded")
    for address, part in (
        (f"en/{STORY}", "**/js/search.*"),
        (f"en/{STORY}", "**/search/texts/*"),
        ("en/search/", "**/js/search.*"),
        ("en/search/", "**/search/index.json"),
        ("en/search/", "**/search/terms/*"),
    ):
        reader.route(part, broken)
        reader.goto(served + address)
        box(reader).focus()
        reader.keyboard.type("budge")
        expect(status(reader)).to_have_text(message)
        expect(status(reader)).to_be_visible()
        expect(results(reader)).to_have_count(0)
        reader.unroute(part)
        reader.keyboard.type("t")
        expect(results(reader).first).to_be_visible()
    reader.route("**/km/search/**", broken)
    other = reader.get_by_role("button", name="ភាសាខ្មែរ")
    other.click()
    again = reader.get_by_role("button", name=message)
    expect(again).to_be_focused()
    reader.unroute("**/km/search/**")
    again.click()
    expect(reader.locator("section[lang=km]")).to_be_focused()


def test_an_older_answer_never_takes_the_place_of_a_newer(served: str, reader: Page) -> None:
    older = "budget"
    newer = next(word for word in ("court", "forest", "corruption", "law") if _shard(word) != _shard(older))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    reader.route(f"**/terms/{_shard(older)}.bin*", hold)
    reader.goto(f"{served}en/search/")
    box(reader).fill(older)
    expect(status(reader)).to_have_text("Searching …")
    box(reader).fill(newer)
    expect(results(reader).first).to_be_visible()
    there = (status(reader).inner_text(), urls(reader))
    held[0].continue_()
    reader.wait_for_load_state("networkidle")
    reader.wait_for_timeout(200)
    assert (status(reader).inner_text(), urls(reader)) == there
    assert parse_qs(urlsplit(reader.url).query) == {"q": [newer]}


def _shard(word: str) -> int:
    return crc32(word[:3].encode()) >> 29


def test_without_a_script_the_page_leads_to_the_lists(served: str, chromium: Browser) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served}en/{STORY}")
        box(page).fill("budget")
        box(page).press("Enter")
        page.wait_for_url("**/en/search/?q=budget")
        assert page.locator("noscript").is_visible()
        assert "The search needs JavaScript" in page.locator("noscript").inner_html()
        for name in ("Archive", "Tags", "Authors"):
            assert page.locator("main .ways").get_by_role("link", name=name).is_visible()


def test_on_a_phone_a_link_leads_to_the_search(served: str, phone: Page) -> None:
    phone.goto(f"{served}km/{STORY}")
    assert not box(phone).is_visible()
    phone.keyboard.press("/")
    link = phone.locator(".to-search")
    brand, place = phone.locator(".brand").bounding_box(), link.bounding_box()
    assert brand is not None
    assert place is not None
    assert place["width"] >= 44
    assert place["height"] >= 44
    assert brand["y"] <= place["y"] + place["height"] / 2 <= brand["y"] + brand["height"]
    link.click()
    phone.wait_for_url("**/km/search/")
    expect(box(phone)).to_be_focused()
    assert phone.evaluate("scrollY") == 0
    phone.goto(f"{served}km/search/?q={quote(CORRUPTION)}")
    expect(results(phone).first).to_be_visible()
    assert not box(phone).evaluate("box => box === document.activeElement")


SMALL = """() => [...document.querySelectorAll('.field *, select, .results :is(li, button), .panel > div > a')]
    .filter(element => element.offsetWidth > 1 && !element.closest('svg, .vh'))
    .filter(element => Math.min(element.offsetWidth, element.offsetHeight) < 44).map(element => element.outerHTML)"""


@pytest.mark.parametrize("lang", ["km", "en"])
def test_results_have_their_room(served: str, chromium: Browser, lang: str) -> None:
    words = {"km": CORRUPTION, "en": "budget"}[lang]
    for width, scheme in ((360, "light"), (768, "dark")):
        with _page(chromium, width) as page:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for address in (f"{lang}/search/?q={quote(words)}", f"{lang}/{STORY}"):
                page.goto(served + address)
                if "?" not in address:
                    if not box(page).is_visible():
                        continue
                    search(page, words)
                expect(results(page).first).to_be_visible()
                if "?" in address:
                    page.locator("[data-results] button").last.click()
                    expect(page.locator("[data-results] section")).to_be_focused()
                assert page.evaluate(CONTRAST) == []
                assert page.evaluate(CRAMPED) == []
                assert page.evaluate(SPOILED) == []
                assert page.evaluate(SMALL) == []
                assert [one for one in page.evaluate(CLIPPED) if "panel" not in one] == []
                over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(over) <= 0, address


SHIFTS = """new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
        .observe({ type: 'layout-shift', buffered: true });
    setTimeout(done, 300, 0);
})"""


def test_nothing_moves_when_results_come(served: str, phone: Page, reader: Page) -> None:
    phone.goto(f"{served}km/search/", wait_until="networkidle")  # the fonts, which move the words of the masthead
    phone.goto(f"{served}km/search/?q={quote(CORRUPTION)}")
    expect(results(phone).first).to_be_visible()
    assert phone.evaluate(SHIFTS) < 0.01
    reader.goto(f"{served}km/{STORY}")
    reader.wait_for_load_state("networkidle")
    heading = reader.locator("h1").bounding_box()
    search(reader, BUDGET)
    assert reader.locator("h1").bounding_box() == heading
    panel = reader.locator(".panel").bounding_box()
    assert panel is not None
    assert panel["y"] + panel["height"] <= 800


def test_printed_there_is_no_box_and_all_that_was_found(served: str, reader: Page) -> None:
    reader.goto(f"{served}km/search/?q={quote(CORRUPTION)}")
    expect(results(reader).first).to_be_visible()
    reader.emulate_media(media="print")
    assert results(reader).first.is_visible()
    assert not box(reader).is_visible()
    reader.goto(f"{served}km/{STORY}")
    assert not box(reader).is_visible()
    assert not reader.locator(".to-search").is_visible()

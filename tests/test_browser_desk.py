"""The preview in a real browser, as somebody who writes sees it: what is saved is shown, and what is wrong is told."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import REPOSITORY, Hub, MakeHub, story
from tests.test_browser import CHROMIUM, chromium  # noqa: F401 — a fixture

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chrome or Chromium here (set KRAMA_CHROMIUM to its path)"),
]
A = "content/en/news/a.md"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))


@contextmanager
def started(site: Hub, port: int = 0) -> Iterator[str]:
    """The preview as a writer starts it; gives its address."""
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # Ctrl+C is ignored by what a shell starts in the background
                process.kill()


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a preview, in which no script fails."""
    page = browser.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    try:
        page.goto(address)
        expect(page.locator("krama-desk .bar")).to_be_visible()
        yield page
        assert failed == []
    finally:
        page.close(run_before_unload=True)  # not waited for: Chromium was seen never to say that a page was closed


@contextmanager
def preview(site: Hub, browser: Browser) -> Iterator[Page]:
    """The page of a.md in the preview."""
    with started(site) as address, opened(browser, f"{address}en/news/a/") as page:
        yield page


def test_an_open_page_shows_what_was_saved_and_stays_where_it_was(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", body=LONG)})
    with preview(site, chromium) as page:
        page.evaluate("scrollTo(0, 2000)")
        site.write({A: story("Second", body=f"{LONG}\n\nThe end.")})
        expect(page.locator("h1")).to_have_text("Second")
        page.wait_for_load_state("load")
        assert page.evaluate("scrollY") == 2000
        assert page.get_by_text("The end.").count() == 1


def test_a_mistake_stands_over_the_last_good_page_until_it_is_mended(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", body="Words as they were.")})
    with preview(site, chromium) as page:
        site.write({A: story("Broken", date="13/01/2026", body="Words as they are.")})
        mistakes = page.locator("krama-desk .mistakes")
        expect(mistakes.locator(".file")).to_have_text(f"{A}:3")
        expect(mistakes.locator(".message")).to_have_text('"date" is "13/01/2026"')
        expect(mistakes.locator("pre")).to_have_text("3 | date: 13/01/2026")
        expect(mistakes.locator("mark")).to_have_text("13/01/2026")
        expect(mistakes.locator(".hint")).to_have_text("write a day like 2026-01-13")
        assert page.get_by_text("Words as they were.").is_visible()
        page.reload()
        expect(mistakes).to_be_visible()
        site.write({A: story("Mended", body="Words as they are.")})
        expect(mistakes).to_have_count(0)
        expect(page.locator("h1")).to_have_text("Mended")
        expect(page.locator("krama-desk .bar .count")).to_have_text("No problems")


def test_a_mistake_in_another_story_is_counted_and_shown_when_asked_for(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First"), "content/en/news/b.md": story("Other")})
    with preview(site, chromium) as page:
        site.write({"content/en/news/b.md": story("Other", date="soon")})
        expect(page.locator("krama-desk .count.error")).to_have_text("1 error")
        expect(page.locator("krama-desk .mistakes")).to_have_count(0)
        site.write({A: story("Second")})
        expect(page.locator("h1")).to_have_text("Second")
        page.locator("krama-desk .count").click()
        expect(page.locator("krama-desk .mistakes .file")).to_have_text("content/en/news/b.md:3")
        page.keyboard.press("Escape")
        expect(page.locator("krama-desk .mistakes")).to_have_count(0)
        site.write({"content/en/news/c.md": story("A: new one")})
        expect(page.locator("krama-desk .mistakes .file")).to_have_text(
            ["content/en/news/b.md:3", "content/en/news/c.md:2"]
        )
        expect(page.locator("krama-desk .good")).to_contain_text("as you saved it")
        page.keyboard.press("Escape")
        page.goto(urljoin(page.url, "/en/news/"))
        expect(page.locator("krama-desk .count.error")).to_have_text("2 errors")
        expect(page.locator("krama-desk .mistakes")).to_have_count(0)  # put aside once is put aside


def test_the_list_of_mistakes_is_reached_by_keyboard(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", tags="[unheard]")})
    with preview(site, chromium) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("krama-desk .mistakes .message")).to_contain_text("unheard")
        expect(page.locator("krama-desk .close")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("krama-desk .mistakes")).to_have_count(0)


def test_in_lists_a_draft_is_marked(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First"), "content/en/news/b.md": story("Hidden", draft="true")})
    with preview(site, chromium) as page:
        page.goto(urljoin(page.url, "/en/news/"))
        expect(page.locator("krama-desk .bar")).to_be_visible()
        content = "element => getComputedStyle(element, '::before').content"
        assert page.get_by_role("link", name="Hidden").first.evaluate(content) == '"draft"'
        assert page.get_by_role("link", name="First").first.evaluate(content) in {"none", "normal"}


def test_only_what_changed_is_put_into_the_open_page(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    """What a reader did elsewhere on the page, and what scripts made of it, stays."""
    site = hub({A: story("First")})
    with preview(site, chromium) as page:
        page.wait_for_function("() => document.readyState === 'complete'")
        page.evaluate("window.same = true")
        page.locator("input[type=search]").first.fill("budget")
        site.write({A: story("First", body="Other words.")})
        expect(page.get_by_text("Other words.")).to_be_visible()
        assert page.evaluate("window.same")
        assert page.locator("input[type=search]").first.input_value() == "budget"
        site.write({A: story("Another title", body="Other words.")})
        expect(page).to_have_title(re.compile("Another title"))


def test_a_mistake_in_a_template_is_told_with_its_line(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", body="Words.")})
    right = (site.root / "templates/base.html").read_text(encoding="utf-8")
    line = right[: right.index("</main>")].count("\n") + 1
    with preview(site, chromium) as page:
        for wrong in ("{% if %}", "{{ page.nothing }}"):
            site.write({"templates/base.html": right.replace("</main>", f"{wrong}</main>")})
            expect(page.locator("krama-desk .mistakes .file")).to_have_text(f"templates/base.html:{line}")
            assert page.get_by_text("Words.").is_visible()
            site.write({"templates/base.html": right})
            expect(page.locator("krama-desk .mistakes")).to_have_count(0)


def test_another_stylesheet_is_put_on_without_loading_the_page_anew(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First")})
    with preview(site, chromium) as page:
        page.evaluate("window.same = true")
        css = (site.root / "static/css/site.css").read_text(encoding="utf-8")
        for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
            site.write({"static/css/site.css": f"{css}\nh1 {{ color: {colour} }}\n"})
            expect(page.locator("h1")).to_have_css("color", colour)
        assert page.evaluate("window.same")
        expect(page.locator('link[rel="stylesheet"]:not([href*=desk])')).to_have_count(1)


def test_the_bar_says_what_readers_will_not_see(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", "2026-01-13", draft="true", publish="2099-12-01 07:30", expire="2100-01-05")})
    with preview(site, chromium) as page:
        notes = page.locator("krama-desk .note").all_inner_texts()
        assert notes[:4] == [
            "Draft: not published",
            "Goes live on 1 December 2099 7:30 am",
            "Goes away on 5 January 2100",
            "Not in Khmer yet",
        ]
        assert re.fullmatch(r"\d+ KB(, with \d+ KB of pictures| without pictures)", notes[4])
        expect(page.locator("krama-desk .bar .file")).to_have_text(A)
        site.write({"content/km/news/a.md": story("ទីមួយ")})
        expect(page.locator("krama-desk .note.untranslated")).to_have_count(0)


def test_the_bar_can_be_hidden_and_stays_hidden(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First")})
    with preview(site, chromium) as page:
        page.locator("krama-desk .hide").click()
        expect(page.locator("krama-desk .bar")).to_have_count(0)
        page.goto(urljoin(page.url, "/en/"))
        expect(page.locator("krama-desk .peg")).to_be_visible()
        expect(page.locator("krama-desk .bar")).to_have_count(0)
        site.write({A: story("Broken", date="soon")})
        page.goto(urljoin(page.url, "/en/news/a/"))
        expect(page.locator("krama-desk .mistakes")).to_be_visible()
        page.locator("krama-desk .peg").click()
        expect(page.locator("krama-desk .bar")).to_be_visible()


def test_the_messages_are_in_the_language_that_was_chosen(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First", date="soon")})
    with preview(site, chromium) as page:
        expect(page.locator("krama-desk .mistakes h2")).to_contain_text("1 error in 1 file")
        page.locator("krama-desk select").select_option("km")
        expect(page.locator("krama-desk .mistakes h2")).to_contain_text("កំហុស")
        expect(page.locator("krama-desk .mistakes .hint")).to_contain_text("2026-01-13")
        page.goto(urljoin(page.url, "/km/"))
        expect(page.locator("krama-desk .mistakes h2")).to_contain_text("កំហុស")


def test_two_hundred_saves_in_two_seconds_end_with_the_last(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First")})
    with preview(site, chromium) as page:
        began = time.monotonic()
        for number in range(200):
            site.write({A: story(f"Title {number}", "soon" if number % 7 == 2 else "2026-01-13", f"Save {number}.")})
            time.sleep(max(0.0, began + 0.01 * number - time.monotonic()))
        expect(page.get_by_text("Save 199.")).to_be_visible(timeout=20_000)
        expect(page.locator("h1")).to_have_text("Title 199")
        expect(page.locator("krama-desk .mistakes")).to_have_count(0)
        site.write({A: story("One more", body="And it lives.")})
        expect(page.get_by_text("And it lives.")).to_be_visible()


def test_a_preview_that_was_stopped_is_told_and_one_that_is_back_is_followed(hub: MakeHub, chromium: Browser) -> None:  # noqa: F811
    site = hub({A: story("First")})
    with ExitStack() as first:
        address = first.enter_context(started(site))
        with opened(chromium, f"{address}en/news/a/") as page:
            first.close()
            expect(page.locator("krama-desk .away")).to_be_visible()
            site.write({A: story("Second")})
            with started(site, int(address.rstrip("/").rpartition(":")[2])):
                expect(page.locator("h1")).to_have_text("Second", timeout=20_000)
                expect(page.locator("krama-desk .away")).to_have_count(0)

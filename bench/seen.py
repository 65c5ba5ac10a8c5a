"""From saving a text to seeing it: in an open page of the preview, in a real browser, with the search and everything.

    python bench/seen.py --pages 1000
    python bench/seen.py --pages 10000 --texts FOLDER

The time runs from before the file is written until the frame in which the browser shows the new words. A sentence, a
paragraph of another text, and a title are saved in turn. It needs Playwright and Chromium; `preview.py` measures the
same over HTTP, beside other generators. bench/README.md tells the rest.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import machine
import report
from corpus import Article
from peers.krama import PEER
from searching import stories

REST = 0.7  # seconds between two saves
WATCH = """mark => {
    window.shown = 0;
    const look = () => {
        if (!window.shown && document.documentElement.textContent.includes(mark)) {
            requestAnimationFrame(() => { window.shown = Date.now(); });
        }
    };
    window.watching?.disconnect();
    window.watching = new MutationObserver(look);
    window.watching.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
}"""
"""Notes the moment of the frame after the words came."""
Edit = Callable[[Article, int, str], Article]


def main() -> int:
    """Measure, and print a table."""
    options = _options()
    work = Path(tempfile.mkdtemp(prefix=f"seen-{options.pages}-", dir=options.work))
    try:
        found = stories.articles(options.pages, options.seed, options.texts)
        site = stories.prepare(work / "site", found, True)
        rows = [
            (name, times[len(times) // 2], times[0], times[-1])
            for name, times in ((name, sorted(times)) for name, times in _measure(site, options.saves))
        ]
    finally:
        shutil.rmtree(work)
    print(f"From save to seen, {options.pages:,} articles, {options.saves} saves of each kind, in ms\n")
    print("| Saved | Median | Best | Worst |\n|---|---:|---:|---:|")
    for name, middle, best, worst in rows:
        print(f"| {name} | {middle:.0f} | {best:.0f} | {worst:.0f} |")
    facts = {**machine.facts(options.work), "seed": options.seed, "runs": options.saves}
    print(f"\n{report.machine({**facts, 'versions': {'krama': PEER.versions()}})}")
    return 0


def _measure(site: stories.Site, saves: int) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of each save, by what was saved."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 — not everybody has it

    edited, others = stories.edited(site.found), [one for one in site.found if one.lang == "km"]
    edits: tuple[tuple[str, Edit], ...] = (
        ("a sentence", lambda one, _, mark: replace(one, body=f"{one.body}\n{mark}\n")),
        ("a paragraph", lambda one, n, mark: replace(one, body=f"{one.body}\n{_paragraph(others[n * 7])} {mark}\n")),
        ("a title", lambda one, _, mark: replace(one, title=f"{one.title} {mark}")),
    )
    with _preview(site.root) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address + edited.address.lstrip("/"))
        page.locator("krama-desk .bar").wait_for(timeout=120_000)
        for name, edit in edits:
            times = []
            for number in range(saves):
                time.sleep(REST)
                mark = f"seen{name[2:4]}{number}x"
                page.evaluate(WATCH, mark)
                began = time.time() * 1000
                site.save(edit(edited, number, mark))
                page.wait_for_function("() => window.shown", timeout=60_000, polling=20)
                times.append(page.evaluate("() => window.shown") - began)
            yield name, times
        browser.close()


def _paragraph(article: Article) -> str:
    return article.body.partition("\n\n")[0].strip()


@contextmanager
def _preview(root: Path) -> Iterator[str]:
    """The preview as a writer starts it; gives its address."""
    with subprocess.Popen(PEER.preview(root, 0), stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        try:
            if found is None:
                raise SystemExit("the preview did not start")
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("KRAMA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000, help="articles, half of them Khmer")
    parser.add_argument("--saves", type=int, default=10, help="of each kind")
    parser.add_argument("--texts", type=Path, help="a folder of real texts, LANG/NAME.txt, as for search.py")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()), help="where the site is laid out")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""A search as a reader has it: in Chromium, from a server of this machine, over a line that is made slow.

Only Playwright can tell; without it, or without a Chromium, nothing here is measured.
"""

import functools
import gzip
import http.server
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searching.indexing import pack
from searching.truth import Query

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = os.environ.get("KRAMA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
BYTES_A_SECOND = 50_000  # 400 kbit/s
LATENCY = 400  # ms
MOST = 120_000  # ms to wait for an answer
SETTLE = 500  # ms until the browser has told of all that came

# Types into Krama's box and waits until so many results are there.
KRAMA = """([query, wanted, most]) => new Promise(resolve => {
  const input = document.querySelector("[data-search] input[name=q]"), began = performance.now();
  const look = () => {
    const taken = performance.now() - began;
    if (document.querySelectorAll("[data-results] li").length >= wanted) resolve(taken);
    else if (taken > most) resolve(null);
    else requestAnimationFrame(look);
  };
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  look();
})"""
PAGEFIND = """async ([query, wanted, most]) => {
  const began = performance.now(), late = new Promise(resolve => setTimeout(resolve, most, null));
  const found = async () => {
    const { results } = await window.pagefind.search(query);
    await Promise.all(results.slice(0, wanted).map(one => one.data()));
    return performance.now() - began;
  };
  return Promise.race([found(), late]);
}"""
# Pagefind's own way, without its worker, whose traffic a page does not see.
PAGEFIND_PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Pagefind</title>
<link rel="icon" href="data:,">
<script type="module">
const pagefind = await import("/pagefind/pagefind.js");
await pagefind.options({{ noWorker: true }});
await pagefind.init();
window.pagefind = pagefind;
</script></html>
"""


@dataclass(frozen=True)
class Answered:
    """Milliseconds from the input to the first results, None if they never came; bytes and files loaded for it."""

    lang: str
    query: str
    milliseconds: float | None
    loaded: int
    files: int


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Sends files as a server does that packs them."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a head and its body are two packets: the second would wait
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def do_GET(self) -> None:
        """A file, with gzip where it is text, JSON, a program or bytes without a type."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        data = path.read_bytes()
        packs = kind.partition("/")[0] == "text" or kind in {"application/json", "application/octet-stream"}
        packed = pack(data) if packs else data
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if packed is not data:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Says nothing of a browser that went away."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, at this machine only."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def missing() -> str:
    """What is not here, or nothing."""
    try:
        import playwright.sync_api  # noqa: F401, PLC0415 — only here
    except ImportError:
        return "Playwright"
    return "" if CHROMIUM else "Chromium (set KRAMA_CHROMIUM to its path)"


@contextmanager
def chromium() -> Iterator[tuple["Browser", str]]:
    """A browser without a window, and its version."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 — as above

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser, browser.version
        browser.close()


class _Traffic:
    """What a page has loaded, in bytes as they came over the line."""

    def __init__(self, session: "CDPSession") -> None:
        self.names: dict[str, str] = {}
        self.loaded: list[tuple[str, int]] = []
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self.names[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.loaded.append((self.names.get(event["requestId"], ""), int(event["encodedDataLength"])))


Typed = Callable[[Query], tuple[str, str, int]]
"""Of a query: the address to open, the script that asks, and how many results to wait for."""


def ask(browser: "Browser", queries: Sequence[Query], typed: Typed) -> list[Answered]:
    """Every query on a page of its own, with nothing in the browser's cache but the page; the line is slow then."""
    answers = []
    for query in queries:
        address, script, wanted = typed(query)
        with _page(browser, address) as (page, session, traffic):
            before = len(traffic.loaded)
            session.send("Network.emulateNetworkConditions", _line())
            taken = page.evaluate(script, [query.text, wanted, MOST])
            page.wait_for_timeout(SETTLE)
            loaded = traffic.loaded[before:]
        answers.append(Answered(query.lang, query.text, taken, sum(one for _, one in loaded), len(loaded)))
    return answers


def _line() -> dict[str, Any]:
    return {
        "offline": False,
        "latency": LATENCY,
        "downloadThroughput": BYTES_A_SECOND,
        "uploadThroughput": BYTES_A_SECOND,
    }


@contextmanager
def _page(browser: "Browser", address: str) -> Iterator[tuple["Page", "CDPSession", _Traffic]]:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = _Traffic(session)
    page.goto(address, wait_until="networkidle")
    yield page, session, traffic
    context.close()


def opened(browser: "Browser", address: str) -> dict[str, int]:
    """The bytes of every file that a page loads before anything is asked."""
    with _page(browser, address) as (_, _, traffic):
        return {name.partition("//")[2].partition("/")[2]: size for name, size in traffic.loaded}


def pagefind_found(browser: "Browser", base: str, queries: Sequence[Query]) -> list[list[str]]:
    """The ids of all that Pagefind finds, the best first; the line is quick here."""
    script = "async query => (await window.pagefind.search(query)).results.map(one => one.id)"
    found: dict[int, list[str]] = {}
    for lang in {one.lang for one in queries}:
        with _page(browser, f"{base}/{lang}.html") as (page, _, _):
            page.wait_for_function("window.pagefind")
            for number, query in enumerate(queries):
                if query.lang == lang:
                    found[number] = page.evaluate(script, query.text)
    return [found[number] for number in range(len(queries))]


def pagefind_pages(folder: Path) -> dict[str, str]:
    """The address of every page that Pagefind knows, by its id."""
    found = {}
    for path in (folder / "pagefind" / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes())
        found[path.stem] = json.loads(data[data.index(b"{") :])["url"]
    return found

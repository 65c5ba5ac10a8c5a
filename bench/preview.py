"""From saving a text to seeing it in the preview."""

import http.client
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import LINUX, Failed, Sampler, Session, log_of, start_in

POLL = 0.004
QUIET = 0.05  # of a second of processor in a second: the generator rests
ROOM_TO_SETTLE = 60
ROOM_TO_START = 1800
ROOM_TO_SHOW = 300


@dataclass(frozen=True)
class Seen:
    """Seconds from the start to the first page, and from each save to the page that shows it; megabytes in all."""

    ready: float
    body: tuple[float, ...]
    title: tuple[float, ...]
    peak: float | None


def watch(command: list[str], site: Path, url: str, save: Callable[[str, str], None], edits: int) -> Seen:
    """Start a preview, edit an article several times and wait for each edit at its url.

    save(body, title): writes the article with these words added to its body and title.
    """
    with log_of(site).open("ab") as output:
        start = time.perf_counter()
        process = start_in(command, site, output.fileno())
        sampler, session = Sampler(process.pid), Session(process.pid)
        try:
            ready = _appears(url, "<h1>", ROOM_TO_START, process.poll) - start
            times: list[float] = []
            words = [(f"seenbody{number}", "") for number in range(edits)]
            words += [(f"seenbody{edits - 1}", f"seentitle{number}") for number in range(edits)]
            for body, title in words:
                _settle(session)
                saved = time.perf_counter()
                save(body, title)
                times.append(_appears(url, title or body, ROOM_TO_SHOW, process.poll) - saved)
            return Seen(ready, tuple(times[:edits]), tuple(times[edits:]), sampler.end())
        finally:
            sampler.end()
            _stop(process.pid)
            process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _appears(url: str, token: str, seconds: float, ended: Callable[[], int | None]) -> float:
    """When a token stands in a page."""
    last = time.perf_counter() + seconds
    while time.perf_counter() < last:
        if token in _get(url):
            return time.perf_counter()
        if ended() is not None:
            raise Failed("the preview ended by itself")
        time.sleep(POLL)
    raise Failed(f"no {token} at {url} within {seconds} s")


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=30) as reply:
            text: str = reply.read().decode("utf-8", errors="replace")
            return text
    except (OSError, urllib.error.URLError, http.client.HTTPException):
        return ""


def _settle(session: Session) -> None:
    """Wait until the generator rests: an edit shall not meet the work of the one before."""
    if not LINUX:
        time.sleep(3)
        return
    last = time.perf_counter() + ROOM_TO_SETTLE
    before = session.cpu()
    while time.perf_counter() < last:
        time.sleep(1)
        now = session.cpu()
        if now - before < QUIET:
            return
        before = now


def _stop(group: int) -> None:
    for one in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(group, one)
        except ProcessLookupError:
            return
        time.sleep(1)

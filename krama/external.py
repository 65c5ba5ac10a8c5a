"""Links to other sites, tested politely: each address once, few at a time, and what was found is remembered.

It says what a reader would meet, and never keeps a site from being published: other people's servers have bad days. An
address that answers that it is gone is told; one that cannot be reached now is counted, no more.
"""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from krama import sources
from krama.ask import NO_ADDRESS, Answer
from krama.model import Source
from krama.problems import Problem, ordered
from krama.progress import TESTING, Step, silent
from krama.publish import write_whole
from krama.said import said
from krama.settings import SITE, read_settings

CACHE = Path(".krama/external.json")
AT_ONCE, OF_ONE_HOST = 8, 2
PAUSE = 0.5  # seconds between two requests to one host, in each of its lanes
GOOD_FOR, BAD_FOR = timedelta(days=7), timedelta(days=1)
MOST_NAMED = 5
OFTEN = 100  # answers after which they are written down, in case the program is killed
MOMENT = 0.5  # seconds after which whoever waits looks up: without a limit, Windows hears no Ctrl+C
UNHEARD = {"silent", "nowhere"}  # answers that may be different in a moment
PORTS = {"http": 80, "https": 443}

IN_TEXT = re.compile(
    r"\]\(\s*<?(?P<link>https?://(?:[^\s<>()]|\([^\s<>()]*\))+)"
    r"|<(?P<plain>https?://[^\s<>]+)>"
    r"|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<label>https?://[^\s<>]+)"
    r"|\b(?:href|src)\s*=\s*[\"'](?P<raw>https?://[^\"']+)",
    re.MULTILINE | re.IGNORECASE,
)
IN_VALUES = re.compile(r"https?://[^\s\"'<>,\]})]+", re.IGNORECASE)
FRONT = re.compile(r"---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(
    r"^[ \t>]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE
)
COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
STOPS = ".,;:!?។"


Ask = Callable[[str], Answer]
"""Tells what is at an address."""
Found = SimpleQueue[tuple[str, Answer | Exception]]


class Mention(Struct, frozen=True):
    """An address of another site, and the file and line that name it."""

    address: str
    path: str
    line: int


class Known(Struct, frozen=True):
    """What was found at an address, and when."""

    when: Annotated[datetime, Meta(tz=True)]
    answer: Answer


def check(root: Path, now: datetime, ask: Ask, pause: float = PAUSE, step: Step = silent) -> tuple[Problem, ...]:
    """A warning for each link to another site that is gone or has moved for good; one for all that cannot be tested.

    now: decides what is still remembered, in .krama/external.json below the root of the site. ask: tells what is at an
    address. pause: seconds. step: is told how far it has come. What was found is remembered, even if it is interrupted.
    """
    mentions = tuple(dict.fromkeys(mentioned(root)))
    addresses = {one.address for one in mentions}
    known = {address: one for address, one in _remembered(root / CACHE, now).items() if address in addresses}
    asked: dict[str, Answer] = {}
    try:
        for address, answer in visit(sorted(addresses - known.keys()), ask, pause, step):
            asked[address] = answer
            if len(asked) % OFTEN == 0:
                _remember(root / CACHE, known | _lasting(asked, now))
    finally:
        if asked:
            _remember(root / CACHE, known | _lasting(asked, now))
    answers = {address: one.answer for address, one in known.items()} | asked
    if all(one.kind in UNHEARD or one == NO_ADDRESS for one in asked.values()):  # we are offline, it seems
        answers |= {address: Answer("silent") for address, one in asked.items() if one.kind == "nowhere"}
    return ordered(_told(mentions, answers))


def mentioned(root: Path) -> Iterator[Mention]:
    """Every link to another site in the texts, their front matter and site.toml; those in code are none."""
    settings, _ = read_settings(root)
    if settings is None:
        return
    own = _server(settings.origin)
    seen = sources.scan(root, sources.tops(settings.languages), 0)
    for path in (SITE, *sources.documents(seen.files)):
        source, _ = sources.text(root, path)
        if source is None:
            continue
        for at, written in _links(source):
            address = html.unescape(written).rstrip(STOPS).partition("#")[0]
            if _server(address) != own:
                yield Mention(address, path, source.text.count("\n", 0, at) + 1)


def _links(source: Source) -> Iterator[tuple[int, str]]:
    """The web addresses of a source, each with the place where it begins."""
    front = FRONT.match(source.text)
    head = len(source.text) if source.path == SITE else front.end() if front else 0
    for match in IN_VALUES.finditer(COMMENT.sub(_blank, source.text[:head])):
        yield match.start(), match[0]
    body = " " * head + CODE.sub(_blank, source.text[head:])
    for match in IN_TEXT.finditer(body, head):
        name = match.lastgroup
        assert name is not None
        yield match.start(name), match[name]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _server(address: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; its host is "" where it is none."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0


def visit(addresses: Collection[str], ask: Ask, pause: float, step: Step = silent) -> Iterator[tuple[str, Answer]]:
    """What is at each address, as it is found: several at once, of one host in two lanes, with a pause between one and
    the next."""
    lanes = _lanes(addresses)
    free: SimpleQueue[list[str]] = SimpleQueue()
    for lane in lanes:
        free.put(lane)
    found: Found = SimpleQueue()
    stop = Event()

    def work() -> None:
        with suppress(Empty):
            while not stop.is_set():
                _along(free.get_nowait(), ask, lambda: stop.wait(pause), found)

    for _ in range(min(AT_ONCE, len(lanes))):
        Thread(target=work, daemon=True).start()  # the program does not wait for one who waits for an answer
    done = 0
    try:
        while done < len(addresses):
            step(TESTING, done, len(addresses))
            try:
                address, answer = found.get(timeout=MOMENT)
            except Empty:
                continue
            if isinstance(answer, Exception):
                raise answer
            yield address, answer
            done += 1
        step(TESTING, done, len(addresses))
    finally:
        stop.set()


def _along(lane: list[str], ask: Ask, stopped: Callable[[], bool], found: Found) -> None:
    """Asks one address after another. stopped: waits between two of them, and tells whether that is enough."""
    for number, address in enumerate(lane):
        if number and stopped():
            return
        try:
            found.put((address, ask(address)))
        except Exception as error:  # ours: told where it is waited for
            found.put((address, error))


def _lanes(addresses: Iterable[str]) -> list[list[str]]:
    """Addresses to be asked one after another, the longest row first."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_server(address)[1], []).append(address)
    lanes = [lane for held in hosts.values() for start in range(OF_ONE_HOST) if (lane := held[start::OF_ONE_HOST])]
    return sorted(lanes, key=len, reverse=True)


def _told(mentions: tuple[Mention, ...], answers: dict[str, Answer]) -> Iterator[Problem]:
    look = said("look for its new place, or take the link out")
    for one in mentions:
        answer = answers[one.address]
        if answer.kind == "gone":
            message = said('the link "{}" is dead: the answer is {}', one.address, answer.detail)
            yield Problem(one.path, one.line, message, look, "warning")
        elif answer.kind == "nowhere":
            message = said('the link "{}" is dead: there is no such site', one.address)
            yield Problem(one.path, one.line, message, look, "warning")
        elif answer.kind == "moved":
            message = said('the link "{}" has moved for good', one.address)
            yield Problem(one.path, one.line, message, said('write "{}"', answer.detail), "warning")
    untested = [address for address, one in sorted(answers.items()) if one.kind in {"refused", "silent"}]
    if untested:
        more = ", …" if len(untested) > MOST_NAMED else ""
        named = ", ".join(f"{one} ({answers[one].detail or '–'})" for one in untested[:MOST_NAMED]) + more
        hint = said("they may be busy, refuse programs, or the network was away; try them in a browser: {}", named)
        yield Problem("", 0, said("links to other sites that could not be tested: {}", len(untested)), hint, "warning")


def _remembered(place: Path, now: datetime) -> dict[str, Known]:
    """What was found so recently that it need not be asked again."""
    try:
        known = msgspec.json.decode(place.read_bytes(), type=dict[str, Known])
    except (OSError, msgspec.MsgspecError):
        return {}
    long = {True: GOOD_FOR, False: BAD_FOR}
    return {
        address: one
        for address, one in known.items()
        if one.when <= now < one.when + long[one.answer.kind in {"good", "moved"}]
    }


def _lasting(asked: dict[str, Answer], now: datetime) -> dict[str, Known]:
    return {address: Known(now, one) for address, one in asked.items() if one.kind not in UNHEARD}


def _remember(place: Path, known: dict[str, Known]) -> None:
    place.parent.mkdir(exist_ok=True)
    write_whole(place, msgspec.json.format(msgspec.json.encode(dict(sorted(known.items()))), indent=1))

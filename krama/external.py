"""Links to other sites, tested politely: each address once, few at a time, and what was found is remembered.

It says what a reader would meet, and never keeps a site from being published: other people's servers have bad days. An
address that answers that it is gone is told; one that cannot be reached now is counted, no more.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.parse import urldefrag, urlsplit

import msgspec
from msgspec import Struct

from krama import sources
from krama.ask import Answer
from krama.model import Source
from krama.problems import Problem, ordered
from krama.publish import write_whole
from krama.said import said
from krama.settings import SITE, read_settings

CACHE = Path(".krama/external.json")
AT_ONCE, OF_ONE_HOST = 8, 2
PAUSE = 0.5  # seconds between two requests to one host, in each of its lanes
GOOD_FOR, BAD_FOR = timedelta(days=7), timedelta(days=1)
MOST_NAMED = 5

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


class Mention(Struct, frozen=True):
    """An address of another site, and the file and line that name it."""

    address: str
    path: str
    line: int


class Known(Struct, frozen=True):
    """What was found at an address, and when."""

    when: datetime
    answer: Answer


def check(root: Path, now: datetime, ask: Ask, pause: float = PAUSE) -> tuple[Problem, ...]:
    """A warning for each link to another site that is gone or has moved for good; one for all that cannot be tested.

    now: decides what is still remembered, in .krama/external.json below the root of the site. ask: tells what is at an
    address. pause: seconds.
    """
    mentions = tuple(dict.fromkeys(mentioned(root)))
    addresses = {one.address for one in mentions}
    known = {address: one for address, one in _remembered(root / CACHE, now).items() if address in addresses}
    asked = visit(sorted(addresses - known.keys()), ask, pause)
    if asked:
        lasting = {address: Known(now, one) for address, one in asked.items() if one.kind not in {"silent", "nowhere"}}
        _remember(root / CACHE, known | lasting)
    answers = {address: one.answer for address, one in known.items()} | asked
    if not any(one.kind not in {"silent", "nowhere"} for one in asked.values()):  # we are offline, it seems
        answers |= {address: Answer("silent") for address, one in asked.items() if one.kind == "nowhere"}
    return ordered(_told(mentions, answers))


def mentioned(root: Path) -> Iterator[Mention]:
    """Every link to another site in the texts, their front matter and site.toml; those in code are none."""
    settings, _ = read_settings(root)
    if settings is None:
        return
    seen = sources.scan(root, sources.tops(settings.languages), 0)
    for path in (SITE, *sources.documents(seen.files)):
        source, _ = sources.text(root, path)
        if source is None:
            continue
        for at, written in _links(source):
            address = urldefrag(html.unescape(written).rstrip(STOPS)).url
            if not address.startswith(settings.origin):
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


def visit(addresses: Iterable[str], ask: Ask, pause: float) -> dict[str, Answer]:
    """What is at each address: several at once, of one host in two lanes, with a pause between one and the next."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    lanes = [lane for held in hosts.values() for start in range(OF_ONE_HOST) if (lane := held[start::OF_ONE_HOST])]
    lanes.sort(key=len, reverse=True)
    stop = Event()

    def along(lane: list[str]) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for address in lane:
            if stop.wait(pause if found else 0):
                break
            found[address] = ask(address)
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            return {address: answer for found in pool.map(along, lanes) for address, answer in found.items()}
        finally:
            stop.set()  # Ctrl+C: what is asked now is waited for, nothing further


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


def _remember(place: Path, known: dict[str, Known]) -> None:
    place.parent.mkdir(exist_ok=True)
    write_whole(place, msgspec.json.format(msgspec.json.encode(dict(sorted(known.items()))), indent=1))

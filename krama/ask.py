"""One address of another site asked whether it is there, in the standard library's HTTP: HEAD, and GET where needed."""

import socket
from http.client import HTTPException
from typing import IO, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from msgspec import Struct

AGENT = "krama-check"
MOST_SECONDS = 10
MOST_STEPS = 8
LITTLE = 1024  # bytes read of an answer to GET
LASTING, PASSING = {301, 308}, {302, 303, 307}
GONE = {404, 410}
BUSY = {429, 503}


class Answer(Struct, frozen=True):
    """What is at an address. good: a page. moved: one elsewhere for good (detail: its address). gone: nothing any more
    (detail: the status). refused: an answer that tells neither (detail: the status). nowhere: there is no such host.
    silent: no answer, or none that can be trusted (detail: why)."""

    kind: Literal["good", "moved", "gone", "refused", "nowhere", "silent"]
    detail: str = ""


def ask(address: str, seconds: float = MOST_SECONDS) -> Answer:
    """Asks a web address, and follows it where it redirects. seconds: how long it may be silent."""
    try:
        return _follow(_ascii(address), seconds)
    except URLError as error:
        if isinstance(error.reason, socket.gaierror):
            return Answer("nowhere")
        return Answer("silent", str(error.reason))
    except (HTTPException, OSError) as error:
        return Answer("silent", str(error) or type(error).__name__)
    except ValueError:  # letters or a port that no address has
        return Answer("gone", "no address")


def _follow(address: str, seconds: float) -> Answer:
    here, moved, lasting = address, "", True
    for _ in range(MOST_STEPS):
        status, location = _status(here, seconds)
        if status not in LASTING | PASSING or not location:
            return _answer(status, moved)
        here = _ascii(urljoin(here, location))
        lasting = lasting and status in LASTING
        moved = here if lasting else moved
        if urlsplit(here).scheme not in {"http", "https"}:
            break
    return Answer("refused", "it redirects without end")


def _answer(status: int, moved: str) -> Answer:
    if 200 <= status < 300:
        return Answer("moved", moved) if moved else Answer("good")
    return Answer("gone" if status in GONE else "refused", str(status))


def _status(address: str, seconds: float) -> tuple[int, str]:
    """The status of an address, and where it redirects to. Many servers refuse HEAD, or do not know it."""
    try:
        status, location = _request(address, "HEAD", seconds)
    except (HTTPException, ConnectionError):
        status, location = 0, ""
    if status == 0 or (status >= 400 and status not in BUSY):
        return _request(address, "GET", seconds)
    return status, location


def _request(address: str, method: str, seconds: float) -> tuple[int, str]:
    request = Request(address, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310 — http and https alone
    try:
        with OPENER.open(request, timeout=seconds) as answer:
            answer.read(LITTLE)
            return int(answer.status), ""
    except HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", "")


class _Stay(HTTPRedirectHandler):
    """Goes nowhere by itself: whether a redirect is for good would be lost."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str) -> None:
        """Nothing further is asked."""


OPENER = build_opener(_Stay)


def _ascii(address: str) -> str:
    """An address as it goes over the wire: a host in Khmer as punycode, other letters as percent signs."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(one, safe="%/:=&?~+!$,;'@()*[]") for one in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))

"""One address of another site asked whether it is there, in the standard library's HTTP: HEAD, and GET where needed."""

import socket
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Thread
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, OpenerDirector, ProxyHandler, Request

from msgspec import Struct

AGENT = "krama-check"
MOST_SECONDS = 10
TIMES = 3  # as long as an answer may be silent, an address may take in all
MOST_STEPS = 8
LASTING, PASSING = {301, 308}, {302, 303, 307}
GONE = {404, 410}
BUSY = {429, 503}
KEPT = "%/:=&?~+!$,;'@()*[]"  # what stays as it is written, beside letters and digits


class Answer(Struct, frozen=True):
    """What is at an address. good: a page. moved: one elsewhere for good (detail: its address). gone: nothing any more
    (detail: the status). refused: an answer that tells neither (detail: the status). nowhere: there is no such host.
    silent: no answer, or none that can be trusted (detail: why)."""

    kind: Literal["good", "moved", "gone", "refused", "nowhere", "silent"]
    detail: str = ""


NO_ADDRESS = Answer("gone", "no address")


def ask(address: str, seconds: float = MOST_SECONDS) -> Answer:
    """Asks a web address, and follows it where it redirects.

    seconds: how long it may be silent. In all it may take three times as long: a server that sends a letter now and
    then is never silent, and a name server has no such limit. A thread that is no longer waited for ends with its
    connection, or with the program.
    """
    line, found = Line(), Future[Answer]()

    def find() -> None:
        try:
            found.set_result(_found(line, address, seconds))
        except BaseException as error:  # ours: told where it is waited for
            found.set_exception(error)

    Thread(target=find, daemon=True).start()
    try:
        return found.result(TIMES * seconds)
    except TimeoutError:
        line.end()
        return Answer("silent", "timed out")


class Line(HTTPHandler):
    """How the web is reached for one address: one connection after another, until its time is over."""

    https_request = HTTPHandler.http_request

    def __init__(self) -> None:
        super().__init__()
        self.over = False
        self.socket: socket.socket | None = None
        self.opener = OpenerDirector()  # neither redirects nor statuses are dealt with: both are what is asked for
        for handler in (ProxyHandler(), self):
            self.opener.add_handler(handler)

    def http_open(self, req: Request) -> HTTPResponse:
        """A request over HTTP."""
        return self.do_open(partial(_Connection, self), req)

    def https_open(self, req: Request) -> HTTPResponse:
        """A request over HTTPS."""
        return self.do_open(partial(_Secure, self), req)

    def hold(self, held: socket.socket) -> None:
        """The connection that is open from now on."""
        self.socket = held
        if self.over:
            self.end()

    def end(self) -> None:
        """Shuts the connection, and every further one at once: whoever reads there is given the end of it."""
        self.over = True  # first: what is opened meanwhile sees it
        if self.socket:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    def __init__(self, line: Line, *where: Any, **how: Any) -> None:
        super().__init__(*where, **how)
        self.line = line

    def connect(self) -> None:
        super().connect()
        self.line.hold(self.sock)


class _Secure(_Connection, HTTPSConnection):
    """The same over TLS."""


def _found(line: Line, address: str, seconds: float) -> Answer:
    try:
        return _follow(line, _ascii(address), seconds)
    except URLError as error:
        if isinstance(error.reason, socket.gaierror):
            return Answer("nowhere")
        return Answer("silent", str(error.reason))
    except (HTTPException, OSError) as error:
        return Answer("silent", str(error) or type(error).__name__)
    except ValueError:  # letters or a port that no address has
        return NO_ADDRESS


def _follow(line: Line, address: str, seconds: float) -> Answer:
    here, moved, lasting = address, "", True
    for _ in range(MOST_STEPS):
        status, location = _status(line, here, seconds)
        if status not in LASTING | PASSING or not location:
            return _answer(status, moved)
        try:
            here = _ascii(urljoin(here, _meant(location)))
        except ValueError:
            return Answer("refused", "it redirects to no address")
        lasting = lasting and status in LASTING
        moved = here if lasting else moved
    return Answer("refused", "it redirects without end")


def _answer(status: int, moved: str) -> Answer:
    if 200 <= status < 300:
        return Answer("moved", moved) if moved else Answer("good")
    return Answer("gone" if status in GONE else "refused", str(status))


def _status(line: Line, address: str, seconds: float) -> tuple[int, str]:
    """The status of an address, and where it redirects to. Many servers refuse HEAD, or do not know it."""
    try:
        status, location = _request(line, address, "HEAD", seconds)
    except (HTTPException, ConnectionError):
        status, location = 0, ""
    if status == 0 or (status >= 400 and status not in BUSY):
        return _request(line, address, "GET", seconds)
    return status, location


def _request(line: Line, address: str, method: str, seconds: float) -> tuple[int, str]:
    """What the head of an answer says; its body is not read."""
    if line.over:
        raise TimeoutError
    request = Request(address, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310 — http and https alone
    with line.opener.open(request, timeout=seconds) as answer:
        return int(answer.status), answer.headers.get("Location", "")


def _meant(location: str) -> str:
    """An address out of the head of an answer, which http.client reads as Latin-1: most write UTF-8 there."""
    raw = location.encode("latin-1")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return quote(raw, safe=KEPT)


def _ascii(address: str) -> str:
    """An address as it goes over the wire: a host in Khmer as punycode, other letters as percent signs, without the
    name and password of somebody. ValueError: it is none of the web's."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(address)
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port is None else f":{parts.port}"
    path, query = (quote(one, safe=KEPT) for one in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, host + port, path, query, ""))

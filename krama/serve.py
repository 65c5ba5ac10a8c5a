"""The preview: a site in memory behind a local web server; an open page follows what is saved, and tells what is wrong.

Werkzeug answers requests (types, ranges, conditions, hosts). A page is what a build would publish, with one script of
Krama's own at its end (assets/desk.js), which is told of each version of the site. Nothing is written but a memo beside
the published folder.
"""

import contextlib
import gc
import mimetypes
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from werkzeug.exceptions import HTTPException, NotFound, SecurityError
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from krama import desk
from krama.desk import Shown
from krama.live import Live
from krama.memo import Damaged
from krama.said import Tongue
from krama.tongue import LANGUAGES
from krama.watch import Touched, Watch

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EVENTS, OPEN, ASSETS = "/.krama/events", "/.krama/open", "/.krama/assets/"
HERE = Path(__file__).parent / "assets"
TYPES = {".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".xml": "application/xml"}
SCRIPT = '<script src="{assets}desk.js" data-page="{page}" data-lang="{lang}" defer></script>'
"""Put at the end of a page. page: the digest of what it was made of; only one that differs is loaded anew."""
EMPTY = b'<!doctype html><meta charset="utf-8"><title>Krama</title><body></body>'
OPENED = (".md", ".markdown", ".toml", ".html", ".xml", ".po", ".css")
"""Files that a mistake can stand in; to open them runs nothing."""
RETRY, DAY = 1.0, 86_400.0  # seconds
PAUSE = 15  # seconds after which a connection is tried, so that one that nobody reads is noticed

Tell = Callable[[Exception | None], None]


class Site:
    """The web application: one live site, and those who wait for its next version."""

    def __init__(self, live: Live, hosts: list[str], tongue: Tongue = lambda _: str, lang: str = "en") -> None:
        """hosts: the names under which it may be asked, so that no other page can reach it by a name of its own. lang:
        in which staff are told, unless they choose another."""
        self.live, self.hosts, self.tongue, self.lang = live, hosts, tongue, lang
        self.changed = threading.Condition()
        self.last: dict[str, bytes] = {}
        self.closed = False
        self.timer = threading.Timer(DAY, self.refresh)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers one request."""
        request = Request(environ)
        request.trusted_hosts = self.hosts
        try:
            response = self.answer(request)
        except HTTPException as refused:
            response = refused.get_response(environ)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """What lies at an address, or the page that says that nothing does."""
        try:
            _ = request.host
        except SecurityError:
            return Response("This preview answers to its own address only.\n", 400)
        if request.path == OPEN:
            return self.open(request)
        if request.method not in {"GET", "HEAD"}:
            return Response("A preview can only be looked at.\n", 405, {"Allow": "GET, HEAD"})
        if request.path == EVENTS:
            events = self.events(request.args.get("at", "/"), request.args.get("lang", ""))
            return Response(events, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})
        if request.path.startswith(ASSETS):
            return self._asset(request, request.path.removeprefix(ASSETS))
        if self.live.path(request.path) is None and self.live.path(f"{request.path}/"):
            query = request.query_string.decode()
            return redirect(f"{request.path}/{'?' if query else ''}{query}", 308)
        try:
            shown = desk.page(self.live, request.path, self.last)
        except Damaged:
            return Response("What the preview remembered is damaged. Start it again.\n", 500)
        return self._response(request, shown, 200 if self.live.path(request.path) else 404)

    def events(self, url: str, lang: str) -> Iterator[str]:
        """What is told beside a page, now and after each later change (server-sent events)."""
        seen, chosen = -1, lang if lang in LANGUAGES else self.lang
        while not self.closed:
            with self.changed:
                if self.live.version == seen:
                    self.changed.wait(timeout=PAUSE)
                new, seen = self.live.version != seen, self.live.version
            yield f"data: {self._told(url, chosen)}\n\n" if new else ": still here\n\n"

    def _told(self, url: str, lang: str) -> str:
        """What is told beside a page, as JSON."""
        told = desk.desk(self.live, desk.page(self.live, url, self.last), lang, self.tongue(lang))
        return msgspec.json.encode(told).decode()

    def open(self, request: Request) -> Response:
        """Opens a source in the program that the system opens such files with: for a page of the preview, and no other.

        Another site's page may send a POST, but not with a header of its own: the browser would ask first, and is not
        told that it may.
        """
        if request.method != "POST" or request.headers.get("X-Krama") != "open":
            return Response("Only a page of the preview may ask for this.\n", 403)
        path = request.get_data(as_text=True)
        if not (self.live.knows(path) and path.endswith(OPENED)):
            raise NotFound
        place = str(self.live.options.root / path)
        threading.Thread(target=partial(click.launch, place, wait=True), daemon=True).start()
        return Response("", 204)

    def refresh(self, touched: Touched) -> None:
        """Takes in saved files and tells those who wait."""
        if self.live.refresh(touched):
            with self.changed:
                self.changed.notify_all()
            self.live.index()  # now, while nobody waits
        self._again_later()

    def _again_later(self) -> None:
        """Looks again soon where a file could not be read, and when a page comes or goes by itself."""
        self.timer.cancel()
        wait = RETRY
        if not self.live.missed:
            until = self.live.until
            wait = max(RETRY, min(DAY, (until - self.live.clock()).total_seconds())) if until else DAY
        self.timer = threading.Timer(wait, self.refresh, (frozenset(),))
        self.timer.daemon = True
        if not self.closed:
            self.timer.start()

    def close(self) -> None:
        """Lets those who wait go."""
        self.closed = True
        self.timer.cancel()
        with self.changed:
            self.changed.notify_all()

    def _response(self, request: Request, shown: Shown, status: int) -> Response:
        path, data = shown.path or "index.html", shown.data
        suffix = Path(path).suffix
        kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        if suffix == ".html":
            script = SCRIPT.format(assets=ASSETS, page=desk.name(shown), lang=self.lang).encode()
            head, mark, tail = (data or EMPTY).rpartition(b"</body>")
            data = head + script + mark + tail if mark else tail + script
            status = status if shown.data else 500
        elif shown.wrong or not shown.path:
            return Response("This file cannot be shown now.\n", 503, {"Cache-Control": "no-store"})
        response = Response(data, status, mimetype=kind, headers={"Cache-Control": "no-cache"})
        response.add_etag()
        return response.make_conditional(request, accept_ranges=True, complete_length=len(data))

    @staticmethod
    def _asset(request: Request, name: str) -> Response:
        """A file of the preview's own."""
        if name not in {"desk.js", "desk.css"}:
            raise NotFound
        kind = mimetypes.guess_type(name)[0]
        response = Response((HERE / name).read_bytes(), mimetype=kind, headers={"Cache-Control": "no-cache"})
        response.add_etag()
        return response.make_conditional(request)


def names(host: str) -> list[str]:
    """The names by which a preview at an address may be asked: with 0.0.0.0 or :: also those of this machine, so that a
    telephone in the same network can look."""
    found = [host, f"[{host}]", "localhost"]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 — asked for
        name = socket.gethostname()
        own = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
        found += [name, *own, *(f"[{one}]" for one in own)]
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
            way_out.connect(("192.0.2.1", 9))  # nothing is sent: it tells the address by which others are reached
            found.append(way_out.getsockname()[0])
    return found


def free(host: str, port: int) -> bool:
    """Whether nobody listens at an address yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        return False
    return True


def serve(site: Site, port: int, ready: Callable[[str], None], tell: Tell, *, polling: bool = False) -> None:
    """Serves a site at the first of its hosts until it is interrupted.

    ready: called with the address. tell: called after each change, with what went wrong within Krama, if it did.
    polling: look for saved files every second, where the system does not tell of them.
    """
    live, host = site.live, site.hosts[0]
    site.refresh(None)
    # What stays for as long as the preview runs is not gone through for cycles again; what comes and goes is.
    gc.freeze()
    gc.enable()
    server = _Server(host, port, site)
    watch = Watch(live.options.root, partial(_take, site, tell), polling=polling)
    watch.start()
    ready(f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/")
    try:
        server.serve_forever()
    finally:
        site.close()
        watch.stop()
        server.server_close()


def _take(site: Site, tell: Tell, touched: Touched) -> None:
    try:
        site.refresh(touched)
    except Exception as error:
        tell(error)
    else:
        tell(None)


class _Server(ThreadedWSGIServer):
    """A request for each thread, and threads that end with the process."""

    daemon_threads = True

    def __init__(self, host: str, port: int, site: Site) -> None:
        super().__init__(host, port, site, handler=_Handler)


class _Handler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 — the library's name
        """What goes wrong is shown in the page."""

"""The preview: a site in memory behind a local web server; a page that is open reloads when what it shows was saved.

Werkzeug answers requests (types, ranges, conditions, hosts), watchdog tells of saved files. Nothing is written but a
memo beside the published folder.
"""

import gc
import mimetypes
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver
from werkzeug.exceptions import HTTPException, NotFound, SecurityError
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from krama import sources
from krama.live import Live
from krama.memo import Damaged
from krama.templates import TemplateMistake

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EVENTS = "/.krama/events"
QUIET = 0.05  # seconds without another event after which a file that is being written counts as saved
TYPES = {".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".xml": "application/xml"}
RELOAD = """<script>(function(){{var source=new EventSource("{events}");
source.onmessage=function(event){{if(event.data!=="{version}")location.reload()}}}})()</script>"""
"""Reloads the page when the version of the site is not the one that the page was made of; the browser keeps its place,
and connects again by itself after a pause."""

Tell = Callable[[Exception | None], None]


class Site:
    """The web application: one live site, and those who wait for its next version."""

    def __init__(self, live: Live, hosts: list[str]) -> None:
        """hosts: the names under which it may be asked, so that no other page can reach it by a name of its own."""
        self.live, self.hosts = live, hosts
        self.changed = threading.Condition()
        self.closed = False

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
        if request.method not in {"GET", "HEAD"}:
            return Response("A preview can only be looked at.\n", 405, {"Allow": "GET, HEAD"})
        if request.path == EVENTS:
            return Response(self.events(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})
        if self.live.path(request.path) is None and self.live.path(f"{request.path}/"):
            return redirect(f"{request.path}/", 308)
        version = self.live.version  # before the page is made: one that comes meanwhile reloads it
        try:
            found = self.live.page(request.path)
            status = 200 if found else 404
            found = found or self.live.page(self.live.lost(request.path))
        except TemplateMistake as mistake:
            return Response(f"{mistake.problem.path}:{mistake.problem.line}: {mistake.problem.message}\n", 500)
        except Damaged:
            return Response("What the preview remembered is damaged. Start it again.\n", 500)
        if found is None:
            raise NotFound
        return self._response(request, *found, status, version)

    def events(self) -> Iterator[str]:
        """The version of the site now, and each later one (server-sent events)."""
        seen = -1
        while not self.closed:
            with self.changed:
                if self.live.version == seen:
                    self.changed.wait(timeout=15)
                new, seen = self.live.version != seen, self.live.version
            yield f"data: {seen}\n\n" if new else ": still here\n\n"

    def refresh(self, touched: frozenset[str]) -> None:
        """Takes in saved files and tells those who wait."""
        if self.live.refresh(touched):
            with self.changed:
                self.changed.notify_all()
            self.live.index()  # now, while nobody waits

    def close(self) -> None:
        """Lets those who wait go."""
        self.closed = True
        with self.changed:
            self.changed.notify_all()

    @staticmethod
    def _response(request: Request, path: str, data: bytes, status: int, version: int) -> Response:
        suffix = Path(path).suffix
        kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        if suffix == ".html":
            head, mark, tail = data.rpartition(b"</body>")
            script = RELOAD.format(events=EVENTS, version=version).encode()
            data = head + script + mark + tail if mark else data
        response = Response(data, status, mimetype=kind, headers={"Cache-Control": "no-cache"})
        response.add_etag()
        return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


class Watcher(FileSystemEventHandler):
    """Gathers the names of saved files and hands them on when it is quiet; it survives whatever they turn out to be."""

    def __init__(self, root: Path, take: Callable[[frozenset[str]], None]) -> None:
        self.root, self.take = root, take
        self.saved: queue.SimpleQueue[tuple[str, bool] | None] = queue.SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A file was written, moved or deleted; one that was only read is nothing new."""
        if event.event_type in {"opened", "closed_no_write"} or (event.is_directory and event.event_type == "modified"):
            return
        for place in (event.src_path, event.dest_path):
            if place:
                self.saved.put((str(place), event.event_type == "closed"))

    def work(self) -> None:
        """Hands on what was saved, until `stop`."""
        while (first := self.saved.get()) is not None:
            touched, whole = {first[0]}, first[1]
            while True:
                try:
                    # A file that was closed is whole, and is not waited for; of one that is written, more is to come.
                    more = self.saved.get(timeout=0 if whole else QUIET)
                except queue.Empty:
                    break
                if more is None:
                    return
                touched.add(more[0])
                whole = more[1]
            inside = frozenset(path for path in map(self._path, touched) if path and sources.belongs(path))
            if inside:
                self.take(inside)

    def stop(self) -> None:
        """Ends `work`."""
        self.saved.put(None)

    def _path(self, place: str) -> str:
        return Path(place).relative_to(self.root).as_posix() if Path(place).is_relative_to(self.root) else ""


def serve(live: Live, host: str, port: int, ready: Callable[[str], None], tell: Tell) -> None:
    """Serves a site until it is interrupted.

    ready: called with the address. tell: called after each change, with what went wrong within Krama, if it did.
    """
    root = live.options.root
    site = Site(live, [host, "localhost"])
    live.refresh()
    live.index()
    # What stays for as long as the preview runs is not gone through for cycles again; what comes and goes is.
    gc.freeze()
    gc.enable()
    server = _Server(host, port, site)

    def take(touched: frozenset[str]) -> None:
        try:
            site.refresh(touched)
        except OSError:
            return  # a file came or went in the middle of the look; what it was is told next
        except Exception as error:
            tell(error)
        else:
            tell(None)

    watcher = Watcher(root, take)
    observer = _observer(watcher, root)
    worker = threading.Thread(target=watcher.work, daemon=True)
    worker.start()
    ready(f"http://{host}:{server.server_port}/")
    try:
        server.serve_forever()
    finally:
        site.close()
        watcher.stop()
        observer.stop()
        server.server_close()


def _observer(watcher: Watcher, root: Path) -> BaseObserver:
    """Watches the folders of a site; by looking every second where the system cannot watch so many."""
    for kind in (Observer, PollingObserver):
        observer = kind()
        for folder in ("content", "static", "templates", "locale"):
            if (root / folder).is_dir():
                observer.schedule(watcher, str(root / folder), recursive=True)
        observer.schedule(watcher, str(root))
        try:
            observer.start()
        except OSError:  # inotify: no watches left
            continue
        return observer
    raise OSError(f"{root} cannot be watched")


class _Server(ThreadedWSGIServer):
    """A request for each thread, and threads that end with the process."""

    daemon_threads = True

    def __init__(self, host: str, port: int, site: Site) -> None:
        super().__init__(host, port, site, handler=_Handler)


class _Handler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 — the library's name
        """What goes wrong is shown in the page."""

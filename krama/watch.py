"""Watches the folders of a site: which files were saved, handed on when it is quiet.

watchdog tells what the system tells; where that tells nothing of a folder (a network drive, one that a service keeps in
step with others), it looks every second.
"""

import contextlib
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from krama import sources

QUIET = 0.05  # seconds without another event after which a file that is being written counts as saved
FOLDERS = ("content", "static", "templates", "locale")
Touched = frozenset[str] | None
"""Paths from the root of files that may have changed; None where that is not known."""


class Watcher(FileSystemEventHandler):
    """Gathers the names of saved files and hands them on when it is quiet; it survives whatever they turn out to be."""

    def __init__(self, root: Path, take: Callable[[Touched], None]) -> None:
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
                self.take(None if inside & set(FOLDERS) else inside)

    def stop(self) -> None:
        """Ends `work`."""
        self.saved.put(None)

    def _path(self, place: str) -> str:
        return Path(place).relative_to(self.root).as_posix() if Path(place).is_relative_to(self.root) else ""


class Watch:
    """A site that is watched from `start` to `stop`, by a thread that tells `take` what was saved."""

    def __init__(self, root: Path, take: Callable[[Touched], None], *, polling: bool = False) -> None:
        """polling: look every second, whatever the system tells."""
        self.root, self.polling = root, polling
        self.watcher = Watcher(root, self._take)
        self.take = take
        self.observer: BaseObserver | None = None
        self.watched: dict[str, tuple[int, ObservedWatch]] = {}
        self.worker = threading.Thread(target=self.watcher.work, daemon=True)

    def start(self) -> None:
        """Begins. Raises OSError where nothing can watch the folder."""
        for kind in (PollingObserver,) if self.polling else (Observer, PollingObserver):
            self.observer, self.watched = kind(), {}
            self._follow()
            self.observer.schedule(self.watcher, str(self.root))
            try:
                self.observer.start()
            except OSError:  # inotify: no watches left
                continue
            self.worker.start()
            return
        raise OSError(f"{self.root} cannot be watched")

    def stop(self) -> None:
        """Ends."""
        self.watcher.stop()
        if self.observer:
            self.observer.stop()

    def _take(self, touched: Touched) -> None:
        if touched is None:
            with contextlib.suppress(OSError):  # a folder that is gone again: its going is told, too
                self._follow()
        self.take(touched)

    def _follow(self) -> None:
        """Watches each folder that is there; one that was taken away and put back is another one to the system."""
        assert self.observer is not None
        for name in FOLDERS:
            place = self.root / name
            now = place.stat().st_ino if place.is_dir() else 0
            before = self.watched.get(name)
            if before and before[0] == now:
                continue
            if before:
                del self.watched[name]
                self.observer.unschedule(before[1])
            if now:
                self.watched[name] = (now, self.observer.schedule(self.watcher, str(place), recursive=True))

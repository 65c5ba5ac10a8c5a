"""What is saved in the folders of a site is handed on, whatever happens to them."""

import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from krama.watch import Touched, Watch, Watcher


class _Event:
    """What watchdog would tell."""

    def __init__(self, kind: str, path: Path, to: Path | None = None, *, folder: bool = False) -> None:
        self.event_type, self.src_path, self.dest_path = kind, str(path), str(to or "")
        self.is_directory = folder


def test_a_storm_of_saves_is_taken_in_at_once_and_what_is_no_source_not_at_all(tmp_path: Path) -> None:
    taken: list[Touched] = []
    watcher = Watcher(tmp_path, taken.append)
    news = tmp_path / "content/en/news"
    for number in range(200):
        watcher.on_any_event(_Event("modified", news / f"s{number}.md"))  # type: ignore[arg-type]
        watcher.on_any_event(_Event("closed", news / f"s{number}.md"))  # type: ignore[arg-type]
    for kind, path in (
        ("opened", news / "read.md"),
        ("closed_no_write", news / "read.md"),
        ("modified", tmp_path / "public/en/index.html"),
        ("closed", tmp_path / ".krama/preview/memo.sqlite"),
        ("closed", news / ".s1.md.swp"),
        ("closed", news / "s1.md~"),
    ):
        watcher.on_any_event(_Event(kind, path))  # type: ignore[arg-type]
    watcher.on_any_event(_Event("moved", news / "4913", news / "moved.md"))  # type: ignore[arg-type]
    worker = threading.Thread(target=watcher.work)
    worker.start()
    worker.join(0.5)
    watcher.stop()
    worker.join(5)
    assert len(taken) == 1
    assert set(taken[0] or ()) == {
        f"content/en/news/{name}" for name in (*(f"s{n}.md" for n in range(200)), "4913", "moved.md")
    }


@contextmanager
def watching(root: Path, *, polling: bool = False) -> Iterator["queue.Queue[Touched]"]:
    """A folder that is watched; gives what is handed on."""
    taken: queue.Queue[Touched] = queue.Queue()
    watch = Watch(root, taken.put, polling=polling)
    watch.start()
    try:
        yield taken
    finally:
        watch.stop()


def save(path: Path, text: str = "words") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def told(taken: "queue.Queue[Touched]", path: str) -> bool:
    """Whether a path is told within some seconds; None tells that anything may have changed."""
    try:
        while path not in (touched := taken.get(timeout=5) or {path}):
            assert touched
    except queue.Empty:
        return False
    return True


@pytest.mark.parametrize("polling", [False, True])
def test_a_saved_file_is_told(tmp_path: Path, polling: bool) -> None:
    save(tmp_path / "content/en/news/a.md")
    with watching(tmp_path, polling=polling) as taken:
        save(tmp_path / "content/en/news/a.md", "other words")
        assert told(taken, "content/en/news/a.md")
        save(tmp_path / "site.toml")
        assert told(taken, "site.toml")


def test_a_folder_that_was_taken_away_and_put_back_is_watched_again(tmp_path: Path) -> None:
    """As when another branch is checked out."""
    save(tmp_path / "content/en/news/a.md")
    with watching(tmp_path) as taken:
        shutil.rmtree(tmp_path / "content")
        assert told(taken, "content/en/news/a.md")
        save(tmp_path / "content/en/news/b.md")
        assert told(taken, "content")
        drain(taken)
        save(tmp_path / "content/en/news/b.md", "later words")
        assert told(taken, "content/en/news/b.md")


def test_a_folder_that_comes_later_is_watched(tmp_path: Path) -> None:
    with watching(tmp_path) as taken:
        save(tmp_path / "templates/base.html")
        assert told(taken, "templates")
        drain(taken)
        save(tmp_path / "templates/base.html", "later words")
        assert told(taken, "templates/base.html")


def drain(taken: "queue.Queue[Touched]") -> None:
    """Waits until all that was told is taken."""
    while True:
        try:
            taken.get(timeout=0.5)
        except queue.Empty:
            return

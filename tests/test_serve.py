"""The preview over HTTP: what is answered, what is refused, and that an open page hears of a save."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from krama.live import Live
from krama.options import Options
from krama.serve import Site, Watcher, _Server
from tests.conftest import Hub, MakeHub, story

FILES = {"content/en/news/a.md": story("First"), "static/documents/report.pdf": "%PDF-1.4 0123456789"}


@contextmanager
def preview(site: Hub) -> Iterator[tuple[int, Site]]:
    live = Live(Options(site.root, site.out, site.now, jobs=1), site.root / ".krama" / "preview")
    live.refresh()
    served = Site(live, ["127.0.0.1", "localhost"])
    server = _Server("127.0.0.1", 0, served)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, served
    finally:
        served.close()
        server.shutdown()
        server.server_close()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = (answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


def test_a_page_is_served_with_its_type_and_reloads_itself(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        status, headers, data = ask(port, "/en/news/a/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"First" in data
    assert b'!=="1")location.reload()' in data  # its own version: one saved while it was on its way reloads it


def test_what_is_not_there_is_told_in_its_language(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        status, _, data = ask(port, "/km/nothing/")
        assert status == 404
        assert 'lang="km"' in data.decode()
        assert ask(port, "/en/news/a")[0] == 308


def test_a_part_of_a_file_can_be_asked_for(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        status, headers, data = ask(port, "/documents/report.pdf", Range="bytes=5-7")
        assert (status, data) == (206, b"1.4")
        assert headers["content-type"] == "application/pdf"
        tag = ask(port, "/documents/report.pdf")[1]["etag"]
        assert ask(port, "/documents/report.pdf", If_None_Match=tag)[0] == 304


@pytest.mark.parametrize(
    "path", ["/../site.toml", "/..%2fsite.toml", "/%2e%2e/site.toml", "/site.toml", "/.krama/", "//x"]
)
def test_nothing_but_the_site_is_served(hub: MakeHub, path: str) -> None:
    with preview(hub(FILES)) as (port, _):
        assert ask(port, path)[0] == 404


def test_another_host_name_and_other_methods_are_refused(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        assert ask(port, "/en/", Host="evil.example")[0] == 400
        assert ask(port, "/en/", Host=f"localhost:{port}")[0] == 200
        assert ask(port, "/en/", "POST")[0] == 405


def test_a_mistake_of_a_template_does_not_end_the_server(hub: MakeHub) -> None:
    site = hub({**FILES, "templates/list.html": "{{ page.nothing }}"})
    with preview(site) as (port, _):
        status, _, data = ask(port, "/en/news/")
        assert status == 500
        assert b"templates/list.html:1" in data
        assert ask(port, "/en/news/a/")[0] == 200


def test_an_open_page_hears_of_a_save(hub: MakeHub) -> None:
    site = hub(FILES)
    with preview(site) as (port, served):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/.krama/events")
        answer = connection.getresponse()
        assert answer.getheader("Content-Type", "").startswith("text/event-stream")
        assert answer.readline() == b"data: 1\n"
        assert answer.readline() == b"\n"
        site.write({"content/en/news/a.md": story("Second")})
        served.refresh(frozenset({"content/en/news/a.md"}))
        assert answer.readline() == b"data: 2\n"
        assert b"Second" in ask(port, "/en/news/a/")[2]
        connection.close()


class _Event:
    """What watchdog would tell."""

    def __init__(self, kind: str, path: Path, to: Path | None = None, *, folder: bool = False) -> None:
        self.event_type, self.src_path, self.dest_path = kind, str(path), str(to or "")
        self.is_directory = folder


def test_a_storm_of_saves_is_taken_in_at_once_and_what_is_no_source_not_at_all(tmp_path: Path) -> None:
    taken: list[frozenset[str]] = []
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
    assert taken[0] == {f"content/en/news/{name}" for name in (*(f"s{n}.md" for n in range(200)), "4913", "moved.md")}

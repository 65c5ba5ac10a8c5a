"""The preview over HTTP: what is answered, what is refused, and that an open page hears of a save."""

import http.client
import json
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from krama.live import Live
from krama.options import Options
from krama.serve import Site, _Server, free, names
from tests.conftest import LOGO, Hub, MakeHub, story

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


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        method, path, body or None, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    found = (answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


def test_a_page_is_served_with_its_type_and_reloads_itself(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        status, headers, data = ask(port, "/en/news/a/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"First" in data
    assert data.rstrip().endswith(b"</html>")
    assert b'<script src="/.krama/assets/desk.js" data-page="' in data


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
        assert b"desk.js" in data  # which shows what is wrong
        told = heard(port, "/en/news/")
        assert [(one["path"], one["line"]) for one in told["problems"]] == [("templates/list.html", 1)]
        assert ask(port, "/en/news/a/")[0] == 200


@contextmanager
def listening(port: int, path: str, lang: str = "") -> Iterator[Callable[[], dict[str, Any]]]:
    """Somebody who has a page open; gives what they are told next."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/.krama/events?at={quote(path)}&lang={lang}")
    answer = connection.getresponse()
    assert answer.getheader("Content-Type", "").startswith("text/event-stream")

    def following() -> dict[str, Any]:
        line = answer.readline()
        assert line.startswith(b"data: ")
        assert answer.readline() == b"\n"
        found = json.loads(line.removeprefix(b"data: "))
        assert isinstance(found, dict)
        return found

    yield following
    connection.close()


def heard(port: int, path: str, lang: str = "") -> dict[str, Any]:
    """What is told beside a page now."""
    with listening(port, path, lang) as following:
        return following()


def page_of(port: int, path: str) -> str:
    """What a page says that it was made of."""
    found = re.search(rb'data-page="(\w+)"', ask(port, path)[2])
    assert found is not None
    return found[1].decode()


def test_an_open_page_hears_of_a_save(hub: MakeHub) -> None:
    site = hub(FILES)
    with preview(site) as (port, served), listening(port, "/en/news/a/") as following:
        first = following()
        assert (first["version"], first["page"]) == (1, page_of(port, "/en/news/a/"))
        site.write({"content/en/news/a.md": story("Second")})
        served.refresh(frozenset({"content/en/news/a.md"}))
        second = following()
        assert second["version"] == 2
        assert second["page"] == page_of(port, "/en/news/a/") != first["page"]
        assert b"Second" in ask(port, "/en/news/a/")[2]


def test_a_page_is_the_same_where_another_story_or_only_a_stylesheet_changed(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/pages/about.md": "---\ntitle: About\n---\n\nWords.\n"})
    with preview(site) as (port, served):
        before = heard(port, "/en/about/")
        site.write({"content/en/news/a.md": story("Second"), "static/css/site.css": "body { margin: 0 }\n"})
        served.refresh(frozenset({"content/en/news/a.md", "static/css/site.css"}))
        after = heard(port, "/en/about/")
        assert after["page"] == before["page"] == page_of(port, "/en/about/")
        assert after["styles"] != before["styles"]
        assert ask(port, after["styles"][0])[2] == b"body { margin: 0 }\n"


def test_a_page_that_is_not_there_yet_is_followed_until_it_is(hub: MakeHub) -> None:
    site = hub(FILES)
    with preview(site) as (port, served):
        assert ask(port, "/en/news/b/")[0] == 404
        assert heard(port, "/en/news/b/")["page"] == page_of(port, "/en/news/b/")
        site.write({"content/en/news/b.md": story("New")})
        served.refresh(frozenset({"content/en/news/b.md"}))
        assert heard(port, "/en/news/b/")["page"] == page_of(port, "/en/news/b/")
        assert ask(port, "/en/news/b/")[0] == 200


def test_a_broken_site_toml_is_told_even_where_there_was_never_a_page(hub: MakeHub) -> None:
    with preview(hub({**FILES, "site.toml": 'url = "https://hub.example.org/\n'})) as (port, _):
        status, _, data = ask(port, "/")
        assert status == 500
        assert b"desk.js" in data
        told = heard(port, "/")
        assert (told["open"], told["problems"][0]["path"], told["problems"][0]["line"]) == (True, "site.toml", 1)


def test_a_source_is_opened_for_a_page_of_the_preview_and_for_no_other(
    hub: MakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program that opens files is one of the test's own, at the place where Linux looks for it."""
    opened, program = tmp_path / "opened", tmp_path / "bin/xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" >{opened}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    site = hub(FILES)
    with preview(site) as (port, _):
        for path, headers, status in (
            ("content/en/news/a.md", {}, 403),
            ("../outside.md", {"X_Krama": "open"}, 404),
            ("static/documents/report.pdf", {"X_Krama": "open"}, 404),
            ("content/en/news/a.md", {"X_Krama": "open", "Host": "evil.example"}, 400),
        ):
            assert ask(port, "/.krama/open", "POST", path, **headers)[0] == status
        assert not opened.exists()
        if sys.platform != "linux":
            return
        assert ask(port, "/.krama/open", "POST", "content/en/news/a.md", X_Krama="open")[0] == 204
    for _ in range(100):
        if opened.exists() and opened.read_text():
            break
        time.sleep(0.05)
    assert opened.read_text() == str(site.root / "content/en/news/a.md")


def bracketed(message: str) -> str:
    return f"[{message}]"


def test_what_is_told_is_in_the_language_that_is_asked_for(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("First", date="soon")})
    with preview(site) as (port, served):
        served.tongue = lambda lang: bracketed if lang == "km" else str
        assert heard(port, "/en/news/a/")["title"].startswith("1 error in 1 file")
        told = heard(port, "/en/news/a/", "km")
        assert (told["lang"], told["problems"][0]["message"]) == ("km", '["date" [is "soon"]]')
        assert heard(port, "/en/news/a/", "<script>")["lang"] == "en"


def test_a_picture_that_is_being_saved_ends_no_stream(hub: MakeHub) -> None:
    site = hub(
        {"content/en/news/a.md": story(image="{src: /images/hall.svg, alt: Hall}"), "static/images/hall.svg": LOGO}
    )
    with preview(site) as (port, _):
        picture = re.search(rb'/images/hall[^"]*[.]svg', ask(port, "/en/news/a/")[2])
        assert picture is not None
        site.write({"static/images/hall.svg": f"{LOGO}more"})  # and nobody was told of it yet
        assert heard(port, "/en/news/a/")["version"] == 1
        assert ask(port, picture[0].decode())[0] == 503
        (site.root / "static/images/hall.svg").unlink()
        assert heard(port, "/en/news/a/")["version"] == 1
        assert ask(port, picture[0].decode())[0] == 503


def test_an_address_without_its_slash_keeps_what_is_asked(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        assert ask(port, "/en/search?q=budget")[1]["location"].endswith("/en/search/?q=budget")


def test_a_preview_for_the_whole_network_answers_to_the_names_of_this_machine() -> None:
    assert names("127.0.0.1") == ["127.0.0.1", "[127.0.0.1]", "localhost"]
    assert "[::1]" in names("::1")
    assert socket.gethostname() in names("0.0.0.0")  # noqa: S104


def test_a_port_that_is_taken_is_known_before(hub: MakeHub) -> None:
    with preview(hub(FILES)) as (port, _):
        assert not free("127.0.0.1", port)
    assert free("127.0.0.1", 0)

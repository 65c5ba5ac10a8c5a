"""Links to other sites: a real server answers, or does not."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from urllib.parse import quote

import pytest

from krama import external
from krama.ask import AGENT, TIMES, Answer, ask
from krama.problems import Problem
from krama.progress import TESTING
from krama.said import Said
from tests.conftest import REPOSITORY, Hub, MakeHub, story

LOCATIONS = {
    "/moved": (301, "/ok"),
    "/passing": (302, "/ok"),
    "/both": (308, "/passing"),
    "/circle": (302, "/circle"),
    "/khmer": (301, "/ច្បាប់"),
    "/nowhere-at-all": (301, "http://[bad/"),
    "/to-a-file": (301, "file:///etc/hostname"),
}
ENDLESS = {  # what a server sends at once, and then again and again, for as long as it is listened to
    "/drip-status": (b"HTTP/1.1 200", b" "),
    "/drip-head": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "/drip-body": (b"HTTP/1.1 405 No\r\nContent-Length: 100000\r\n\r\n", b"x"),
    "/continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}
STATUSES = {"/ok": 200, "/gone": 404, "/withdrawn": 410, "/busy": 503, "/often": 429, "/shut": 403}


class Server(ThreadingHTTPServer):
    """Another site; it knows what it was asked, and how many at once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.now, self.most = 0, 0
        self.closed = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        assert self.headers["User-Agent"] == AGENT
        with self.server.lock:
            self.server.asked.append((self.command, self.path))
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self.reply()
        finally:
            with self.server.lock:
                self.server.now -= 1

    def reply(self) -> None:
        path = self.path.partition("?")[0]
        if path in ENDLESS:
            self.drip(*ENDLESS[path])
            return
        if path == "/slow":
            time.sleep(1.5)
        status, location = LOCATIONS.get(path, (STATUSES.get(path, 200), ""))
        if path == "/no-head" and self.command == "HEAD":
            status = 405
        time.sleep(0.02)
        self.send_response(status)
        if location:
            self.send_header("Location", location.encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drip(self, first: bytes, drop: bytes) -> None:
        self.close_connection = True
        try:
            for some in chain([first], repeat(drop)):
                self.connection.sendall(some)
                time.sleep(0.02)
        except OSError:
            self.server.closed.set()

    do_GET = do_HEAD = answer  # noqa: N815 — the library's names

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(autouse=True)
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy the environment names, it is not asked."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True).start()
        yield one
        one.shutdown()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ok", Answer("good")),
        ("/ok?x=1&y=ក#part", Answer("good")),
        ("/ទំព័រ", Answer("good")),
        ("/no-head", Answer("good")),
        ("/passing", Answer("good")),
        ("/gone", Answer("gone", "404")),
        ("/withdrawn", Answer("gone", "410")),
        ("/busy", Answer("refused", "503")),
        ("/often", Answer("refused", "429")),
        ("/shut", Answer("refused", "403")),
        ("/circle", Answer("refused", "it redirects without end")),
    ],
)
def test_what_is_at_an_address(server: Server, path: str, expected: Answer) -> None:
    assert ask(server.url + path, 5) == expected


def test_a_page_that_moved_for_good_is_known_by_its_last_lasting_address(server: Server) -> None:
    assert ask(f"{server.url}/moved", 5) == Answer("moved", f"{server.url}/ok")
    assert ask(f"{server.url}/both", 5) == Answer("moved", f"{server.url}/passing")


def test_no_answer_is_no_verdict(server: Server) -> None:
    assert ask(f"{server.url}/slow", 0.3).kind == "silent"
    assert ask("http://127.0.0.1:9/", 5).kind == "silent"
    assert ask("http://no-such-host.invalid/", 5).kind == "nowhere"


@pytest.mark.parametrize("address", ["http://[", "http://[bad/", "http://a:b/", "http:///x", "http://a..b/"])
def test_what_is_no_address_leads_nowhere(address: str) -> None:
    assert ask(address, 5) == Answer("gone", "no address")


@pytest.mark.parametrize("path", ["/drip-status", "/drip-head", "/continue"])
def test_a_server_that_never_ends_is_silent_and_let_go(server: Server, path: str) -> None:
    begin = time.monotonic()
    assert ask(server.url + path, 0.2) == Answer("silent", "timed out")
    assert time.monotonic() - begin < TIMES * 0.2 + 0.5
    assert server.closed.wait(2)
    assert server.asked == [("HEAD", path)]


def test_the_body_of_an_answer_is_not_read(server: Server) -> None:
    begin = time.monotonic()
    assert ask(f"{server.url}/drip-body", 5) == Answer("refused", "405")
    assert time.monotonic() - begin < 1


def test_a_redirect_is_followed_as_it_was_meant(server: Server) -> None:
    meant = quote("/ច្បាប់")
    assert ask(f"{server.url}/khmer", 5) == Answer("moved", server.url + meant)
    assert server.asked == [("HEAD", "/khmer"), ("HEAD", meant)]
    assert ask(f"{server.url}/nowhere-at-all", 5) == Answer("refused", "it redirects to no address")
    assert ask(f"{server.url}/to-a-file", 5) == Answer("refused", "it redirects to no address")


def test_a_name_and_a_password_are_not_sent(server: Server) -> None:
    assert ask(server.url.replace("//", "//user:pass@") + "/ok", 5) == Answer("good")


def look(site: Hub) -> tuple[Problem, ...]:
    return external.check(site.root, site.now, partial(ask, seconds=0.5), 0.01)


def told(site: Hub) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, str(one.message)) for one in look(site)]


A = "content/en/news/a.md"


def test_dead_and_moved_links_are_told_at_their_lines(hub: MakeHub, server: Server) -> None:
    url = server.url
    body = (
        f"[good]({url}/ok)\n\n[a]({url}/gone) <{url}/moved>\n[b][b]\n\n[b]: {url}/withdrawn#part\n\n`{url}/gone?code`\n"
    )
    site = hub({A: story(summary=f"See {url}/gone.", body=body)})
    site.settings("[tags]", f'[[menu]]\nurl = "{url}/gone?menu"\ntitle = {{ en = "M", km = "ម" }}\n[tags]')
    found = told(site)
    assert found[:4] == [
        (A, 4, f'the link "{url}/gone" is dead: the answer is 404'),
        (A, 9, f'the link "{url}/gone" is dead: the answer is 404'),
        (A, 9, f'the link "{url}/moved" has moved for good'),
        (A, 12, f'the link "{url}/withdrawn" is dead: the answer is 410'),
    ]
    assert [one[2] for one in found[4:]] == [f'the link "{url}/gone?menu" is dead: the answer is 404']
    assert str(look(site)[2].hint) == f'write "{url}/ok"'


def test_good_links_are_not_told_and_the_site_s_own_are_not_asked(hub: MakeHub, server: Server) -> None:
    url = server.url
    body = f"[a]({url}/ok) [b]({url}/passing) [c](https://hub.example.org/x) [d](mailto:a@example.org)"
    assert told(hub({A: story(body=body)})) == []


def test_what_cannot_be_tested_is_told_in_one_line(hub: MakeHub, server: Server) -> None:
    body = "\n".join(f"[x]({server.url}{path})" for path in ("/busy", "/often", "/slow", "/shut", "/ok"))
    (problem,) = look(hub({A: story(body=body)}))
    assert (problem.path, str(problem.message)) == ("", "links to other sites that could not be tested: 4")
    assert f"{server.url}/busy (503)" in str(problem.hint)


def test_without_a_network_there_is_one_line_and_no_link_is_called_dead(hub: MakeHub) -> None:
    body = "\n".join(f"[x](http://host{number}.invalid/)" for number in range(30))
    problem, *more = look(hub({A: story(body=f"{body}\n\n[x](http://[bad/)")}))
    assert [str(one.message) for one in more] == ['the link "http://[bad/" is dead: the answer is no address']
    assert str(problem.message) == "links to other sites that could not be tested: 30"


def test_a_host_that_does_not_exist_is_told_where_others_answer(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=f"[x](http://no-such-host.invalid/) [y]({server.url}/ok)")})
    assert told(site) == [(A, 6, 'the link "http://no-such-host.invalid/" is dead: there is no such site')]


def test_each_address_is_asked_once_and_remembered(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=f"[x]({server.url}/ok#a) [y]({server.url}/ok#b) [z]({server.url}/gone)")})
    for days, expected in (
        (0, ["/gone", "/gone", "/ok"]),
        (0.5, []),
        (1, ["/gone", "/gone"]),
        (6, ["/gone", "/gone", "/ok"]),
    ):
        site.now += timedelta(days=days)
        server.asked.clear()
        assert len(told(site)) == 1
        assert sorted(path for _, path in server.asked) == expected
    (site.root / external.CACHE).write_text("not json", encoding="utf-8")
    assert len(told(site)) == 1


def test_one_host_is_asked_for_two_addresses_at_once_and_no_more(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=" ".join(f"[x]({server.url}/ok?{number})" for number in range(12)))})
    assert told(site) == []
    assert len(server.asked) == 12
    assert server.most <= 2


def test_what_is_no_address_is_told_like_a_dead_link(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=f"[x](http://[bad/) [y]({server.url}/ok)")})
    assert told(site) == [(A, 6, 'the link "http://[bad/" is dead: the answer is no address')]


def test_a_host_whose_name_begins_like_the_site_s_is_another(hub: MakeHub) -> None:
    own = ("https://hub.example.org", "https://HUB.example.org:443/x", "https://hub.example.org/#part")
    others = ("https://hub.example.organic/", "https://hub.example.org.kh/", "https://hub.example.org:8443/")
    site = hub({A: story(body="\n".join(f"<{address}>" for address in (*own, *others)))})
    assert {one.address for one in external.mentioned(site.root)} == set(others)


def test_what_was_remembered_without_an_offset_is_asked_again(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=f"[x]({server.url}/gone)")})
    assert len(told(site)) == 1
    place = site.root / external.CACHE
    text = place.read_text(encoding="utf-8")
    assert text.count("Z") == 1
    place.write_text(text.replace("Z", ""), encoding="utf-8")
    server.asked.clear()
    assert len(told(site)) == 1
    assert len(server.asked) == 2


def test_it_is_told_how_far_the_testing_has_come(hub: MakeHub) -> None:
    steps: list[tuple[Said, int, int]] = []
    site = hub({A: story(body="[x](http://a.example/) [y](http://b.example/) [z](http://b.example/z)")})
    external.check(site.root, site.now, lambda _: Answer("good"), 0, lambda *step: steps.append(step))
    assert steps == [(TESTING, done, 3) for done in range(4)]


def test_what_was_found_before_an_interruption_is_remembered(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=" ".join(f"[x]({server.url}/ok?{number})" for number in range(6)))})

    def interrupt(_: Said, done: int, __: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        external.check(site.root, site.now, partial(ask, seconds=0.5), 0.01, interrupt)
    before = len(server.asked)
    assert told(site) == []
    assert len(server.asked) <= before + 3


def test_a_mistake_of_ours_is_not_swallowed(hub: MakeHub) -> None:
    def broken(_: str) -> Answer:
        raise RuntimeError("broken")

    site = hub({A: story(body="[x](http://a.example/)")})
    with pytest.raises(RuntimeError, match="broken"):
        external.check(site.root, site.now, broken, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="no other process can press Ctrl+C there")
def test_ctrl_c_ends_it_while_a_server_holds_on(hub: MakeHub, server: Server) -> None:
    site = hub({A: story(body=f"[x]({server.url}/drip-head) [y]({server.url}/ok)")})
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), "check", "--external"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as running:
        begin = time.monotonic()
        while len(server.asked) < 2 and time.monotonic() < begin + 30:
            time.sleep(0.05)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        begin = time.monotonic()
        _, errors = running.communicate(timeout=60)
        assert time.monotonic() - begin < 5
    assert running.returncode == 1
    assert "Traceback" not in errors
    assert f"{server.url}/ok" in (site.root / external.CACHE).read_text(encoding="utf-8")

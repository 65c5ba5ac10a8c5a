"""The laws of the house: what must hold for every site, whatever is done to it."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import krama.model
import krama.outputs
import krama.pages
from krama.options import Report
from krama.pages import Frame, Sketch
from krama.problems import show
from krama.recipes import Copy, Json, Output, Render, Stored, Text, written
from tests.conftest import LOGO, NOW, REPOSITORY, SETTINGS, Hub, MakeHub, story

# Law 1: incremental equals clean, byte for byte, after any sequence of edits.

CATALOGUE = "locale/km/LC_MESSAGES/krama.po"
WORDS = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Tags"
msgstr "ស្លាក"

msgid "Archive"
msgstr "បណ្ណសារ"
"""
GLASS = {
    f"templates/{name}": f'{{% include "parts/all.html" %}} made with {name}\n'
    for name in (
        *("404.html", "feed.xml", "front.html", "home.html", "index.html", "list.html", "lost.html", "news.html"),
        *("page.html", "programme.html", "redirect.html", "search.html", "sitemap.xml", "workshop.html"),
    )
} | {
    "templates/parts/all.html": '{% include "parts/page.html" %}\n{{ frame }}\n{{ body|default("") }}\n',
    "templates/parts/page.html": '{{ _("Tags") }} {{ page }}\n',
}
"""Templates that hide nothing: whatever a template can see stands in the page, so that nothing stale can hide."""

STORIES = {
    "content/en/news/a.md": story("A", body="[about](../pages/about.md#team) [b](b.md) ![hall](hall.svg)"),
    "content/en/news/b.md": story("B", "2026-02-02", tags="[ogp, budget]", authors="[desk]", aliases="[/old/]"),
    "content/en/news/c.md": story("C", "2026-11-20", image="{src: /images/logo.svg, alt: logo}"),
    "content/km/news/b.md": story("ខ", "2026-02-02", tags="[ogp]", body="[a](a.md) ![hall](hall.svg)"),
    "content/en/pages/about.md": "---\ntitle: About\n---\n\n## Team\n\n[home](/en/)\n",
    "content/en/programmes/budget.md": "---\ntitle: Budget\ngoal: Openness\n---\n\nWords.\n",
    "content/en/workshops/w.md": story("W", "2026-03-01", programmes="[budget]", venue="Hall"),
    "content/en/news/hall.svg": LOGO,
}
HOTLINE = """[hotline]
text = { en = "Call", km = "ហៅ" }
phones = ["077 12 34 88"]
old_phones = ["077 12 34 56"]
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>\n'


class Killed(BaseException):
    """A stand-in for the power going."""


def glass(root: Path) -> Hub:
    """A small site of every kind of page, whose pages show all that they are made from."""
    return (
        Hub(root, NOW)
        .write({"site.toml": SETTINGS, "static/images/logo.svg": LOGO, CATALOGUE: WORDS})
        .write({**GLASS, **STORIES, "static/css/site.css": 'body { background: url("../images/logo.svg") }\n'})
    )


def sources_of(site: Hub, folder: str, *endings: str) -> list[str]:
    found = (path.relative_to(site.root).as_posix() for path in (site.root / folder).rglob("*") if path.is_file())
    return sorted(path for path in found if path.endswith(endings))


def replace(site: Hub, path: str, *pairs: tuple[str, str]) -> None:
    """The first of the pairs (old, new) whose old text stands in a file is put in."""
    place = site.root / path
    text = place.read_text(encoding="utf-8") if place.exists() else ""
    for old, new in pairs:
        if old in text:
            site.write({path: text.replace(old, new, 1)})
            return


def line_of_matter(key: str, *values: str) -> Callable[[Hub, str, int], None]:
    """An edit that gives a story a line of front matter, or another value for it."""

    def edit(site: Hub, path: str, number: int) -> None:
        text = (site.root / path).read_text(encoding="utf-8")
        rows = [row for row in text.split("\n") if not row.startswith(f"{key}:")]
        value = values[number % len(values)].format(number % 10)
        site.write({path: "\n".join([rows[0], f"{key}: {value}", *rows[1:]] if value else rows)})

    edit.__name__ = key
    return edit


def words(site: Hub, path: str, number: int) -> None:
    text = (site.root / path).read_text(encoding="utf-8")
    site.write({path: text + f"\nMore {number}.\n"})


def link(site: Hub, path: str, number: int) -> None:
    """A link is written, to what is there and to what is not."""
    target = ("b.md", "../pages/about.md#team", "gone.md", "/en/tags/ogp/", "/images/p1.svg", "hall.svg", "/css/x.css")
    picture = "!" if target[number % 7].endswith(".svg") else ""
    words_of = (site.root / path).read_text(encoding="utf-8")
    site.write({path: words_of + f"\n{picture}[x]({target[number % 7]})\n"})


def stumble(site: Hub, path: str, number: int) -> None:
    """Something is written that readers stumble over, or put right again."""
    faults = (
        "![](hall.svg)",
        "[](b.md)",
        "#### Too deep",
        "| | |\n|-|-|\n| a | b |",
        "Call 077 12 34 5{}.",
        "# B",
        "- [ ] a",
        "",
    )
    text = (site.root / path).read_text(encoding="utf-8").partition("\nNow:\n")[0]
    site.write({path: f"{text}\nNow:\n\n{faults[number % 8].format(6 + number % 2)}\n"})


def mended(site: Hub, path: str, number: int) -> None:
    replace(
        site,
        "content/en/pages/about.md",
        (f"## Group{number % 2}", "## Team"),
        (f"## Group{1 - number % 2}", "## Team"),
    )
    for one in sources_of(site, "content", ".md"):
        replace(site, one, ("gone.md", "b.md"), ("date: soon", "date: 2026-01-01"), ("/css/x.css", "/en/"))


def heading(site: Hub, path: str, number: int) -> None:
    replace(site, "content/en/pages/about.md", ("## Team", f"## Group{number % 2}"), ("## Group", "## Team\n\n## G"))


def body_of_heading(site: Hub, path: str, number: int) -> None:
    words_of = (site.root / path).read_text(encoding="utf-8")
    site.write({path: words_of + f"\n## Heading {number}\n"})


def mistyped(site: Hub, path: str, number: int) -> None:
    """Khmer that is told as a warning comes into a text, or goes."""
    text = (site.root / path).read_text(encoding="utf-8")
    site.write({path: text.replace("ប់់", "ប់") if "ប់់" in text else f"{text}\nប់់\n"})


def copied(site: Hub, path: str, number: int) -> None:
    text = (site.root / path).read_text(encoding="utf-8")
    site.write({f"content/{('en', 'km')[number % 2]}/{path.split('/', 2)[2]}": text})


def renamed(site: Hub, path: str, number: int) -> None:
    place = site.root / path
    place.rename(place.with_name(f"new{number % 4}{place.suffix}"))


def moved(site: Hub, path: str, number: int) -> None:
    """A story goes into a folder of its own, or to another language."""
    top, lang, rest = path.split("/", 2)
    section, _, name = rest.partition("/")
    target = site.root / (f"{top}/{lang}/{section}/deep/{name}", f"{top}/km/{rest}", f"{top}/en/{rest}")[number % 3]
    target.parent.mkdir(parents=True, exist_ok=True)
    (site.root / path).replace(target)


def removed(site: Hub, path: str, number: int) -> None:
    (site.root / path).unlink()


def swapped(site: Hub, path: str, number: int) -> None:
    """Two stories change places by rename: the same sizes, other inodes."""
    names = sources_of(site, "content/en", ".md")
    first, second = site.root / path, site.root / names[number % len(names)]
    if first != second:
        spare = first.with_name("spare.tmp")
        first.rename(spare)
        second.rename(first)
        spare.rename(second)


def same_size(site: Hub, path: str, number: int) -> None:
    """Other words of the same length, and the time of the file put back: only its status tells."""
    place = site.root / path
    before, data = place.stat(), place.read_bytes()
    place.write_bytes(data.replace(b"Words", b"Sword") if b"Words" in data else data.replace(b"Sword", b"Words"))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed_over(site: Hub, path: str, number: int) -> None:
    """As editors save: a new file, renamed over the old."""
    place = site.root / path
    new = place.with_name("new.tmp")
    new.write_text(place.read_text(encoding="utf-8").replace("Words", f"Word{number % 9}"), encoding="utf-8")
    new.replace(place)


def touched(site: Hub, path: str, number: int) -> None:
    (site.root / path).touch()


def asset(site: Hub, path: str, number: int) -> None:
    """A picture or a document is put in, changed or taken out: linked ones and others."""
    name = (
        *("static/images/p1.svg", "static/images/logo.svg", "content/en/news/hall.svg", "content/km/news/hall.svg"),
        *("static/documents/x.txt", "static/css/more.css", "static/robot.txt"),
    )[number % 7]
    if number % 3 or name.endswith("logo.svg"):
        site.write({name: PICTURE.format(10 + number) + "<!-- heavy -->\n" * (100 * (number % 2))})
    else:
        (site.root / name).unlink(missing_ok=True)


def stray(site: Hub, path: str, number: int) -> None:
    """Something lies among the texts that does not belong there, or is taken away."""
    name = ("content/en/news/x.docx", "content/kh/x.svg", "content/en/news/x.txt", "content/en/news/~$x.docx")[
        number % 4
    ]
    if (site.root / name).exists():
        (site.root / name).unlink()
        if name.startswith("content/kh"):
            (site.root / "content/kh").rmdir()
    else:
        site.write({name: "---\n" if number % 8 > 3 else "Words.\n"})


def style(site: Hub, path: str, number: int) -> None:
    site.write({"static/css/site.css": f'body {{ margin: {number % 5}px; background: url("../images/logo.svg") }}\n'})


def template(site: Hub, path: str, number: int) -> None:
    """A template, or one that others draw in at some depth."""
    names = sorted(GLASS)
    site.write({names[number % len(names)]: GLASS[names[number % len(names)]] + f"{{# {number % 3} #}}{number % 3}"})


def catalogue(site: Hub, path: str, number: int) -> None:
    site.write({CATALOGUE: WORDS.replace("ស្លាក", f"ស្លាក{number % 4}")})


def site_toml(site: Hub, path: str, number: int) -> None:
    pairs = (
        (('title = { en = "News"', 'title = { en = "Reports"'), ('en = "Reports"', 'en = "News"')),
        (('budget = { en = "Budget"', 'budget = { en = "Money"'), ('en = "Money"', 'en = "Budget"')),
        (("[manifest]", '[[menu]]\nsection = "news"\n[manifest]'),),
        (('[[menu]]\nsection = "news"\n', ""),),
        (("[manifest]", '[[footer]]\npage = "pages/about.md"\n[manifest]'),),
        (("url =", f"page_size = {1 + number % 3}\nurl ="),) if number % 2 else (("page_size", "# page_size"),),
        (('name = { en = "The desk"', 'name = { en = "The team"'), ('en = "The team"', 'en = "The desk"')),
        (("hub.example.org/", "hub.example.org/sub/"), ("hub.example.org/sub/", "hub.example.org/")),
        (("url =", 'timezone = "America/New_York"\nurl ='),),
        (('timezone = "America/New_York"\n', ""),),
        (("url =", 'languages = ["km", "en"]\nurl ='),),
        (('languages = ["km", "en"]\n', ""),),
        (("team = true", "team = false"), ("team = false", "team = true")),
        (("url =", 'khmer_date = "short"\nurl ='),),
        (('khmer_date = "short"\n', ""),),
        (("[limits]\npicture_kb = 1\n", ""), ("[manifest]", "[limits]\npicture_kb = 1\n[manifest]")),
        ((f"{HOTLINE}\n", ""), ("[manifest]", f"{HOTLINE}\n[manifest]")),
        (('old_phones = ["077 12 34 56"]', 'old_phones = ["077 12 34 57"]'),),
    )
    if number % (len(pairs) + 1) == len(pairs):
        order_of_sections(site)
        return
    text = (site.root / "site.toml").read_text(encoding="utf-8")
    chosen = pairs[number % (len(pairs) + 1)]
    key = chosen[0][1].split(" =")[0]
    if len(chosen) == 1 and key.isidentifier() and f"\n{key} =" in f"\n{text}":
        return
    replace(site, "site.toml", *chosen)


def order_of_sections(site: Hub) -> None:
    """News and workshops change places in site.toml."""
    text = (site.root / "site.toml").read_text(encoding="utf-8")
    parts = text.replace("[sections.", "\0[sections.").replace("[tags]", "\0[tags]", 1).split("\0")
    news, shops = (
        next(i for i, one in enumerate(parts) if one.startswith(f"[sections.{name}]")) for name in ("news", "workshops")
    )
    parts[news], parts[shops] = parts[shops], parts[news]
    site.write({"site.toml": "".join(parts)})


def by_hand(site: Hub, path: str, number: int) -> None:
    """Somebody works in the published folder."""
    time.sleep(0.012)  # longer than a tick of the file system's clock: a build's files and a hand's differ in time
    pages = sorted(site.out.rglob("*.html"))
    if not pages:
        return
    page = pages[number % len(pages)]
    if number % 4 == 0:
        page.write_text("by hand", encoding="utf-8")
    elif number % 4 == 1:
        page.unlink()
    elif number % 4 == 2:
        page.with_name("hand.html").write_text("by hand", encoding="utf-8")
    else:
        (page.parent / "hand/deeper").mkdir(parents=True, exist_ok=True)
        (page.parent / "hand/deeper/x.html").write_text("by hand", encoding="utf-8")


def public_gone(site: Hub, path: str, number: int) -> None:
    shutil.rmtree(site.out, ignore_errors=True)


def state_gone(site: Hub, path: str, number: int) -> None:
    shutil.rmtree(site.root / ".krama", ignore_errors=True)


def memo_damaged(site: Hub, path: str, number: int) -> None:
    memo = site.root / ".krama/public/memo.sqlite"
    if memo.exists() and memo.stat().st_size:
        damage(memo, number)


def damage(memo: Path, number: int) -> None:
    """What happens to files: bytes overwritten, cut off, replaced by something else."""
    chance, size = random.Random(number), memo.stat().st_size
    if number % 5 == 0:
        memo.write_text("not a database", encoding="utf-8")
    elif number % 5 == 1:
        os.truncate(memo, chance.randrange(size))
    elif number % 5 == 2:
        memo.write_bytes(b"")
    else:
        with open(memo, "r+b") as file:
            for _ in range(1 + number % 30):
                file.seek(chance.randrange(size))
                file.write(bytes([chance.randrange(256)]))


def killed(site: Hub, path: str, number: int) -> None:
    """A build is killed while it publishes."""
    with killed_at(1 + number % 25):
        site.build()


def checked(site: Hub, path: str, number: int) -> None:
    """A check in between leaves what is published."""
    before = published(site)
    site.check()
    assert published(site) == before


OF_A_STORY: tuple[Callable[[Hub, str, int], None], ...] = (
    *(
        words,
        link,
        mistyped,
        stumble,
        copied,
        renamed,
        moved,
        removed,
        swapped,
        same_size,
        renamed_over,
        touched,
        body_of_heading,
    ),
    line_of_matter("title", "Title {}", "Other"),
    line_of_matter("date", "2026-11-2{0}T08:00", "2025-02-03", "soon", "2026-12-24"),
    line_of_matter("tags", "[ogp, tag{}]", "[budget]", ""),
    line_of_matter("authors", "[desk]", "[Somebody {}]", ""),
    line_of_matter("aliases", "[/old{}/]", "[/old.html]", ""),
    line_of_matter("translation_key", "news/b", "news/x{}", ""),
    line_of_matter("slug", "slug{}", ""),
    line_of_matter("summary", "In short {}", ""),
    line_of_matter("draft", "true", "false", ""),
    line_of_matter("updated", "2026-11-2{}", ""),
    line_of_matter("publish", "2026-11-24T09:00", "2026-12-01", ""),
    line_of_matter("expire", "2026-11-24T10:00", "2026-12-05", "2020-01-01", ""),
    line_of_matter("image", "{{src: /images/p1.svg, alt: a picture}}", "{{src: hall.svg, alt: hall}}", ""),
    line_of_matter("documents", "[{{title: T, file: /documents/x.txt}}]", ""),
    line_of_matter("unknown", "x{}", ""),
    line_of_matter("programmes", "[budget]", "[budget, p{}]", ""),
    line_of_matter("end", "2026-11-2{}", "2027-01-0{}", ""),
)
OF_THE_SITE = (asset, stray, style, template, catalogue, site_toml, heading, mended, mended, mended)
OF_FATE = (by_hand, public_gone, state_gone, memo_damaged, checked, killed, killed)
EDITS = st.tuples(
    st.one_of(st.sampled_from(OF_A_STORY), st.sampled_from(OF_THE_SITE), st.sampled_from(OF_FATE)),
    st.integers(0, 9),
    st.integers(0, 99),
)
ROUNDS = st.tuples(
    st.lists(EDITS, min_size=1, max_size=5),
    st.sampled_from((0, 0, 0, 1, 2, 9, -1, -9)),  # days that the clock goes on, or back
    st.sampled_from((False, False, False, True)),  # drafts
)


Rounds = list[tuple[list[tuple[Any, int, int]], int, bool]]


def published(site: Hub) -> dict[str, bytes]:
    return site.snapshot() if site.out.exists() else {}


def clean(site: Hub, *, drafts: bool) -> tuple[Report, dict[str, bytes]]:
    """What the site is when it is built from nothing, elsewhere."""
    fresh = Hub(site.root, site.now)
    out = site.root.parent / "fresh/public"
    shutil.rmtree(out.parent, ignore_errors=True)
    report = fresh.build(out=out, drafts=drafts)
    found = (path for path in out.rglob("*") if path.is_file())
    return report, {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


@contextmanager
def killed_at(step: int) -> Any:
    """Within, the process "dies" when it moves or removes a file for the nth time."""
    calls = 0
    real = {name: getattr(os, name) for name in ("replace", "unlink")}

    def fatal(name: str) -> Callable[..., object]:
        def call(*arguments: object, **keys: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= step:
                raise Killed
            return real[name](*arguments, **keys)

        return call

    try:
        for name in real:
            setattr(os, name, fatal(name))
        with suppress(Killed):
            yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def live(site: Hub, rounds: Rounds) -> None:
    """Some rounds of edits, and after each a build that is held against a clean one."""
    for edits, days, drafts in rounds:
        for edit, which, number in edits:
            names = sources_of(site, "content", ".md")
            if names:
                edit(site, names[which % len(names)], number)
        site.now += timedelta(days=days)
        before = published(site)
        report = site.build(drafts=drafts)
        anew, expected = clean(site, drafts=drafts)
        assert report.problems == anew.problems, "\n".join(map(show, set(report.problems) ^ set(anew.problems)))
        assert report.published == anew.published
        if not report.published:
            assert report.finished_earlier or published(site) == before
            continue
        assert published(site) == expected
        assert (report.articles, report.coming, report.made + report.kept) == (anew.articles, anew.coming, anew.made)
        again = site.build(drafts=drafts)
        assert (again.made, again.removed, again.published) == (0, 0, True)
        assert (again.problems, again.articles, again.kept) == (report.problems, report.articles, anew.made)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.lists(ROUNDS, min_size=2, max_size=5))
def test_incremental_equals_clean_after_some_edits(tmp_path_factory: pytest.TempPathFactory, rounds: Rounds) -> None:
    root = tmp_path_factory.mktemp("law")
    live(glass(root / "site").publish(), rounds)
    shutil.rmtree(root)


@pytest.mark.parametrize("step", [3, 13, 40])
def test_an_edit_after_a_build_that_was_killed_equals_clean(tmp_path: Path, step: int) -> None:
    site = glass(tmp_path / "site").publish()
    style(site, "", 1)
    with killed_at(step):
        site.build()
    live(site, [([], 0, False), ([(words, 0, 1)], 0, False)])


@pytest.mark.parametrize("step", [3, 13, 40])
def test_a_published_folder_that_went_after_a_build_was_killed_is_not_half_there(tmp_path: Path, step: int) -> None:
    """What was moved is gone with it, and what is still laid ready is no site; while an error stands, none comes."""
    site = glass(tmp_path / "site").publish()
    style(site, "", 1)
    with killed_at(step):
        site.build()
    public_gone(site, "", 0)
    good = (site.root / "content/en/news/a.md").read_text(encoding="utf-8")
    site.write({"content/en/news/a.md": story(date="soon")})
    report = site.build()
    assert not report.published
    assert published(site) == {}
    site.write({"content/en/news/a.md": good})
    live(site, [([], 0, False)])


def test_an_edit_after_a_build_that_was_killed_when_all_was_published_equals_clean(tmp_path: Path) -> None:
    """What is remembered of the pages is then of the build before."""
    site = glass(tmp_path / "site").publish()
    memo = site.root / ".krama/public/memo.sqlite"
    before = memo.read_bytes()
    style(site, "", 1)
    site.publish()
    memo.write_bytes(before)
    live(site, [([], 0, False), ([(words, 0, 1)], 0, False)])


@pytest.mark.slow
@settings(max_examples=36, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROUNDS, min_size=6, max_size=14))
def test_incremental_equals_clean_after_any_edits(tmp_path_factory: pytest.TempPathFactory, rounds: Rounds) -> None:
    root = tmp_path_factory.mktemp("law")
    live(glass(root / "site").publish(), rounds)
    shutil.rmtree(root)


# Law 2: the same inputs give the same bytes.


FORMS = {
    "content/en/news/a.md": story("A", "2014-10-16", tags="[ogp, budget, z, y]", authors="[desk, b]"),
    "content/km/news/b.md": story("ខ", "2015-08-20 23:30 -0400", tags="[z, ogp]"),
    "content/en/workshops/c.md": story("C", "2014-10-16", end="2014-10-17"),
}


def _build_elsewhere(site: Hub, folder: Path, code: str = "", **environment: str) -> dict[str, bytes]:
    """The same site in another folder, by another process in another environment; code: run in it first."""
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("public", ".krama", "start.py"))
    start = folder / "start.py"
    start.write_text(
        f"{code}\nif __name__ == '__main__':\n    from krama.cli import run\n    run()\n", encoding="utf-8"
    )
    command = [sys.executable, str(start), "--root", str(folder), "build", "--jobs", environment.pop("jobs", "0")]
    around = os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment
    done = subprocess.run(command, check=False, env=around, cwd=folder.parent, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return Hub(folder).snapshot()


def test_the_same_inputs_give_the_same_bytes_anywhere(hub: MakeHub, tmp_path: Path) -> None:
    site = hub(FORMS)
    first = _build_elsewhere(site, tmp_path / "one", TZ="UTC", LANG="C", PYTHONHASHSEED="1")
    second = _build_elsewhere(site, tmp_path / "two/deeper", TZ="America/New_York", LANG="C.UTF-8", PYTHONHASHSEED="2")
    assert first == second
    assert _build_elsewhere(site, tmp_path / "three", TZ="Asia/Tokyo", LC_ALL="km_KH.UTF-8") == first


POOLS = """
import krama.make, krama.reading
krama.reading.WORTH_A_POOL = krama.make.WORTH_SHARING = krama.make.SHARE = 1
"""
SPAWN = """
import multiprocessing
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
"""
PURE = """
import yaml
if hasattr(yaml, "CSafeLoader"):
    del yaml.CSafeLoader
"""


@pytest.mark.parametrize("code", [POOLS + PURE, POOLS + SPAWN], ids=["fork, pure YAML", "spawn"])
def test_several_processes_and_another_reader_give_the_same_bytes(tmp_path: Path, code: str) -> None:
    site = glass(tmp_path / "site").write(FORMS).publish()
    assert _build_elsewhere(site, tmp_path / "other", code, jobs="2") == site.snapshot()


# Law 5: every field of every type changes the key of what shows it.


def other_than(value: object) -> object:
    """A value of the same type that differs."""
    if isinstance(value, msgspec.Struct):
        name = value.__struct_fields__[0]
        return msgspec.structs.replace(value, **{name: other_than(getattr(value, name))})
    if isinstance(value, tuple):
        return (*value, *value[-1:]) if value else ("more",)
    if isinstance(value, dict):
        return {**value, "other": "more"}
    changed: dict[type, Callable[[Any], object]] = {
        str: lambda text: text + "x",
        bool: lambda one: not one,
        int: lambda number: number + 1,
        datetime: lambda moment: moment + timedelta(minutes=1),
        type(None): lambda _: "something",
    }
    return changed[type(value)](value)


def example(kind: type[msgspec.Struct]) -> msgspec.Struct:
    """A value of a type with something in every field."""
    return kind(**{one.name: _some(one.type) for one in _fields(kind)})


def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.inspect.Field, ...]:
    info = msgspec.inspect.type_info(kind)
    assert isinstance(info, msgspec.inspect.StructType)
    return info.fields


def _some(kind: msgspec.inspect.Type) -> Any:
    if isinstance(kind, msgspec.inspect.UnionType):
        return _some(next(one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType)))
    if isinstance(kind, msgspec.inspect.StructType):
        return example(kind.cls)
    if isinstance(kind, msgspec.inspect.VarTupleType):
        inner = kind.item_type
        return (
            () if isinstance(inner, msgspec.inspect.StructType) and inner.cls is krama.pages.Entry else (_some(inner),)
        )
    if isinstance(kind, msgspec.inspect.TupleType):
        return tuple(map(_some, kind.item_types))
    if isinstance(kind, msgspec.inspect.DictType):
        return {"en": _some(kind.value_type)}
    if isinstance(kind, msgspec.inspect.LiteralType):
        return kind.values[0]
    plain: dict[type, object] = {
        msgspec.inspect.StrType: "text",
        msgspec.inspect.BoolType: True,
        msgspec.inspect.IntType: 7,
        msgspec.inspect.DateTimeType: NOW,
    }
    return plain[type(kind)]


def _shown() -> list[tuple[type[msgspec.Struct], str]]:
    """Every field of every type that a page can be made from."""
    found = [*vars(krama.model).values(), *vars(krama.pages).values(), *Sketch.__subclasses__()]
    kinds = {one for one in found if isinstance(one, type) and issubclass(one, msgspec.Struct)}
    bare = {msgspec.Struct, Sketch, krama.model.Source, krama.model.Asset, krama.model.Document, krama.model.Body}
    fields = ((kind, name) for kind in kinds - bare for name in kind.__struct_fields__)
    return sorted(fields, key=lambda one: (str(one[0]), one[1]))


def key_of(recipe: Any, template: str = "digest") -> str:
    return written(Output("a.html", recipe, "site.toml"), {"a.html": template}).key


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in _shown()}, key=str), ids=lambda kind: kind.__name__)
def test_every_field_changes_the_key_of_what_shows_it(kind: type[msgspec.Struct]) -> None:
    frame, before = example(Frame), example(kind)
    for name in [name for one, name in _shown() if one is kind]:
        after = msgspec.structs.replace(before, **{name: other_than(getattr(before, name))})
        if kind is Frame:
            page = example(krama.pages.RedirectPage)
            assert key_of(Render("a.html", before, page)) != key_of(Render("a.html", after, page)), name  # type: ignore[arg-type]
        else:
            assert key_of(Render("a.html", frame, before)) != key_of(Render("a.html", frame, after)), name  # type: ignore[arg-type]


def test_every_field_of_a_recipe_changes_its_key() -> None:
    frame: Any = example(Frame)
    page: Any = example(krama.pages.RedirectPage)
    render = Render("a.html", frame, page, "body", "references")
    passage = Json(frame, page, "body")
    recipes: tuple[Any, ...] = (render, passage, Copy("a.svg", "digest"), Stored("digest"), Text("text"))
    for recipe in recipes:
        for name in recipe.__struct_fields__:
            other = msgspec.structs.replace(recipe, **{name: other_than(getattr(recipe, name))})
            assert key_of(other) != key_of(recipe), name
    assert key_of(render) != key_of(render, "the digest of another template")
    assert len(set(map(key_of, recipes))) == 5


def test_the_order_of_sections_reaches_a_template_that_shows_it(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(), "content/en/workshops/w.md": story()})
    site.write({"templates/home.html": "{% for kind in page.more %}{{ kind }} {% endfor %}"}).publish()
    assert site.read("en/index.html") == "news workshops "
    order_of_sections(site)
    assert site.publish().read("en/index.html") == "workshops news "

"""The law of the preview: after any saves it shows what a clean build would make, tells what that tells, and raises
nothing."""

import shutil
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krama.live import Live
from krama.options import Options
from krama.problems import Problem, errors, show
from krama.templates import TemplateMistake
from tests import test_laws as laws
from tests.conftest import Hub

Edit = Callable[[Hub, str, int], None]
Rounds = list[tuple[list[tuple[Edit, int, int]], bool]]
SHARED = ("site.toml", "templates/news.html", "templates/parts/page.html", laws.CATALOGUE, "static/css/site.css")
BROKEN = {
    "site.toml": "url = ",
    "templates/news.html": "{% if %}",
    "templates/parts/page.html": "{% macro %}",
    laws.CATALOGUE: 'msgid "Tags\n',
    "static/css/site.css": 'body { background: url("gone.png") }\n',
}


def shared_broken(site: Hub, path: str, number: int) -> None:
    """What all pages share gets a mistake, or is mended."""
    name = SHARED[number % len(SHARED)]
    place, spare = site.root / name, site.root / f"{number % len(SHARED)}.spare"
    if spare.exists():
        spare.replace(place)
    else:
        shutil.copyfile(place, spare)
        site.write({name: BROKEN[name]})


def not_text(site: Hub, path: str, number: int) -> None:
    """A text becomes unreadable: other bytes than UTF-8, nothing at all, or a front matter that never ends."""
    (site.root / path).write_bytes((b"\xff\xfe\x00", b"", b"---\ntitle: [\n")[number % 3])


def written_anew(site: Hub, path: str, number: int) -> None:
    """A text is put right, or one of the first is put back."""
    name = sorted(laws.STORIES)[number % len(laws.STORIES)]
    site.write({name: laws.STORIES[name]})


def languages(site: Hub, path: str, number: int) -> None:
    """A language comes or goes."""
    text = (site.root / "site.toml").read_text(encoding="utf-8")
    if not text.startswith("languages"):
        names = ('"en"', '"km"', '"km", "en"')[number % 3]
        site.settings("", f"languages = [{names}]\n")
    else:
        site.write({"site.toml": text.partition("\n")[2]})


def mend_all(site: Hub) -> None:
    """Every mistake that an edit can bring goes."""
    for number, name in enumerate(SHARED):
        spare = site.root / f"{number}.spare"
        if spare.exists():
            spare.replace(site.root / name)
    shutil.rmtree(site.root / "content")
    site.write(laws.STORIES)


OF_A_PREVIEW = (shared_broken, not_text, written_anew, languages, laws.mended)
EDITS = st.tuples(
    st.one_of(st.sampled_from(laws.OF_A_STORY), st.sampled_from(laws.OF_THE_SITE), st.sampled_from(OF_A_PREVIEW)),
    st.integers(0, 9),
    st.integers(0, 99),
)
ROUNDS = st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.booleans()), min_size=3, max_size=10)


def files(site: Hub) -> dict[str, tuple[int, int, int]]:
    """Size, time and inode of all sources: a save is what makes a difference here."""
    tops = ("content", "static", "templates", "locale")
    found = [site.root / "site.toml", *(one for top in tops for one in (site.root / top).rglob("*") if one.is_file())]
    seen = ((one.relative_to(site.root).as_posix(), one.stat()) for one in found)
    return {path: (one.st_size, one.st_ctime_ns, one.st_ino) for path, one in seen}


def differences(site: Hub, shown: Live) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What a clean build tells and the preview does not, and the other way round. Pages are compared, too."""
    out = site.root.parent / "fresh/public"
    shutil.rmtree(out.parent, ignore_errors=True)
    report = site.build(out=out, drafts=True)
    if report.published:
        found = (one for one in out.rglob("*") if one.is_file() and one.name != ".krama")
        built = {one.relative_to(out).as_posix(): one.read_bytes() for one in found}
        assert {path: shown.make(path) for path in list(shown.outputs)} == built
    else:
        for path in list(shown.outputs):
            with suppress(TemplateMistake):  # of a template that was broken before one of its pages was asked for
                shown.make(path)
    one, other = report.problems, shown.problems
    return tuple(p for p in one if p not in other), tuple(p for p in other if p not in one)


def apply(site: Hub, edits: list[tuple[Edit, int, int]]) -> None:
    """Some edits; one that finds nothing to work on is left out."""
    for edit, which, number in edits:
        names = laws.sources_of(site, "content", ".md")
        with suppress(UnicodeDecodeError, FileNotFoundError, RuntimeError):  # a text that is none any more
            if names:
                edit(site, names[which % len(names)], number)


def live(site: Hub, rounds: Rounds) -> None:
    """Rounds of saves told to a preview that starts after the first; after each it is held against a clean build.

    While an error stands, only that nothing is raised: checks then look at the last good texts.
    """
    apply(site, rounds[0][0])
    options = Options(site.root, site.out, site.now, drafts=True, jobs=1)
    shown = Live(options, site.root / ".krama/preview", lambda: site.now)
    shown.refresh()
    before = files(site)
    for edits, by_path in (*rounds[1:], (None, True)):
        mend_all(site) if edits is None else apply(site, edits)
        after = files(site)
        saved = frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        before = after
        shown.refresh(saved if by_path else None)
        shown.index()
        lacking, stale = differences(site, shown)
        if not errors((*lacking, *stale, *shown.problems)):
            assert not (lacking + stale), "\n".join(map(show, lacking + stale))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(ROUNDS)
def test_a_preview_shows_what_a_clean_build_makes(tmp_path_factory: pytest.TempPathFactory, rounds: Rounds) -> None:
    root = tmp_path_factory.mktemp("law")
    live(laws.glass(root / "site"), rounds)
    shutil.rmtree(root)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROUNDS)
def test_a_preview_shows_what_a_clean_build_makes_after_any_saves(
    tmp_path_factory: pytest.TempPathFactory, rounds: Rounds
) -> None:
    root = tmp_path_factory.mktemp("law")
    live(laws.glass(root / "site"), rounds)
    shutil.rmtree(root)

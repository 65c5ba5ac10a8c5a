"""The site in memory: after each save it is what a build would make."""

from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from krama import reading
from krama.live import Live
from krama.options import Options
from krama.templates import TemplateMistake
from tests.conftest import Hub, MakeHub, story
from tests.conftest import texts as words_of

FILES = {
    "content/en/news/first.md": story("First", "2026-01-01", body="One.\n\nTwo.", summary="S"),
    "content/en/news/second.md": story("Second", "2026-01-02", body="[first](first.md)"),
    "content/km/news/first.md": story("ទីមួយ", "2026-01-01"),
}


def live(site: Hub) -> Live:
    found = Live(Options(site.root, site.out, site.now, jobs=1), site.root / ".krama" / "preview")
    found.refresh()
    return found


def save(site: Hub, shown: Live, path: str, text: str) -> None:
    site.write({path: text})
    shown.refresh(frozenset({path}))


def same_as_built(site: Hub, shown: Live) -> None:
    """Every page in memory is that of a clean build."""
    built = site.clean_snapshot()
    built.pop(".krama")
    assert {path: shown.make(path) for path in list(shown.outputs)} == built


def texts(shown: Live, url: str, selector: str) -> list[str]:
    return words_of(BeautifulSoup(text_of(shown, url), "html.parser"), selector)


def text_of(shown: Live, url: str) -> str:
    found = shown.page(url)
    assert found is not None
    return found[1].decode()


def test_pages_are_those_of_a_build_and_nothing_is_published(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    assert not site.out.exists()
    same_as_built(site, shown)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/en/news/first.md", story("First", "2026-01-01", body="One.\n\nOther.", summary="S")),
        ("content/en/news/first.md", story("Another", "2026-01-01")),
        ("content/en/news/first.md", story("First", "2026-01-01", body="[there](second.md)", summary="S")),
        ("content/en/news/first.md", story("First", "2026-01-01", body="One.\n\n## Heading", summary="S")),
        ("content/en/news/third.md", story("Third", "2026-01-03")),
        ("static/css/site.css", "body { margin: 0 }"),
        ("static/images/new.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        ("templates/redirect.html", "{{ page.url }}"),
    ],
)
def test_after_a_save_pages_are_those_of_a_build(hub: MakeHub, path: str, text: str) -> None:
    site = hub(FILES)
    shown = live(site)
    save(site, shown, path, text)
    same_as_built(site, shown)


def test_a_body_edit_plans_nothing_anew(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    before = dict(shown.outputs)
    save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", body="One.\n\nNew.", summary="S"))
    assert "New." in text_of(shown, "/en/news/first/")
    changed = {path for path in before if shown.outputs[path] is not before[path] and "/search/terms/" not in path}
    assert changed == {"en/news/first/index.html", "en/search/texts/0.json"}


@pytest.mark.parametrize(
    "body", ["[there](second.md)", "[a page](/en/news/)", "[up](#more)\n\n## More\n\nWords.", "## A\n\n## B\n\n[b](#b)"]
)
def test_another_link_or_heading_plans_nothing_anew(hub: MakeHub, body: str) -> None:
    site = hub(FILES)
    shown = live(site)
    lists = shown.outputs["en/news/index.html"]
    for text in (body, f"{body}\n\n## One more\n"):
        save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", body=text, summary="S"))
        assert shown.outputs["en/news/index.html"] is lists
    same_as_built(site, shown)
    save(site, shown, "content/en/news/second.md", story("Second", "2026-01-02", body="[x](first.md#one-more)"))
    assert not shown.problems
    same_as_built(site, shown)
    save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", summary="S"))
    assert [str(one.message) for one in shown.problems] == [
        '"first.md#one-more" leads to no heading of content/en/news/first.md'
    ]


def test_a_warning_comes_and_goes_with_the_text_and_plans_nothing_anew(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    lists = shown.outputs["en/news/index.html"]
    save(site, shown, "content/km/news/first.md", story("ទីមួយ", "2026-01-01", body="ប់់"))
    assert [(one.path, one.level) for one in shown.problems] == [("content/km/news/first.md", "warning")]
    save(site, shown, "content/km/news/first.md", story("ទីមួយ", "2026-01-01", body="ប់"))
    assert shown.problems == ()
    assert shown.outputs["en/news/index.html"] is lists
    same_as_built(site, shown)


def test_what_a_search_finds_is_worked_out_when_it_asks(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    terms = [path for path in shown.outputs if path.startswith("en/search/terms/")]
    before = {path: shown.outputs[path] for path in terms}
    for word in ("transparency", "openness"):
        save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", body=word, summary="S"))
        assert {path: shown.outputs[path] for path in terms} == before
    save(site, shown, "content/en/news/third.md", story("Third", "2026-01-03"))  # and then a plan of the whole site
    same_as_built(site, shown)
    save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", body="budget", summary="S"))
    assert shown.page("/en/search/terms/0.bin")
    same_as_built(site, shown)


def test_a_deleted_file_takes_its_page_along(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/news/third.md": story("Third", "2026-01-03")})
    shown = live(site)
    assert shown.page("/en/news/third/")
    (site.root / "content/en/news/third.md").unlink()
    shown.refresh(frozenset({"content/en/news/third.md"}))
    assert shown.page("/en/news/third/") is None
    same_as_built(site, shown)


def test_while_an_error_stands_the_last_good_pages_stay(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    good = text_of(shown, "/en/news/first/")
    save(site, shown, "content/en/news/first.md", story("Broken", date="soon"))
    assert [str(one.message) for one in shown.problems] == ['"date" is "soon"']
    assert text_of(shown, "/en/news/first/") == good
    save(site, shown, "content/en/news/first.md", story("Mended", "2026-01-01"))
    assert shown.problems == ()
    assert "Mended" in text_of(shown, "/en/news/first/")
    same_as_built(site, shown)


def test_a_mistake_in_one_file_keeps_no_other_from_being_shown(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    save(site, shown, "content/en/news/first.md", story("Broken", date="soon"))
    save(site, shown, "content/en/news/second.md", story("Second again", "2026-01-02", body="[first](first.md)"))
    assert "Second again" in text_of(shown, "/en/news/second/")
    assert 'href="/en/news/first/"' in text_of(shown, "/en/news/second/")
    assert {"First", "Second again"} <= set(texts(shown, "/en/news/", "main a"))
    assert "First" in text_of(shown, "/en/news/first/")
    assert "ទីមួយ" in text_of(shown, "/km/news/first/")
    save(site, shown, "content/en/news/third.md", story("Third", "2026-01-03", body="[x](nowhere.md)"))
    assert {one.path for one in shown.problems} == {"content/en/news/first.md", "content/en/news/third.md"}
    assert "Third" in text_of(shown, "/en/news/third/")
    save(site, shown, "content/en/news/third.md", story("Third", "2026-01-03"))
    save(site, shown, "content/en/news/first.md", story("Mended", "2026-01-01"))
    same_as_built(site, shown)


def test_a_link_that_leads_nowhere_leaves_the_last_good_page(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    save(site, shown, "content/en/news/second.md", story("Second", "2026-01-02", body="[x](gone.md)"))
    assert "gone.md" not in text_of(shown, "/en/news/second/")
    save(site, shown, "content/en/news/first.md", story("First again", "2026-01-01"))
    assert "First again" in text_of(shown, "/en/news/first/")
    save(site, shown, "content/en/news/second.md", story("Second", "2026-01-02", body="[x](first.md)"))
    same_as_built(site, shown)


@pytest.mark.parametrize(
    ("path", "text"),
    [("site.toml", "url = "), ("templates/news.html", "{% if %}"), ("templates/parts/card.html", "{% macro %}")],
)
def test_a_mistake_in_what_all_pages_share_leaves_the_last_good_ones(hub: MakeHub, path: str, text: str) -> None:
    site = hub(FILES)
    shown = live(site)
    good = {url: text_of(shown, url) for url in ("/en/", "/en/news/first/", "/km/news/first/")}
    right = (site.root / path).read_text(encoding="utf-8")
    save(site, shown, path, text)
    assert [one.path for one in shown.problems] == [path]
    assert {url: text_of(shown, url) for url in good} == good
    save(site, shown, path, right)
    assert shown.problems == ()
    same_as_built(site, shown)


def test_the_time_goes_on_while_a_preview_runs(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("A", expire="2026-12-01")})
    now = [site.now]
    shown = Live(Options(site.root, site.out, site.now, drafts=True), site.root / ".krama/preview", lambda: now[0])
    shown.refresh()
    assert shown.page("/en/news/a/")
    now[0] = site.now + timedelta(days=30)
    save(site, shown, "content/en/news/b.md", story("B"))
    assert shown.page("/en/news/a/") is None


def test_a_file_that_nobody_may_read_is_told_and_read_as_soon_as_it_may(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a service or a virus scanner holds it: the save is not lost."""
    site = hub(FILES)
    shown = live(site)
    held = str(site.root / "content/en/news/first.md")
    opened = Path.read_bytes

    def refusing(place: Path) -> bytes:
        if str(place) == held:
            raise PermissionError(13, "Permission denied", held)
        return opened(place)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    save(site, shown, "content/en/news/first.md", story("Saved", "2026-01-01"))
    assert [(one.path, one.level) for one in shown.problems] == [("content/en/news/first.md", "error")]
    assert shown.missed
    assert "First" in text_of(shown, "/en/news/first/")
    monkeypatch.undo()
    assert shown.refresh(frozenset())
    assert shown.problems == ()
    assert "Saved" in text_of(shown, "/en/news/first/")


def test_a_folder_that_is_gone_takes_its_pages_along(hub: MakeHub, tmp_path: Path) -> None:
    """A folder that was moved away is one event: nothing is told of the files in it."""
    site = hub({**FILES, "content/en/news/deeper/x.md": story("Deeper")})
    shown = live(site)
    assert shown.page("/en/news/deeper/x/")
    (site.root / "content/en/news/deeper").rename(tmp_path / "elsewhere")
    shown.refresh(frozenset({"content/en/news/deeper"}))
    assert shown.page("/en/news/deeper/x/") is None
    same_as_built(site, shown)


def test_a_broken_site_toml_loses_no_last_good_text(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    settings = (site.root / "site.toml").read_text(encoding="utf-8")
    save(site, shown, "content/en/news/first.md", story("Broken", date="soon"))
    save(site, shown, "site.toml", "url = ")
    save(site, shown, "site.toml", settings)
    assert "First" in text_of(shown, "/en/news/first/")


def test_of_a_broken_text_what_stands_in_it_now_is_told(hub: MakeHub) -> None:
    """And not what stood in the one that is shown in its place."""
    site = hub(FILES)
    shown = live(site)
    save(site, shown, "content/en/news/second.md", story("Second", "soon", body="[x](gone.md) [y](gone-too.md)"))
    told = [str(one.message) for one in shown.problems]
    assert told == ['"date" is "soon"', 'the link "gone-too.md" leads nowhere', 'the link "gone.md" leads nowhere']
    (site.root / "content/en/news/first.md").unlink()  # the good text had a link to it
    shown.refresh(frozenset({"content/en/news/first.md"}))
    assert sorted(str(one.message) for one in shown.problems) == sorted(told)


def test_a_page_goes_when_its_time_has_come_though_only_another_text_is_saved(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/news/a.md": story("A", expire="2026-12-01")})
    now = [site.now]
    shown = Live(Options(site.root, site.out, site.now, drafts=True), site.root / ".krama/preview", lambda: now[0])
    shown.refresh()
    now[0] = site.now + timedelta(days=30)
    save(site, shown, "content/en/news/first.md", story("First", "2026-01-01", body="Other words.", summary="S"))
    assert shown.page("/en/news/a/") is None


def test_a_save_without_a_change_is_no_change(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    version = shown.version
    save(site, shown, "content/en/news/first.md", FILES["content/en/news/first.md"])
    shown.refresh(frozenset({"content/en/news/never-there.md"}))
    assert shown.version == version


def test_a_second_preview_knows_what_the_first_read(hub: MakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    site = hub(FILES)
    live(site).base.__exit__()
    read: list[str] = []
    real = reading._parse

    def counting(root: Path, *rest: object) -> object:
        read.append(str(rest[-1]))
        return real(root, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_parse", counting)
    same_as_built(site, live(site))
    assert len(read) == 3  # by the clean build to compare with, none by the preview


def _never(*_: object) -> None:
    raise AssertionError("a document was read")


def test_a_first_preview_knows_what_the_last_build_read(hub: MakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    site = hub(FILES).publish()
    monkeypatch.setattr(reading, "_parse", _never)
    assert "First" in text_of(live(site), "/en/news/first/")


def test_a_damaged_memory_of_the_last_build_does_no_harm(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    place = site.root / ".krama/public/memo.sqlite"
    whole = place.read_bytes()
    for damaged in (whole[:5000], whole[:-9000] + b"x" * 9000, b"something else"):
        place.write_bytes(damaged)
        (site.root / ".krama/preview/memo.sqlite").unlink(missing_ok=True)
        same_as_built(site, live(site))


@pytest.mark.parametrize(
    ("key", "value"), [("title", "Another"), ("summary", "Other"), ("place", "Kampot"), ("title", "a: b")]
)
def test_what_lists_show_of_a_story_is_changed_without_a_new_plan(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    more = {f"content/en/news/n{number}.md": story(f"N{number}", f"2026-01-0{number}") for number in range(1, 9)}
    site = hub({**FILES, **more, "content/en/workshops/w.md": story("W", "2026-01-01", end="2026-01-02")})
    shown = live(site)
    keys = {"title": "First", "summary": "S"} | {key: f'"{value}"'}
    title = keys.pop("title")
    with monkeypatch.context() as patched:
        patched.setattr("krama.live.plan", None)  # a new plan would fail
        text = story(title, "2026-01-01", body="One.\n\nTwo.", **keys)
        save(site, shown, "content/en/news/first.md", text)
    same_as_built(site, shown)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "2025-05-05"),
        ("tags", "[ogp]"),
        ("authors", "[desk]"),
        ("slug", "other"),
        ("draft", "true"),
        ("updated", "2026-02-02"),
    ],
)
def test_what_decides_the_place_of_a_story_is_planned_anew(hub: MakeHub, key: str, value: str) -> None:
    site = hub(FILES)
    shown = live(site)
    keys = {"date": "2026-01-01", "summary": "S"} | {key: value}
    save(site, shown, "content/en/news/first.md", story("Another", body="One.\n\nTwo.", **keys))
    same_as_built(site, shown)


def test_a_story_that_a_menu_names_changes_every_page(hub: MakeHub) -> None:
    menu = '[[menu]]\npage = "news/first.md"\n[manifest]'
    site = hub(FILES).settings("[manifest]", menu)
    shown = live(site)
    save(site, shown, "content/en/news/first.md", story("Another", "2026-01-01"))
    assert "Another" in text_of(shown, "/en/news/second/")
    same_as_built(site, shown)


def test_a_mistake_of_a_template_is_told_when_its_page_is_asked_for(hub: MakeHub) -> None:
    shown = live(hub({**FILES, "templates/lost.html": "{{ page.nothing }}"}))
    with pytest.raises(TemplateMistake):
        shown.page("/en/404.html")


def test_the_page_of_what_is_not_there_speaks_the_language_of_its_address(hub: MakeHub) -> None:
    shown = live(hub(FILES))
    assert shown.lost("/km/nothing/") == "/km/404.html"
    assert shown.lost("/nothing/") == "/404.html"


def test_a_language_that_comes_is_seen(hub: MakeHub) -> None:
    site = hub({**FILES, "content/km/news/b.md": story("ខ")}).settings("", 'languages = ["en"]\n')
    shown = live(site)
    assert shown.path("/km/news/b/") is None
    site.settings('languages = ["en"]', 'languages = ["en", "km"]')
    shown.refresh(frozenset({"site.toml"}))
    assert shown.path("/km/news/b/") is not None
    site.settings('languages = ["en", "km"]', 'languages = ["km"]')
    shown.refresh(frozenset({"site.toml"}))
    assert shown.path("/en/") is None

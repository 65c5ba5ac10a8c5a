"""The pipeline: what a build makes, keeps and says."""

import pytest

from krama import make as making
from krama import reading
from krama.publish import Public
from tests.conftest import MakeHub, story

FILES = {f"content/en/news/s{number}.md": story(f"Story {number}", f"2026-01-0{number}") for number in range(1, 6)}


def test_a_build_with_nothing_to_do_makes_nothing(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    report = site.build()
    assert (report.made, report.removed) == (0, 0)
    assert report.kept == len(site.files()) - 1  # all but the marker


def test_a_body_edit_remakes_one_file(hub: MakeHub) -> None:
    site = hub({path: text.replace("Words.", "First.\n\nSecond.") for path, text in FILES.items()}).publish()
    place = site.root / "content/en/news/s2.md"
    site.write({"content/en/news/s2.md": place.read_text(encoding="utf-8").replace("Second.", "Other.")})
    before = site.snapshot()
    site.publish()
    changed = {path for path, data in site.snapshot().items() if before.get(path) != data}
    assert {path for path in changed if "/search/" not in path} == {"en/news/s2/index.html"}
    assert {path for path in changed if "/search/texts/" in path} == {"en/search/texts/1.json"}
    assert "Other." in site.read("en/news/s2/index.html")


def test_a_title_edit_remakes_only_the_pages_that_show_it(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/pages/about.md": "---\ntitle: About\n---\n"}).publish()
    before = site.snapshot()
    site.write({"content/en/news/s1.md": story("Another title", "2026-01-01")}).publish()
    after = site.snapshot()
    changed = {path for path in after if before.get(path) != after[path]}
    assert {"en/news/s1/index.html", "en/news/index.html", "en/feed.xml", "en/archive/2026/index.html"} <= changed
    assert "en/about/index.html" not in changed
    assert all("Another title" in after[path].decode() for path in changed if "/search/terms/" not in path)


def test_a_template_edit_remakes_what_is_made_with_it(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    place = site.root / "templates/sitemap.xml"
    site.write({"templates/sitemap.xml": place.read_text(encoding="utf-8") + "<!-- x -->\n"})
    assert site.build().made == 1


def test_every_problem_of_every_stage_is_told_at_once(hub: MakeHub) -> None:
    told = hub(
        {
            "content/en/news/a.md": story(date="soon"),
            "content/en/news/b.md": story(body="[x](gone.md)"),
            "static/css/site.css": "a { background: url(gone.png) }",
            "templates/page.html": "{% if %}",
        }
    ).told()
    for path in ("content/en/news/a.md:3", "content/en/news/b.md:6", "static/css/site.css:1", "templates/page.html:1"):
        assert f"{path}: error" in told


def test_a_link_to_a_file_with_mistakes_is_not_a_second_mistake(hub: MakeHub) -> None:
    told = hub({"content/en/news/a.md": story(body="[b](b.md)"), "content/en/news/b.md": story(date="soon")}).told()
    assert told.count("error:") == 1


def test_warnings_stop_a_strict_build_only(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(layout="post")})
    assert not site.build(strict=True).published
    assert site.build().published


def test_two_stories_with_one_address_are_told_with_both_names(hub: MakeHub) -> None:
    told = hub({"content/en/news/2014-01-01-law.md": story(), "content/en/news/law.md": story()}).told()
    assert (
        'content/en/news/law.md:1: error: the address "/en/news/law/" is also that of content/en/news/2014-01-01-law.md'
        in told
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"content/en/news/a.md": story(aliases="[/robots.txt]")}, 'the address "/robots.txt" is also that of'),
        (
            {"content/en/pages/tags.md": "---\ntitle: Tags\n---\n"},
            'the address "/en/tags/" is also that of content/en/pages/tags.md',
        ),
        ({"content/en/news/a.md": story(aliases="[/Robots.TXT]")}, "which some systems take for the same"),
        ({"content/en/news/a.md": story(aliases="[/robots.txt/x/]")}, "is a file here, and a folder for"),
    ],
)
def test_two_outputs_for_one_path_are_a_problem(hub: MakeHub, files: dict[str, str], expected: str) -> None:
    assert expected in hub(files).told()


def test_several_processes_make_the_same_site(hub: MakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {f"content/km/news/k{number}.md": story(f"រឿង {number}", body=f"ពាក្យ {number}") for number in range(9)}
    site = hub({**FILES, **more}).publish()
    alone = site.snapshot()
    monkeypatch.setattr(reading, "WORTH_A_POOL", 1)
    monkeypatch.setattr(making, "WORTH_SHARING", 1)
    report = site.build(out=site.root / "shared", jobs=2)
    assert report.made == len(alone) - 1
    assert {path: (site.root / "shared" / path).read_bytes() for path in alone} == alone


def test_several_processes_tell_the_same_problems_in_the_same_order(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {f"content/km/news/k{number}.md": story(date="soon") for number in range(9)}
    site = hub({**FILES, **more, "templates/feed.xml": "{{ page.nothing }}"})
    alone = site.build().problems
    monkeypatch.setattr(reading, "WORTH_A_POOL", 1)
    monkeypatch.setattr(making, "WORTH_SHARING", 1)
    assert len(alone) == 9
    assert site.build(out=site.root / "shared", jobs=2).problems == alone


def test_there_is_no_site_toml(hub: MakeHub) -> None:
    site = hub()
    (site.root / "site.toml").unlink()
    assert "there is no site.toml" in site.told()


def test_another_build_into_the_same_folder_is_told_to_wait(hub: MakeHub) -> None:
    site = hub().publish().write({"content/en/news/a.md": story()})
    with Public(site.out).lock():
        report = site.build()
    assert not report.published
    assert "another build is publishing" in str(report.problems[0].message)
    assert site.build().published


@pytest.mark.parametrize("out", ["content/out", "static", "templates/x", ".", ".krama"])
def test_a_folder_of_the_site_itself_is_refused(hub: MakeHub, out: str) -> None:
    site = hub()
    report = site.build(out=site.root / out)
    assert "the site's own files are in this folder" in str(report.problems[0].message)


def test_what_the_system_refuses_is_a_problem_and_no_traceback(hub: MakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    site = hub().publish()
    before = site.snapshot()

    def full(public: Public, path: str, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(public.staging / path))

    monkeypatch.setattr(Public, "stage", full)
    report = site.write({"content/en/news/a.md": story()}).build()
    assert str(report.problems[-1].message) == "the system refused: No space left on device"
    assert site.snapshot() == before


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"content/en/news/a.md": story(slug="a" * 300)}, "a part of the address is too long"),
        ({"content/en/news/a.md": story(aliases=f"[/{'b' * 300}/]")}, "a part of the address is too long"),
        ({"templates/lost.html": '{% extends "lost.html" %}'}, "templates/lost.html"),
        ({"templates/lost.html": '{{ "\\ud800" }}'}, "half a character"),
        ({"content/en/news/a.md": '---\ntitle: "a \\q b"\ndate: 2026-01-01\n---\n'}, "begins an escape"),
        ({"content/en/news/a.md": '+++\ntitle = "A"\n+++\n'}, "the front matter is TOML (+++)"),
        (
            {"content/en/news/a.md": story(body="[x](rsync://example.org/)")},
            'the address "rsync://example.org/" was left',
        ),
        ({"content/en/news/a.md": story(body="[x](krama:/etc)")}, 'the address "krama:/etc" was left out'),
        ({"locale/km/LC_MESSAGES/krama.po": 'msgid "a\nmsgstr "b"\n'}, "krama.po:1: error: this line is no line"),
        ({"locale/km/LC_MESSAGES/krama.po": '"Content-Type: text/plain; charset=latin-9x\\n"\n'}, "krama.po"),
        ({"content/en/news/a.md": story(sumary="x")}, "4 | sumary: x\n      | ^^^^^^\n"),
    ],
)
def test_what_once_ended_in_a_traceback_or_was_lost_is_told(hub: MakeHub, files: dict[str, str], expected: str) -> None:
    assert expected in hub(files).told()


def test_control_characters_do_not_reach_a_page(hub: MakeHub) -> None:
    body = "Words \u0007 and \u001b more &#1; &#x7f;."
    site = hub({"content/en/news/a.md": '---\ntitle: "a \\0 \\x07 b"\ndate: 2026-01-01\n---\n' + body}).publish()
    assert site.xml("en/feed.xml") is not None
    assert not set(site.read("en/news/a/index.html")) & {chr(code) for code in (0, 1, 7, 27, 127)}


def test_thousands_of_broken_links_are_told_in_no_time(hub: MakeHub) -> None:
    files = {f"content/en/news/story-{n:04}.md": story(f"Story {n}", body=f"[x](stori-{n:04}.md)") for n in range(300)}
    told = hub(files).check()
    assert len(told) == 300
    assert sum("did you mean" in str(one.hint) for one in told) == 300


def test_one_round_tells_all_the_mistakes_of_a_file(hub: MakeHub) -> None:
    told = hub(
        {
            "content/en/news/a.md": "---\ntitle: NGOs: what next\ndate: 13/01/2026\nsumary: x\nslug: A B\n---\n[x](gone.md)\n",  # noqa: E501
            "content/en/news/b.md": story(body="[a](a.md)"),
        }
    ).told()
    for part in (
        ':2: error: "title" holds a colon',
        ':3: error: "date" is "13/01/2026"',
        ':4: warning: the key "sumary" is not known',
        ':5: error: "slug" is "A B"',
        ':7: error: the link "gone.md" leads nowhere',
    ):
        assert f"content/en/news/a.md{part}" in told
    assert "content/en/news/b.md" not in told


def test_a_page_outside_the_lists_leads_to_no_list_that_is_not_there(hub: MakeHub) -> None:
    page = "---\ntitle: Jobs\ntags: [law2]\nauthors: [hr]\n---\n"
    site = hub({"content/en/pages/jobs.md": page, "content/en/news/a.md": story(body="[x](/en/tags/law2/)")})
    assert 'the link "/en/tags/law2/" leads nowhere' in site.told()
    page_only = site.write({"content/en/news/a.md": story()}).publish().page("en/jobs/")
    assert page_only.select('a[href*="/tags/law2"], a[href*="/authors/hr"]') == []


def test_a_menu_item_that_leads_nowhere_is_a_warning(hub: MakeHub) -> None:
    menu = '[[menu]]\nurl = "/documents/x.pdf"\ntitle = { en = "A", km = "ក" }\n[manifest]'
    site = hub().settings("[manifest]", menu)
    assert 'the menu item leads to "/documents/x.pdf", which is not there' in site.told()
    site.write({"static/documents/x.pdf": "%PDF"})
    assert site.told() == ""


def test_an_expired_security_contact_is_a_warning(hub: MakeHub) -> None:
    site = hub().settings("[manifest]", '[security]\ncontact = ["mailto:a@b.org"]\nexpires = 2020-01-01\n[manifest]')
    assert '"expires" of [security] was 2020-01-01' in site.told()


def test_a_site_without_a_logo_is_built(hub: MakeHub) -> None:
    site = hub().settings('[organization]\nlogo = "/images/logo.svg"\n', "").publish()
    assert site.page("en/").select(".brand img") == []

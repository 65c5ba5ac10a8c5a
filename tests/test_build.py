"""The pipeline: what a build makes, keeps and says."""

import pytest

from krama import build as building
from krama.build import reading
from krama.config import load
from krama.sources import find
from krama.words import Words
from tests.conftest import SETTINGS, MakeHub, story

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
    assert site.build().made == 1
    assert "Other." in site.read("en/news/s2/index.html")


def test_a_title_edit_remakes_only_the_pages_that_show_it(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/pages/about.md": "---\ntitle: About\n---\n"}).publish()
    before = site.snapshot()
    site.write({"content/en/news/s1.md": story("Another title", "2026-01-01")}).publish()
    after = site.snapshot()
    changed = {path for path in after if before.get(path) != after[path]}
    assert {"en/news/s1/index.html", "en/news/index.html", "en/feed.xml", "en/archive/2026/index.html"} <= changed
    assert "en/about/index.html" not in changed
    assert all("Another title" in after[path].decode() for path in changed)


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


def test_parsing_by_several_processes_gives_the_same_in_the_same_order(
    hub: MakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = hub({**FILES, "content/km/news/x.md": story("ខ្មែរ", date="soon")})
    config, _ = load(SETTINGS)
    assert config is not None
    import gettext

    spoken = Words("en", "", gettext.NullTranslations(), frozenset())
    readings = {lang: reading(config, Words(lang, "", spoken.translations, frozenset())) for lang in ("en", "km")}
    sources = find(site.root, ("en", "km")).sources
    alone = building.parse(sources, config, readings, 1)
    monkeypatch.setattr(building, "WORTH_A_POOL", 1)
    assert building.parse(sources, config, readings, 2) == alone


def test_there_is_no_site_toml(hub: MakeHub) -> None:
    site = hub()
    (site.root / "site.toml").unlink()
    assert "there is no site.toml" in site.told()

"""What a file says of itself."""

import pytest

from tests.conftest import MakeHub, story

WORKSHOP = """
== content/en/workshops/ogp.md
---
title: A workshop
date: 2014-10-16
{}
---
"""


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("2014-10-16-ogp-workshop.md", "en/news/ogp-workshop/"),
        ("OGP_Workshop 2014.md", "en/news/ogp-workshop-2014/"),
        ("2014/ogp.md", "en/news/2014/ogp/"),
        ("Élection.markdown", "en/news/election/"),
    ],
)
def test_the_address_comes_from_the_file_name(hub: MakeHub, name: str, address: str) -> None:
    assert f"{address}index.html" in hub({f"content/en/news/{name}": story()}).publish().files()


def test_a_slug_wins_over_the_file_name(hub: MakeHub) -> None:
    assert "en/news/short/index.html" in hub({"content/en/news/long.md": story(slug="short")}).publish().files()


def test_the_day_in_a_file_name_is_the_date_of_a_story_without_one(hub: MakeHub) -> None:
    site = hub({"content/en/news/2014-10-16-ogp.md": "---\ntitle: A\n---\n"}).publish()
    assert site.page("en/news/ogp/").select_one('time[datetime="2014-10-16"]')


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"content/km/news/land.md": story(date="01/13/2026")},
            'content/km/news/land.md:3: error: "date" is "01/13/2026"',
        ),
        ({"content/en/news/a.md": "---\ndate: 2026-01-13\n---\n"}, 'a.md:1: error: "title" is missing'),
        ({"content/en/news/a.md": "---\ntitle: A\n---\n"}, 'a.md:1: error: "date" is missing'),
        ({"content/en/news/a.md": story(sumary="x")}, 'warning: the key "sumary" is not known\n    4 | sumary: x'),
        ({"content/en/news/a.md": story(draft="perhaps")}, '"draft" is "perhaps"'),
        ({"content/en/news/a.md": story(slug="Ünsere Welt")}, "write slug: unsere-welt"),
        ({"content/en/news/ព័ត៌មាន.md": story()}, 'no address can be made from the file name "ព័ត៌មាន"'),
        ({"content/en/news/a.md": story(aliases="[../../etc/passwd]")}, "is no address of this site"),
        ({"content/en/a.md": story()}, "the file stands in no section"),
        ({"content/en/newz/a.md": story()}, 'the folder "newz" is not a section of site.toml'),
        ({"content/en/newz/a.md": story()}, 'did you mean "news"?'),
        ({"content/en/news/a.md": story(image="{src: /images/logo.svg}")}, "the picture has no alt text"),
        ({"content/en/news/a.md": story(publish="2026-02-01", expire="2026-01-01")}, '"expire" lies before "publish"'),
        ({"content/en/workshops/a.md": story(end="2026-01-01")}, '"end" lies before "date"'),
    ],
)
def test_a_mistake_of_a_file_is_told(hub: MakeHub, files: dict[str, str], expected: str) -> None:
    assert expected in hub(files).told()


def test_an_unknown_key_is_only_a_warning(hub: MakeHub) -> None:
    assert hub({"content/en/news/a.md": story(layout="post")}).build().published


def test_the_mistakes_of_all_files_are_told_at_once(hub: MakeHub) -> None:
    told = hub(
        {
            "content/en/news/a.md": story(date="yesterday", draft="perhaps"),
            "content/km/news/b.md": "No fences.\n",
            "content/en/news/c.md": story(body="[x](nowhere.md)"),
        }
    ).told()
    assert told.count(" error: ") == 4


def test_an_entity_in_a_title_is_a_letter(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("Budget &amp; law &#8211; now")}).publish()
    assert site.page("en/news/a/").h1.get_text() == "Budget & law – now"  # type: ignore[union-attr]


def test_a_title_loses_its_invisible_spaces(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story("ព័ត៌មាន\u200bថ្មី")}).publish()
    assert "\u200b" not in site.read("km/news/a/index.html")

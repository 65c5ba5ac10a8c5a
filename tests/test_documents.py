"""What a file says of itself."""

import pytest

from tests.conftest import Hub, MakeHub, story

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


def told(site: Hub) -> list[tuple[int, str, str]]:
    """Line, message and hint of all that is wrong."""
    return [(one.line, str(one.message), str(one.hint)) for one in site.check()]


def test_a_key_without_a_value_is_told_at_its_line(hub: MakeHub) -> None:
    text = "---\nsummary: Words.\ntitle:\ndate:\n---\n\nWords.\n"
    assert told(hub({"content/en/news/a.md": text})) == [
        (3, '"title" is empty', "write it behind the colon: title: …"),
        (4, '"date" is empty', "write the day behind it: date: 2026-01-13"),
    ]
    text = story(image="\n  src:\n  alt: A hall")
    assert told(hub({"content/en/news/a.md": text}, "b"))[0][:2] == (5, '"image.src" is empty')


def test_a_day_in_the_name_stands_for_an_empty_date(hub: MakeHub) -> None:
    text = "---\ntitle: A\ndate:\nsummary:\n---\n\nWords.\n"
    assert hub({"content/en/news/2026-01-13-a.md": text}).check() == ()


def test_a_picture_on_the_line_of_its_key_is_told_with_the_lines_to_write(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(image="/images/logo.svg"), "content/en/news/b.md": story("B")})
    assert told(site) == [
        (4, '"image" is "/images/logo.svg"', "write:\nimage:\n  src: /images/logo.svg\n  alt: what it shows")
    ]
    site.write({"content/en/news/a.md": story(image="\n  src: /images/logo.svg\n  alt: what it shows")})
    assert site.check() == ()


def test_days_in_the_wrong_order_are_told_with_the_day_that_counts(hub: MakeHub) -> None:
    files = {
        "content/en/workshops/a.md": story("A", "2026-01-13", end="2026-01-12"),
        "content/en/news/b.md": story("B", publish="2026-01-20 07:00", expire="2026-01-15"),
        "content/en/news/c.md": story("C", expire="2026-01-13"),
    }
    hints = {message: hint for _, message, hint in told(hub(files))}
    assert hints['"end" lies before "date"'] == "write a day after 2026-01-13"
    assert hints['"expire" lies before "publish"'] == (
        "write a day after 2026-01-20 07:00: the page would never be shown"
    )
    assert hints['"expire" lies before "date": the story is never shown'] == (
        "write a day after 2026-01-13, or publish: with the day on which it appears"
    )


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("venue", "it belongs to a workshop: move the file to content/en/workshops"),
        ("participants", "it belongs to a workshop: move the file to content/en/workshops"),
        ("goal", "it belongs to a programme: move the file to content/en/programmes"),
        ("summry", 'did you mean "summary"?'),
    ],
)
def test_a_key_of_another_kind_is_told_with_the_folder_of_that_kind(hub: MakeHub, key: str, hint: str) -> None:
    assert told(hub({"content/en/news/a.md": story(**{key: "x"})})) == [(4, f'the key "{key}" is not known', hint)]


def test_a_key_of_several_kinds_names_none_of_them(hub: MakeHub) -> None:
    ((_, _, hint),) = told(hub({"content/en/news/a.md": story(order="1")}))
    assert "move the file" not in hint

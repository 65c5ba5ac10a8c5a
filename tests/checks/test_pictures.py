"""Pictures and pages that are too heavy for a telephone."""

import os
import re

import pytest

from tests.conftest import Hub, MakeHub, story

A, B = "content/en/news/a.md", "content/en/news/b.md"


def picture(site: Hub, path: str, kb: int) -> Hub:
    """A file that no compression makes smaller."""
    place = site.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(os.urandom(kb * 1000))
    return site


def told(site: Hub) -> list[tuple[str, str]]:
    return [(one.path, str(one.message)) for one in site.check()]


@pytest.mark.parametrize(
    "keys",
    [
        {"body": "![A hall](/images/hall.jpg)"},
        {"image": "{src: /images/hall.jpg, alt: A hall}"},
        {"photos": "[{title: A hall, file: /images/hall.jpg}]"},
    ],
)
def test_a_heavy_picture_is_told_once_with_the_first_text_that_shows_it(hub: MakeHub, keys: dict[str, str]) -> None:
    site = picture(hub({A: story(**keys), B: story("B", **keys)}), "static/images/hall.jpg", 301)
    expected = [("static/images/hall.jpg", f"the picture weighs 301 KB, and {A} shows it")]
    assert told(site) == expected
    assert [(one.path, str(one.message)) for one in site.build().problems] == expected
    site.settings("[tags]", "[limits]\npicture_kb = 400\n[tags]")
    assert told(site) == []


def test_a_light_picture_and_one_that_is_only_linked_to_are_not_told(hub: MakeHub) -> None:
    site = hub({A: story(body="![A hall](hall.jpg) [the poster](/images/poster.jpg)")})
    picture(picture(site, "content/en/news/hall.jpg", 300), "static/images/poster.jpg", 2000)
    assert told(site) == []


def test_an_edit_that_takes_a_heavy_picture_out_is_noticed(hub: MakeHub) -> None:
    site = picture(hub({A: story(body="![A hall](hall.jpg)"), B: story("B")}), "content/en/news/hall.jpg", 301)
    assert len(site.build().problems) == 1
    site.write({B: story("B", body="More.")})
    assert len(site.build().problems) == 1
    site.write({A: story(body="Words.")})
    assert site.build().problems == ()


def test_a_page_over_its_budget_is_told_by_a_check_whether_or_not_it_was_made_anew(hub: MakeHub) -> None:
    site = hub({A: story(body="".join(f"![Hall {number}](hall{number}.jpg)\n" for number in range(4)))})
    for number in range(4):
        picture(site, f"content/en/news/hall{number}.jpg", 250)
    (before,) = told(site)
    assert before[0] == A
    assert re.fullmatch(r"the page /en/news/a/ weighs 1\d\d\d KB, 100\d of them pictures", before[1])
    site.publish()
    assert told(site) == [before]
    site.write({B: story("B")})
    assert told(site) == [before]
    assert site.build().problems == ()
    site.settings("[tags]", "[limits]\npage_kb = 1500\n[tags]")
    assert told(site) == []

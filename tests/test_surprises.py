"""What the clock will bring: told while it is to come, and no longer."""

from datetime import timedelta

import pytest

from tests.conftest import Hub, MakeHub, story

A = "content/en/news/a.md"


def told(site: Hub) -> list[tuple[int, str]]:
    return [(one.line, str(one.message)) for one in site.build().problems]


def test_a_story_that_waits_for_its_day_is_told_until_it_is_shown(hub: MakeHub) -> None:
    site = hub({A: story(date="2026-12-24"), "content/en/news/b.md": story("B")})
    waits = (3, '"date" is 2026-12-24, which is still to come: the story is not shown before')
    assert told(site) == [waits]
    assert "publish: 2026-12-24" in str(site.check()[0].hint)
    site.now += timedelta(days=30)  # nothing else changed, and it is still to come
    assert told(site) == [waits]
    site.now += timedelta(days=2)
    assert told(site) == []


@pytest.mark.parametrize(
    "keys", [{"publish": "2026-12-24"}, {"publish": "2026-01-01"}, {"draft": "true"}, {"date": "2026-11-23"}]
)
def test_a_story_whose_day_is_meant_so_is_not_told(hub: MakeHub, keys: dict[str, str]) -> None:
    assert told(hub({A: story(**({"date": "2026-12-24"} | keys)), "content/en/news/b.md": story("B")})) == []


def test_a_workshop_to_come_is_not_told(hub: MakeHub) -> None:
    assert told(hub({"content/en/workshops/w.md": story("W", "2026-12-24")})) == []


def test_a_page_that_went_is_told_for_a_month(hub: MakeHub) -> None:
    site = hub({A: story(expire="2026-11-24"), "content/en/news/b.md": story("B")})
    assert told(site) == []
    went = (4, '"expire" was 2026-11-24: the page is no longer shown')
    for days, expected in ((1, [went]), (29, [went]), (1, []), (400, [])):
        site.now += timedelta(days=days)
        assert told(site) == expected
        site.write({"content/en/news/b.md": story("B", body=f"After {days} days.")})
        assert told(site) == expected


def test_a_story_that_ends_before_its_day_is_told(hub: MakeHub) -> None:
    site = hub({A: story(date="2026-01-13", expire="2026-01-12"), "content/en/news/b.md": story("B")})
    assert told(site) == [(4, '"expire" lies before "date": the story is never shown')]

"""Two texts with one title: told, also when an edit brings it about or mends it."""

from krama.live import Live
from krama.options import Options
from tests.conftest import Hub, MakeHub, story

A, B, C = (f"content/en/news/{name}.md" for name in "abc")
TWICE = (B, 2, f'the title "A law" is also that of {A}')


def told(site: Hub) -> list[tuple[str, int, str]]:
    report = site.build()
    assert report.published
    return [(one.path, one.line, str(one.message)) for one in report.problems]


def test_two_texts_with_one_title_are_told_and_both_are_named(hub: MakeHub) -> None:
    site = hub({A: story("A law"), B: story("A law"), C: story("A LAW")})
    assert told(site) == [TWICE, (C, 2, f'the title "A LAW" is also that of {A}')]


def test_a_translation_may_have_the_title_of_its_original(hub: MakeHub) -> None:
    assert told(hub({A: story("EITI"), "content/km/news/a.md": story("EITI")})) == []


def test_an_edit_of_a_title_tells_and_mends(hub: MakeHub) -> None:
    site = hub({A: story("A law"), B: story("Another"), C: story("A third")})
    assert told(site) == []
    for title, expected in (
        ("A law", [TWICE]),
        ("Another", []),
        ("A third", [(C, 2, f'the title "A third" is also that of {B}')]),
    ):
        site.write({B: story(title)})
        assert told(site) == expected
    site.write({C: story("A fourth")})
    assert told(site) == []
    site.write({A: story("Another")})
    assert told(site) == []


def test_the_preview_tells_it_too(hub: MakeHub) -> None:
    site = hub({A: story("A law"), B: story("Another")})
    live = Live(Options(site.root, site.out, site.now, jobs=1), site.root / ".krama/preview")
    live.refresh()
    for title, number in (("More", 0), ("A law", 1), ("Another", 0)):
        site.write({B: story(title)})
        live.refresh(frozenset([B]))
        assert len(live.problems) == number

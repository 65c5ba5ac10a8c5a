"""python build.py why URL: what of all that a page is made from changed."""

from krama.build import why
from krama.options import Options
from tests.conftest import Hub, MakeHub, story


def asked(site: Hub, url: str) -> list[str]:
    report = why(Options(site.root, site.out, site.now, jobs=1), url)
    assert [str(one.message) for one in report.problems] == []
    return [str(line).strip() for line in report.notices]


FILES = {
    "content/en/news/first.md": story("First", "2026-01-01"),
    "content/en/news/second.md": story("Second", "2026-01-02"),
}


def test_a_new_page_was_not_there_before(hub: MakeHub) -> None:
    assert asked(hub(FILES).publish(), "/en/news/first/") == [
        "en/news/first/index.html, from content/en/news/first.md",
        "made the last time because: it was not there before",
        "the next build leaves it as it is",
    ]


def test_a_title_of_a_neighbour_is_named_with_its_address(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    site.write({"content/en/news/second.md": story("Another", "2026-01-02")})
    assert "the next build makes it again because: newer: title of /en/news/second/" in asked(site, "/en/news/first/")
    site.publish()
    lines = asked(site, "/en/news/first/")
    assert "made the last time because: newer: title of /en/news/second/" in lines
    assert lines[-1] == "the next build leaves it as it is"


def test_its_own_front_matter_is_named_by_its_keys(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    site.write({"content/en/news/first.md": story("First", "2026-01-01", place="Kampot")}).publish()
    assert 'made the last time because: place: "" → Kampot' in asked(site, "/en/news/first/")


def test_a_body_edit_is_the_text(hub: MakeHub) -> None:
    site = hub({"content/en/news/first.md": story(body="One.\n\nTwo.", summary="S")}).publish()
    site.write({"content/en/news/first.md": story(body="One.\n\nThree.", summary="S")}).publish()
    assert "made the last time because: the text" in asked(site, "/en/news/first/")


def test_a_template_is_named(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    place = site.root / "templates/parts/footer.html"
    site.write({"templates/parts/footer.html": place.read_text(encoding="utf-8") + "\n{# x #}\n"}).publish()
    line = "made the last time because: the template news.html, or one that it draws in"
    assert line in asked(site, "/en/news/first/")


def test_a_story_that_came_or_went_in_a_list_is_named(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    site.write({"content/en/news/third.md": story("Third", "2026-01-03")}).publish()
    assert "made the last time because: cards: with /en/news/third/" in asked(site, "/en/news/")
    (site.root / "content/en/news/third.md").unlink()
    site.publish()
    assert "made the last time because: cards: without /en/news/third/" in asked(site, "/en/news/")


def test_a_page_edited_by_hand_is_told_from_one_that_changed(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    (site.out / "en/news/first/index.html").write_text("mine", encoding="utf-8")
    lines = asked(site, "/en/news/first/")
    assert "the next build makes it again because: the published file was changed by hand, or gone" in lines


def test_a_page_may_be_asked_for_by_its_whole_address_its_file_or_its_source(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    first = asked(site, "/en/news/first/")
    for name in (
        "https://hub.example.org/en/news/first/",
        "/en/news/first",
        "public/en/news/first/index.html",
        "content/en/news/first.md",
    ):
        assert asked(site, name)[: len(first)] == first  # a source has a passage for the search, too


def test_an_address_without_a_page_is_a_problem(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    report = why(Options(site.root, site.out, site.now, jobs=1), "/en/news/none/")
    assert [str(one.message) for one in report.problems] == ["no page has this address"]

"""What staff are told beside a page of the preview."""

from krama.desk import Desk, desk, page
from krama.live import Live
from krama.options import Options
from tests.conftest import Hub, MakeHub, story

FILES = {"content/en/news/a.md": story("First", tags="[budget]"), "content/en/news/b.md": story("Other")}


def live(site: Hub) -> Live:
    found = Live(Options(site.root, site.out, site.now, drafts=True, jobs=1), site.root / ".krama" / "preview")
    found.refresh()
    return found


def beside(shown: Live, url: str, lang: str = "en") -> Desk:
    return desk(shown, page(shown, url, {}), lang, str)


def notes(told: Desk, kind: str) -> list[str]:
    return [note.text for note in told.notes if note.kind == kind]


def test_a_page_names_its_source_and_only_its_own_warnings(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/news/b.md": story("Other", tags="[unheard]")})
    shown = live(site)
    first, other = beside(shown, "/en/news/a/"), beside(shown, "/en/news/b/")
    assert (first.source, first.problems, first.count) == ("content/en/news/a.md", (), "no problems")
    assert [(one.line, one.level, one.own) for one in other.problems] == [(4, "warning", True)]
    assert (other.title, other.open) == ("1 warning on this page", False)


def test_mistakes_of_the_page_come_first_and_are_shown_at_once(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    for name in "ab":
        site.write({f"content/en/news/{name}.md": story("Broken", date="soon")})
        shown.refresh(frozenset({f"content/en/news/{name}.md"}))
    told = beside(shown, "/en/news/b/")
    assert [one.path[-4:] for one in told.problems] == ["b.md", "a.md"]
    assert (told.open, beside(shown, "/en/news/").open) == (True, False)
    assert told.problems[0].excerpt == ("date: ", "soon", "")
    assert told.state == "What you see is the last good page."
    assert beside(shown, "/en/news/").state.startswith("The page behind this is as you saved it")


def test_a_mistake_in_a_file_without_a_page_is_shown_on_every_page(hub: MakeHub) -> None:
    shown = live(hub({**FILES, "content/en/news/c.md": story("New", date="soon")}))
    assert beside(shown, "/en/news/a/").open
    assert beside(shown, "/en/news/c/").open  # where its page will be


def test_days_are_told_as_the_reader_of_the_messages_writes_them(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("First", publish="2026-12-01 07:30", expire="2026-12-31")})
    shown = live(site)
    assert notes(beside(shown, "/en/news/a/"), "later") == ["Goes live on 1 December 2026 7:30 am"]
    assert notes(beside(shown, "/en/news/a/"), "ending") == ["Goes away on 31 December 2026"]
    assert notes(beside(shown, "/en/news/a/", "km"), "ending") == ["Goes away on ថ្ងៃទី៣១ ខែធ្នូ ឆ្នាំ២០២៦"]


def test_news_of_a_day_to_come_appear_on_that_day_and_workshops_at_once(hub: MakeHub) -> None:
    shown = live(
        hub(
            {
                "content/en/news/a.md": story("First", "2026-12-01"),
                "content/en/workshops/w.md": story("Workshop", "2026-12-01"),
            }
        )
    )
    assert notes(beside(shown, "/en/news/a/"), "later") == ["Goes live on 1 December 2026"]
    assert notes(beside(shown, "/en/workshops/w/"), "later") == []


def test_what_is_not_translated_is_told_of_stories_and_of_nothing_else(hub: MakeHub) -> None:
    shown = live(hub({**FILES, "content/km/news/b.md": story("ផ្សេង")}))
    assert notes(beside(shown, "/en/news/a/"), "untranslated") == ["Not in Khmer yet"]
    assert notes(beside(shown, "/en/news/b/"), "untranslated") == []
    assert notes(beside(shown, "/km/news/b/"), "untranslated") == []
    assert notes(beside(shown, "/en/news/"), "untranslated") == []


def test_a_page_is_weighed_with_its_pictures(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    assert "50 KB of pictures" not in notes(beside(shown, "/en/news/a/"), "weight")[0]
    site.root.joinpath("static/images/hall.jpg").write_bytes(b"\xff\xd8" + bytes(50_000))
    site.write({"content/en/news/a.md": story("First", image="{src: /images/hall.jpg, alt: Hall}")})
    shown.refresh(frozenset({"content/en/news/a.md", "static/images/hall.jpg"}))
    assert "50 KB of pictures" in notes(beside(shown, "/en/news/a/"), "weight")[0]


def test_a_picture_that_is_too_heavy_is_told_on_the_pages_that_show_it(hub: MakeHub) -> None:
    site = hub({**FILES, "content/en/pages/about.md": "---\ntitle: About\n---\n\nWords.\n"})
    site.root.joinpath("static/images/hall.jpg").write_bytes(b"\xff\xd8" + bytes(1_200_000))
    site.write({"content/en/news/a.md": story("First", image="{src: /images/hall.jpg, alt: Hall}")})
    shown = live(site)
    told = beside(shown, "/en/news/a/")
    assert [(one.path, one.own) for one in told.problems] == [("static/images/hall.jpg", True)]
    assert len(notes(told, "heavy")) == 1
    assert beside(shown, "/en/about/").problems == ()
    assert notes(beside(shown, "/en/about/"), "heavy") == []


def test_lists_know_which_pages_readers_do_not_see(hub: MakeHub) -> None:
    drafts = {"content/en/news/b.md": story("Other", draft="true"), "content/en/news/c.md": story("C", "2027-01-01")}
    shown = live(hub({**FILES, **drafts}))
    assert beside(shown, "/en/").unseen == {"/en/news/b/": "draft", "/en/news/c/": "not yet published"}


def test_a_page_of_which_a_template_is_wrong_is_an_older_one(hub: MakeHub) -> None:
    site = hub(FILES)
    shown = live(site)
    beside(shown, "/en/news/a/")
    site.write({"templates/404.html": "{% if %}"})
    shown.refresh(frozenset({"templates/404.html"}))
    told = beside(shown, "/en/news/a/")
    assert (told.open, told.state) == (True, "What you see is the last good page.")


def test_nothing_of_the_desk_is_published(hub: MakeHub) -> None:
    site = hub(FILES).publish()
    assert [path for path, data in site.snapshot().items() if b"desk.js" in data or b"/.krama/" in data] == []

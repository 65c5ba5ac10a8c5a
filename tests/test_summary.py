"""What a writer is told of a build: stories, changes, what comes next."""

from datetime import UTC, datetime

from krama.options import Coming, Options, Report
from krama.summary import moment, summary
from tests.conftest import NOW, Hub, MakeHub, story


def told(site: Hub, report: Report, lang: str = "en") -> list[str]:
    return str(summary(report, Options(site.root, site.out, NOW), 0.5, lang)).splitlines()


def test_a_build_tells_of_stories_and_changes(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(), "content/km/news/a.md": story("ក")})
    first = site.build()
    assert told(site, first) == [
        "Stories: 1 in English, 1 in Khmer.",
        f"{first.made} files made, 0 as they were, in {site.out} (0.50 s).",
    ]
    assert told(site, site.build())[1] == f"Nothing changed since the last build; the site is in {site.out} (0.50 s)."
    (site.root / "content/km/news/a.md").unlink()
    assert " removed, in " in told(site, site.build())[1]


def test_what_comes_and_goes_is_told_with_its_file_and_day(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/news/a.md": story("A", publish="2026-12-01 07:00", expire="2026-12-31"),
            "content/en/news/b.md": story("B", "2026-11-30"),
            "content/en/news/c.md": story("C", "2026-11-29", draft="true"),
            "content/en/news/d.md": story("D", expire="2020-01-01"),
        }
    )
    assert told(site, site.build())[3:] == [  # the first is the count of what is told of
        "Next: content/en/news/b.md goes live on 30 November 2026.",
        "Next: content/en/news/a.md goes live on 1 December 2026, 07:00.",
        "Next: content/en/news/a.md goes away on 31 December 2026.",
        "Build again then: pages do not come and go by themselves.",
    ]
    assert told(site, site.build(), "km")[3] == "Next: content/en/news/b.md goes live on ថ្ងៃទី៣០ ខែវិច្ឆិកា ឆ្នាំ២០២៦."


def test_after_an_edit_of_another_text_it_is_still_told(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(), "content/en/news/b.md": story("B", expire="2026-11-30")})
    before = site.build().coming
    site.write({"content/en/news/a.md": story(body="Other words.")})
    assert site.build().coming == before
    assert [one.path for one in before] == ["content/en/news/b.md"]


def test_only_the_next_few_are_told(hub: MakeHub) -> None:
    coming = tuple(Coming(datetime(2026, 12, day, tzinfo=UTC), f"{day}.md", live=True) for day in range(1, 6))
    rows = told(hub(), Report((), published=True, coming=coming))
    assert sum(row.startswith("Next: ") for row in rows) == 3


def test_what_kept_a_site_from_being_published_is_told_in_one_line(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(date="soon")})
    untouched = "Nothing was published; the last good site is untouched."
    assert told(site, site.build()) == [f"1 error in 1 file. {untouched}"]


def test_a_moment_is_told_with_its_time_only_where_it_has_one() -> None:
    assert moment(datetime(2026, 12, 1, tzinfo=UTC), "en") == "1 December 2026"
    assert moment(datetime(2026, 12, 1, 7, 5, tzinfo=UTC), "en") == "1 December 2026, 07:05"
    assert moment(datetime(2026, 12, 1, 7, tzinfo=UTC), "km") == "ថ្ងៃទី១ ខែធ្នូ ឆ្នាំ២០២៦ ម៉ោង ៧:០០ ព្រឹក"

"""The page of a story: what stands on it for readers and for machines."""

from tests.conftest import Hub, MakeHub, one, story, texts

FULL = """
== content/en/news/ogp.md
---
title: Two days on open government
date: 2014-10-16
updated: 2014-10-20
summary: Four countries met.
tags: [ogp, budget]
authors: [desk, A guest]
place: Phnom Penh
image: {src: /images/hall.png, alt: A hall, caption: The hall, credit: The desk}
documents:
  - {title: The agenda, file: /documents/agenda.pdf}
photos:
  - {title: At the table, file: /images/logo.svg}
---
Words.
== content/km/news/ogp.md
---
title: ពីរថ្ងៃ
date: 2014-10-16
authors: [desk]
---
អត្ថបទ។
== content/en/workshops/ogp.md
---
title: The workshop
date: 2014-10-16
end: 2014-10-17
place: Phnom Penh
venue: A hotel
organizers: [A network, A council]
participants: 150
countries: [Cambodia, Indonesia]
---
Words.
== static/documents/agenda.pdf
%PDF-1.4
"""
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000030000000208060000009d74661a0000000049454e44ae426082")


def publish(hub: MakeHub) -> Hub:
    site = hub(FULL)
    (site.root / "static/images/hall.png").write_bytes(PNG)
    return site.publish()


def test_a_story_shows_all_that_its_front_matter_says(hub: MakeHub) -> None:
    site = publish(hub)
    page = site.page("en/news/ogp/")
    assert page.h1 is not None
    assert page.h1.get_text() == "Two days on open government"
    assert texts(page, ".kicker a")[:1] == ["News"]
    assert texts(page, ".dateline") == ["Phnom Penh, 16 October 2014"]
    assert texts(page, ".bylines li") == ["The desk , Newsroom", "A guest"]
    assert one(page, ".lead-photo img")["alt"] == "A hall"
    assert texts(page, ".lead-photo figcaption") == ["The hall Picture: The desk"]
    download = one(page, ".downloads a")
    assert (download["href"], texts(page, ".downloads li")[0]) == ("/documents/agenda.pdf", "PDF The agenda 1 KB")
    assert {link["href"] for link in page.select('a[href^="/en/tags/"]')} >= {"/en/tags/ogp/", "/en/tags/budget/"}
    assert "20 October 2014" in texts(page, ".updated")[0]
    shares = [str(link["href"]) for link in page.select(".share a")]
    assert any(
        "facebook.com" in url and "hub.example.org%2Fen%2Fnews%2Fogp%2F" in url.replace("/", "%2F") for url in shares
    )


def test_a_person_is_named_in_the_language_of_the_page(hub: MakeHub) -> None:
    assert texts(publish(hub).page("km/news/ogp/"), ".bylines li") == ["ក្រុមព័ត៌មាន , បន្ទប់ព័ត៌មាន"]


def test_networks_and_search_engines_learn_what_the_story_is(hub: MakeHub) -> None:
    site = publish(hub)
    page = site.page("en/news/ogp/")
    said = {str(meta.get("property") or meta.get("name")): meta["content"] for meta in page.select("meta[content]")}
    assert said["og:type"] == "article"
    assert said["og:title"] == "Two days on open government"
    assert said["og:description"] == said["description"] == "Four countries met."
    assert said["og:url"] == "https://hub.example.org/en/news/ogp/"
    assert said["og:locale"] == "en_US"
    assert said["og:locale:alternate"] == "km_KH"
    assert str(said["og:image"]).startswith("https://hub.example.org/images/hall.")
    assert said["article:published_time"] == "2014-10-15T17:00:00Z"
    assert said["twitter:card"] == "summary_large_image"
    article = site.things("en/news/ogp/")["NewsArticle"]
    assert (article["headline"], article["datePublished"], article["dateModified"], article["inLanguage"]) == (
        "Two days on open government",
        "2014-10-16",
        "2014-10-20",
        "en",
    )
    assert article["author"] == [{"@type": "Organization", "name": "The desk"}, {"@type": "Person", "name": "A guest"}]
    crumbs = site.things("en/news/ogp/")["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in crumbs] == ["The Hub", "News", "Two days on open government"]  # type: ignore[attr-defined]


def test_a_workshop_is_an_event_with_a_start_and_an_end(hub: MakeHub) -> None:
    site = publish(hub)
    event = site.things("en/workshops/ogp/")["Event"]
    assert (event["startDate"], event["endDate"]) == ("2014-10-16", "2014-10-17")
    assert event["location"] == {"@type": "Place", "name": "A hotel", "address": "Phnom Penh"}
    assert event["organizer"] == [{"@type": "Organization", "name": name} for name in ("A network", "A council")]
    page = site.page("en/workshops/ogp/")
    assert "16–17 October 2014" in page.get_text()
    for fact in ("A hotel", "A network", "150", "Indonesia"):
        assert fact in page.get_text()


def test_nothing_in_a_title_can_close_the_script_of_json_ld(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("</script><b>&")}).publish()
    assert site.things("en/news/a/")["NewsArticle"]["headline"] == "</script><b>&"
    assert "<b>" not in site.read("en/news/a/index.html")


def test_a_story_without_a_summary_is_described_by_its_first_paragraph(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="## Head\n\nThe first words.\n\nThe second.")}).publish()
    assert one(site.page("en/news/a/"), 'meta[name="description"]')["content"] == "The first words."


def test_an_author_whom_site_toml_does_not_know_is_shown_with_a_warning(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(authors="[Somebody]", tags="[ogpp]", programmes="[none]")})
    report = site.build()
    assert report.published
    assert [(one.line, str(one.message), str(one.hint).split(":")[0]) for one in report.problems] == [
        (4, '"authors" names "Somebody", which is not known', "add [people.Somebody] to site.toml"),
        (5, '"tags" names "ogpp", which is not known', 'did you mean "ogp"?'),
        (6, '"programmes" names "none", which is not known', "write the file name of a programme, without .md"),
    ]
    assert "Somebody" in site.page("en/news/a/").get_text()


LUNAR = "ថ្ងៃព្រហស្បតិ៍ ៩រោច ខែអាសាឍ ឆ្នាំកុរ ឯកស័ក ព.ស.២៥៦៣"


def test_a_statement_tells_its_day_in_the_lunar_calendar_if_it_is_asked_to(hub: MakeHub) -> None:
    site = hub(
        {
            "content/km/news/a.md": story("ក", "2019-07-25", lunar="true"),
            "content/km/news/b.md": story("ខ", "2019-07-25"),
            "content/en/news/a.md": story("A", "2019-07-25", lunar="true"),
        }
    ).publish()
    assert [one.text for one in site.page("km/news/a/").select(".lunar")] == [LUNAR]
    assert site.page("km/news/b/").select(".lunar") == site.page("en/news/a/").select(".lunar") == []
    settings = (site.root / "site.toml").read_text(encoding="utf-8")
    site.write({"site.toml": f"lunar = true\n{settings}", "content/km/news/a.md": story("ក", "2019-07-25", lunar="no")})
    site.publish()
    assert site.page("km/news/a/").select(".lunar") == []
    assert [one.text for one in site.page("km/news/b/").select(".lunar")] == [LUNAR]


def test_a_long_story_says_how_long_it_is(hub: MakeHub) -> None:
    site = hub(
        {
            "content/km/news/a.md": story("ក", "2024-01-01", body="ការងារ។ " * 500),
            "content/km/news/b.md": story("ខ", "2024-01-01"),
        }
    ).publish()
    assert site.page("km/news/a/").select_one(".reading").text == "អាន ៤ នាទី"  # type: ignore[union-attr]
    assert site.page("km/news/b/").select_one(".reading") is None


def test_what_cannot_be_seen_leaves_titles_feeds_and_machines(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story("ថវិកា\u200bជាតិ", "2024-01-01", summary="ការ\u200bងារ")}).publish()
    for path in ("km/news/a/index.html", "km/feed.xml", "km/feed.json", "km/index.html", "km/search/texts/0.json"):
        assert "\u200b" not in site.read(path)
        assert "ថវិកាជាតិ" in site.read(path)


def test_a_workshop_that_begins_at_an_hour_says_so(hub: MakeHub) -> None:
    site = hub({"content/km/workshops/w.md": story("ក", "2024-01-01 08:30", venue="សាល")}).publish()
    assert "ម៉ោង ៨:៣០ ព្រឹក" in site.page("km/workshops/w/").select_one(".facts").text  # type: ignore[union-attr]

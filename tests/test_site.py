"""Documents in their places: languages, dates, neighbours, what is shown when."""

from datetime import UTC, datetime

import pytest

from tests.conftest import MakeHub, one, story, texts


def test_the_same_path_is_the_same_story(hub: MakeHub) -> None:
    site = hub({"content/en/news/law.md": story("A law"), "content/km/news/law.md": story("ច្បាប់")}).publish()
    english, khmer = site.page("en/news/law/"), site.page("km/news/law/")
    assert one(english, "html")["lang"] == "en"
    assert one(khmer, "html")["lang"] == "km"
    assert one(english, ".also a")["href"] == "/km/news/law/"
    assert one(khmer, ".also a").get_text() == "English"
    assert {link["hreflang"]: link["href"] for link in english.select('link[rel="alternate"][hreflang]')} == {
        "en": "https://hub.example.org/en/news/law/",
        "km": "https://hub.example.org/km/news/law/",
        "x-default": "https://hub.example.org/en/news/law/",
    }
    assert one(khmer, 'link[rel="canonical"]')["href"] == "https://hub.example.org/km/news/law/"


def test_a_translation_key_joins_files_of_different_names(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/pages/privacy.md": "---\ntitle: Privacy\ntranslation_key: p\n---\n",
            "content/km/pages/private.md": "---\ntitle: ឯកជនភាព\ntranslation_key: p\n---\n",
        }
    ).publish()
    assert one(site.page("en/privacy/"), ".also a")["href"] == "/km/private/"


def test_two_stories_with_one_key_are_a_problem(hub: MakeHub) -> None:
    files = {f"content/en/news/{name}.md": story(translation_key="k") for name in "ab"}
    assert 'the translation key "k" is also that of content/en/news/a.md' in hub(files).told()


def test_a_story_without_translation_says_so_and_leads_to_the_nearest_page(hub: MakeHub) -> None:
    site = hub({"content/en/news/law.md": story(), "content/km/news/other.md": story("ផ្សេង")}).publish()
    page = site.page("en/news/law/")
    choice = one(page, '.switch a[hreflang="km"]')
    assert choice["href"] == "/km/news/"
    assert "not translated" in choice.get_text()
    assert "ភាសាខ្មែរ" in choice.get_text()
    assert page.select('link[hreflang="km"]') == []
    assert page.select(".also") == []


def test_a_khmer_list_shows_what_exists_only_in_english(hub: MakeHub) -> None:
    site = hub({"content/en/news/law.md": story("Only English"), "content/km/news/b.md": story("ខ្មែរ")}).publish()
    card = next(card for card in site.page("km/news/").select("article.card") if "Only English" in card.get_text())
    link = one(card, "a")
    assert link["href"] == "/en/news/law/"
    assert one(card, 'h2[lang="en"], h3[lang="en"]')
    assert "English" in texts(card, ".badge")[0]
    assert "km/news/law/index.html" not in site.files()
    assert "/en/news/law/" not in site.read("km/feed.xml")
    assert "km/news/law" not in site.read("sitemap.xml")


def test_an_english_list_shows_what_exists_only_in_khmer(hub: MakeHub) -> None:
    site = hub({"content/km/news/law.md": story("តែខ្មែរ")}).publish()
    assert one(site.page("en/news/"), 'a[href="/km/news/law/"]').get_text().strip() == "តែខ្មែរ"


def test_a_section_can_switch_that_off(hub: MakeHub) -> None:
    site = hub({"content/en/news/law.md": story("Only English"), "content/km/news/b.md": story("ខ្មែរ")})
    site.settings('kind = "news"', 'kind = "news"\nfallback = false').publish()
    assert "Only English" not in site.read("km/news/index.html")
    assert "Only English" not in site.read("km/index.html")


def test_a_folder_of_another_name_can_be_of_kind_news(hub: MakeHub) -> None:
    site = hub({"content/en/statements/a.md": story("A statement")})
    site.settings(
        "[tags]", '[sections.statements]\nkind = "news"\ntitle = { en = "Statements", km = "សេចក្តីថ្លែងការណ៍" }\n[tags]'
    )
    site.publish()
    assert "A statement" in site.read("en/statements/index.html")
    assert site.things("en/statements/a/")["NewsArticle"]["headline"] == "A statement"


def test_what_is_dated_today_is_visible_at_seven_in_the_morning_in_phnom_penh(hub: MakeHub) -> None:
    site = hub({"content/en/news/today.md": story(date="2026-05-01")})
    site.now = datetime(2026, 4, 30, 16, 59, tzinfo=UTC)  # 23:59 on the day before
    assert "en/news/today/index.html" not in site.publish().files()
    site.now = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)  # seven in the morning
    assert "en/news/today/index.html" in site.publish().files()


@pytest.mark.parametrize(
    ("keys", "now", "shown"),
    [
        ({"draft": "true"}, "2026-05-01", False),
        ({"publish": "2026-06-01"}, "2026-05-01", False),
        ({"publish": "2026-06-01"}, "2026-06-02", True),
        ({"expire": "2026-06-01"}, "2026-05-01", True),
        ({"expire": "2026-06-01"}, "2026-06-02", False),
        ({"publish": "2026-06-01 08:00 +0700"}, "2026-06-01", False),
    ],
)
def test_drafts_and_dates_decide_what_is_shown(hub: MakeHub, keys: dict[str, str], now: str, shown: bool) -> None:
    site = hub({"content/en/news/a.md": story(date="2026-01-01", **keys)})
    site.now = datetime.fromisoformat(f"{now}T00:30:00+07:00")
    assert ("en/news/a/index.html" in site.publish().files()) is shown


def test_a_build_says_when_the_next_story_is_due(hub: MakeHub) -> None:
    site = hub(
        {"content/en/news/a.md": story(publish="2027-01-01"), "content/en/news/b.md": story(expire="2028-01-01")}
    )
    assert site.build().due == datetime.fromisoformat("2027-01-01T00:00:00+07:00")


def test_drafts_are_shown_on_request(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(draft="true")})
    assert "en/news/a/index.html" in site.publish(drafts=True).files()
    assert "en/news/a/index.html" not in site.publish().files()


def test_a_workshop_is_announced_before_it_takes_place(hub: MakeHub) -> None:
    site = hub({"content/en/workshops/a.md": story(date="2030-01-01", end="2030-01-02")}).publish()
    assert "en/workshops/a/index.html" in site.files()


def test_a_story_knows_the_newer_and_the_older(hub: MakeHub) -> None:
    site = hub({f"content/en/news/s{day}.md": story(f"Day {day}", f"2026-01-0{day}") for day in (1, 2, 3)}).publish()
    page = site.page("en/news/s2/")
    assert one(page, "a.newer")["href"] == "/en/news/s3/"
    assert one(page, "a.older")["href"] == "/en/news/s1/"


def test_other_latest_news_mixes_both_languages(hub: MakeHub) -> None:
    site = hub(
        {"content/en/news/a.md": story("A"), "content/en/news/b.md": story("B"), "content/km/news/c.md": story("គ")}
    )
    latest = one(site.publish().page("en/news/a/"), ".latest")
    assert sorted(texts(latest, "h3 a, h2 a")) == ["B", "គ"]


def test_a_programme_gathers_its_news_and_workshops(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/programmes/budget.md": "---\ntitle: Budgets\ngoal: Open books\n---\nText\n",
            "content/en/news/a.md": story("About budgets", programmes="[budget]"),
            "content/en/news/b.md": story("About forests"),
            "content/en/workshops/c.md": story("A budget workshop", programmes="[budget]"),
        }
    ).publish()
    page = site.page("en/programmes/budget/")
    gathered = " ".join(texts(page, '[aria-labelledby="at-gathered"]'))
    assert "About budgets" in gathered
    assert "A budget workshop" in gathered
    assert "About forests" not in gathered
    assert "Open books" in page.get_text()
    assert one(site.page("en/news/a/"), 'a[href="/en/programmes/budget/"]')

"""Homes, sections, tags, authors, archive: what each list holds in each language."""

from tests.conftest import MakeHub, one, story, texts


def test_a_long_list_has_numbered_pages(hub: MakeHub) -> None:
    files = {
        f"content/en/news/s{number:02}.md": story(f"Story {number:02}", f"2026-01-{number:02}")
        for number in range(1, 26)
    }
    site = hub(files).settings("", "page_size = 2\n").publish()
    first, sixth = site.page("en/news/"), site.page("en/news/page/6/")
    assert texts(first, "main .card h2, main .card h3") == ["Story 25", "Story 24"]
    assert texts(sixth, "main .card h2, main .card h3") == ["Story 15", "Story 14"]
    numbers = [element.get_text(strip=True) for element in sixth.select(".pagination li, .pagination .gap")]
    assert [number for number in numbers if number.isdigit()] == ["1", "4", "5", "6", "7", "8", "13"]
    assert one(sixth, '[aria-current="page"].current, .pagination [aria-current="page"]').get_text(strip=True) == "6"
    assert one(sixth, 'link[rel="canonical"]')["href"] == "https://hub.example.org/en/news/page/6/"
    assert "en/news/page/14/index.html" not in site.files()
    assert "en/news/page/1/index.html" not in site.files()


def test_a_tag_has_a_page_and_a_feed_in_each_language_that_uses_it(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/news/a.md": story("About budgets", tags="[budget]"),
            "content/km/news/b.md": story("អំពីថវិកា", tags="[budget]"),
        }
    ).publish()
    assert site.page("en/tags/budget/").h1.get_text(strip=True) == "Budget"  # type: ignore[union-attr]
    assert site.page("km/tags/budget/").h1.get_text(strip=True) == "ថវិកា"  # type: ignore[union-attr]
    assert "About budgets" in site.read("en/tags/budget/feed.xml")
    assert "About budgets" not in site.read("km/tags/budget/feed.xml")
    index = one(site.page("en/tags/"), 'main a[href="/en/tags/budget/"]')
    assert "Budget" in index.get_text()
    assert one(site.page("en/tags/budget/"), 'link[hreflang="km"]')["href"] == "https://hub.example.org/km/tags/budget/"


def test_an_unlabelled_tag_is_listed_as_written(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(tags='["Open Data", ទិន្នន័យបើក]')}).publish()
    assert site.page("en/tags/open-data/").h1.get_text(strip=True) == "Open Data"  # type: ignore[union-attr]
    assert "en/tags/ទិន្នន័យបើក/index.html" in site.files()
    assert "/en/tags/%E1%9E%91" in site.read("en/tags/index.html")


def test_the_archive_goes_by_year_and_month_of_phnom_penh(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/news/a.md": story("Late", "2016-12-31 20:00 -0500"),
            "content/en/news/b.md": story("Early", "2016-03-05"),
            "content/km/news/c.md": story("ដើមឆ្នាំ", "2017-01-02"),
        }
    ).publish()
    assert texts(site.page("en/archive/2017/01/"), "main .card h2, main .card h3") == ["ដើមឆ្នាំ", "Late"]
    assert "Early" in site.read("en/archive/2016/index.html")
    assert site.page("en/archive/2016/03/").h1.get_text(strip=True) == "March 2016"  # type: ignore[union-attr]
    assert site.page("km/archive/2017/01/").h1.get_text(strip=True) == "ខែមករា ឆ្នាំ២០១៧"  # type: ignore[union-attr]
    assert "/en/archive/2016/03/" in site.read("en/archive/index.html")


def test_an_author_has_a_page(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("Mine", authors="[desk]")}).publish()
    page = site.page("en/authors/desk/")
    assert page.h1.get_text(strip=True) == "The desk"  # type: ignore[union-attr]
    assert "Mine" in page.get_text()
    assert "Newsroom" in page.get_text()
    assert one(site.page("en/authors/"), 'main a[href="/en/authors/desk/"]')


def test_a_home_shows_a_lead_latest_news_programmes_workshops_and_documents(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/news/a.md": story("Plain", "2026-01-03"),
            "content/en/news/b.md": story("Pictured", "2026-01-02", image="{src: /images/logo.svg, alt: L}"),
            "content/km/news/c.md": story("ខ្មែរ", "2026-01-04"),
            "content/en/programmes/p.md": "---\ntitle: The programme\n---\n",
            "content/en/workshops/w.md": story(
                "The workshop", documents="[{title: The paper, file: /documents/x.pdf}]"
            ),
            "static/documents/x.pdf": "%PDF",
        }
    ).publish()
    page = site.page("en/")
    assert texts(page, "main h2 a, main h3 a")[0] == "Pictured"
    words = page.get_text()
    for title in ("Plain", "ខ្មែរ", "The programme", "The workshop", "The paper"):
        assert title in words
    assert set(site.things("en/")) == {"Organization", "WebSite"}


def test_the_front_door_speaks_both_languages(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story("English news"), "content/km/news/b.md": story("ព័ត៌មានខ្មែរ")}).publish()
    page = site.page("")
    for address, words in (("/en/", "English news"), ("/km/", "ព័ត៌មានខ្មែរ")):
        assert page.select(f'a[href="{address}"]')
        assert words in page.get_text()
    assert page.select('[lang="km"]')
    assert {link["hreflang"] for link in page.select('link[rel="alternate"][hreflang]')} == {"en", "km", "x-default"}


def test_an_empty_site_is_still_a_site(hub: MakeHub) -> None:
    site = hub().publish()
    assert {"index.html", "en/index.html", "km/index.html", "404.html", "en/feed.xml"} <= site.files()


def test_programmes_stand_in_their_own_order(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/programmes/a.md": "---\ntitle: Second\norder: 2\n---\n",
            "content/en/programmes/b.md": "---\ntitle: First\norder: 1\n---\n",
        }
    ).publish()
    assert texts(site.page("en/programmes/"), "main .card h2, main .card h3") == ["First", "Second"]


def test_an_index_goes_by_the_letters_of_the_page(hub: MakeHub) -> None:
    labels = {"a": "ខ្មែរ", "b": "Khmer", "c": "កាសែត", "d": "២០១៤", "e": "ឧទ្យាន", "f": "Écho", "g": "កសិកម្ម"}
    tags = "".join(f'{tag} = {{ en = "{label}", km = "{label}" }}\n' for tag, label in labels.items())
    site = hub({"content/km/news/a.md": story("ក", "2024-01-01", tags=f"[{', '.join(labels)}]")})
    settings = (site.root / "site.toml").read_text(encoding="utf-8").replace("[tags]\n", f"[tags]\n{tags}")
    site.write({"site.toml": settings}).publish()
    page = site.page("km/tags/")
    letters = [one.text for one in page.select(".letter h2")]
    assert letters == ["#", "ក", "ខ", "អ", "E", "K"]
    titles = [one.text for one in page.select(".entries .title")]
    assert [one for one in titles if one != "២០១៤"] == ["កសិកម្ម", "កាសែត", "ខ្មែរ", "ឧទ្យាន", "Écho", "Khmer"]


def test_a_tag_that_is_spelled_in_two_ways_is_one(hub: MakeHub) -> None:
    files = {
        "content/km/news/a.md": story("ក", "2024-01-01", tags="[កណ្ដាល, ថវិកា]", authors="[ឲ្យ]"),
        "content/km/news/b.md": story("ខ", "2024-01-02", tags="[កណ្តាល]", authors="[ឱ្យ]"),
    }
    site = hub(files).publish()
    assert len(site.page("km/tags/កណ្តាល/").select("article.card")) == 2
    assert len(site.page("km/authors/ឱ្យ/").select("article.card")) == 2
    site.write({"content/km/news/b.md": story("ខ", "2024-01-02", "Other.", tags="[កណ្តាល]", authors="[ឱ្យ]")}).publish()
    clean = hub(
        files | {"content/km/news/b.md": (site.root / "content/km/news/b.md").read_text(encoding="utf-8")}, "clean"
    )
    assert site.snapshot() == clean.publish().snapshot()

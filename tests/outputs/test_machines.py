"""What machines read: feeds, sitemap, robots, redirects, manifest, security.txt, names with a digest."""

import re
from datetime import datetime

from tests.conftest import MakeHub, one, story

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_an_atom_feed_is_whole(hub: MakeHub) -> None:
    site = hub(
        {
            "content/km/news/a.md": story("ច្បាប់ & ថវិកា", "2026-01-13", summary="សង្ខេប", authors="[desk]"),
            "content/km/news/b.md": story("ចាស់", "2025-01-13", updated="2026-02-01 08:30"),
            "content/km/pages/c.md": "---\ntitle: ទំព័រ\n---\n",
        }
    ).publish()
    feed = site.xml("km/feed.xml")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "km"
    assert feed.findtext(f"{ATOM}updated") == "2026-02-01T01:30:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["ច្បាប់ & ថវិកា", "ចាស់"]
    assert entries[0].findtext(f"{ATOM}id") == "https://hub.example.org/km/news/a/"
    assert entries[0].findtext(f"{ATOM}published") == "2026-01-12T17:00:00Z"
    assert entries[0].findtext(f"{ATOM}summary") == "សង្ខេប"
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "ក្រុមព័ត៌មាន"
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "https://hub.example.org/km/feed.xml", "alternate": "https://hub.example.org/km/"}


def test_a_json_feed_is_whole(hub: MakeHub) -> None:
    feed = hub({"content/en/news/a.md": story("A law", body="The first words.")}).publish().json("en/feed.json")
    assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", "en")
    assert feed["items"] == [
        {
            "id": "https://hub.example.org/en/news/a/",
            "url": "https://hub.example.org/en/news/a/",
            "title": "A law",
            "content_text": "The first words.",
            "summary": "The first words.",
            "language": "en",
            "date_published": "2026-01-12T17:00:00Z",
        }
    ]


def test_the_sitemap_names_every_page_with_its_translations(hub: MakeHub) -> None:
    site = hub(
        {"content/en/news/a.md": story(), "content/km/news/a.md": story("ក"), "content/en/news/b.md": story()}
    ).publish()
    rows = {row.findtext(f"{SITEMAP}loc"): row for row in site.xml("sitemap.xml")}
    both = rows["https://hub.example.org/km/news/a/"].findall(f"{XHTML}link")
    assert {link.attrib["hreflang"]: link.attrib["href"] for link in both} == {
        "en": "https://hub.example.org/en/news/a/",
        "km": "https://hub.example.org/km/news/a/",
        "x-default": "https://hub.example.org/en/news/a/",
    }
    assert rows["https://hub.example.org/en/news/b/"].findall(f"{XHTML}link") == []
    assert all((site.out / str(url).removeprefix("https://hub.example.org/") / "index.html").is_file() for url in rows)


def test_robots_lead_to_the_sitemap(hub: MakeHub) -> None:
    site = hub().settings("https://hub.example.org/", "https://a.org/hub/").publish()
    assert "Sitemap: https://a.org/hub/sitemap.xml" in site.read("robots.txt")


def test_an_alias_leads_to_the_story(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(aliases="[/old/name.html, earlier, /news/2014/]")}).publish()
    for address in ("old/name.html", "en/news/earlier/", "news/2014/"):
        page = site.page(address)
        assert one(page, 'link[rel="canonical"]')["href"] == "https://hub.example.org/en/news/a/"
        assert "/en/news/a/" in str(one(page, 'meta[http-equiv="refresh"]')["content"])
        assert one(page, 'meta[name="robots"]')["content"] == "noindex"
        assert page.select('a[href="/en/news/a/"]')


def test_a_page_that_leads_nowhere_is_told_in_each_language(hub: MakeHub) -> None:
    site = hub().publish()
    both = site.page("404.html")
    assert both.select('a[href="/en/"]')
    assert both.select('a[href="/km/"]')
    assert one(both, 'meta[name="robots"]')["content"] == "noindex"
    assert "Page not found" in site.page("en/404.html").get_text()
    assert one(site.page("km/404.html"), "html")["lang"] == "km"
    assert "Page not found" not in site.page("km/404.html").get_text()


def test_static_files_carry_a_digest_and_stylesheets_name_it(hub: MakeHub) -> None:
    site = hub({"static/js/a.js": "1", "static/documents/b.pdf": "%PDF", "static/CNAME": "hub.example.org"}).publish()
    files = site.files()
    css = next(path for path in files if re.fullmatch(r"css/site\.[0-9a-f]{10}\.css", path))
    assert f'href="/{css}"' in site.read("en/index.html")
    for url in re.findall(r'url\("?(/fonts/[^")]+)', site.read(css)):
        assert url.lstrip("/") in files
    assert any(re.fullmatch(r"js/a\.[0-9a-f]{10}\.js", path) for path in files)
    assert {"documents/b.pdf", "CNAME"} <= files


def test_the_name_of_a_stylesheet_changes_with_a_font_that_it_names(hub: MakeHub) -> None:
    site = hub({"static/css/site.css": "@font-face{src:url(../fonts/a.woff2)}", "static/fonts/a.woff2": "1"})
    before = site.publish().files()
    after = site.write({"static/fonts/a.woff2": "2"}).publish().files()
    changed = sorted(path.split(".")[0] for path in after - before)
    assert changed == ["css/site", "fonts/a"]


def test_security_and_manifest_say_what_site_toml_says(hub: MakeHub) -> None:
    site = hub().settings(
        "[manifest]",
        '[security]\ncontact = ["mailto:s@example.org"]\nexpires = 2027-01-01\n[manifest]\nicon = "/images/logo.svg"',
    )
    site.publish()
    security = site.read(".well-known/security.txt")
    assert "Contact: mailto:s@example.org" in security
    expires = re.search(r"Expires: (.+)", security)
    assert expires is not None
    assert datetime.fromisoformat(expires[1]) == datetime.fromisoformat("2027-01-01T00:00:00+07:00")
    manifest = site.json("km/manifest.webmanifest")
    assert (manifest["short_name"], manifest["lang"], manifest["start_url"]) == ("មជ្ឈ", "km", "/km/")
    assert "manifest.webmanifest" in str(one(site.page("km/"), 'link[rel="manifest"]')["href"])


def test_without_the_data_there_is_neither(hub: MakeHub) -> None:
    site = hub().settings('[manifest]\nshort_name = { en = "Hub", km = "មជ្ឈ" }\n', "").publish()
    assert not [path for path in site.files() if "manifest" in path or "security" in path]

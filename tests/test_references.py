"""Links, pictures and files: where they lead, and what is said of those that lead nowhere."""

import pytest

from tests.conftest import MakeHub, one, story

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"/>'


def test_a_link_to_a_file_becomes_its_address(hub: MakeHub) -> None:
    site = hub(
        {
            "content/en/news/a.md": story(body="[b](../pages/about.md#team)"),
            "content/en/pages/about.md": "---\ntitle: B\n---\n## Team\n",
        }
    )
    assert one(site.publish().page("en/news/a/"), ".body a")["href"] == "/en/about/#team"


def test_a_link_leads_to_the_other_language_where_there_is_no_translation(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story(body="[b](b.md)"), "content/en/news/b.md": story("B")}).publish()
    link = one(site.page("km/news/a/"), ".body a")
    assert (link["href"], link["hreflang"]) == ("/en/news/b/", "en")


def test_a_link_finds_a_translation_of_another_name(hub: MakeHub) -> None:
    site = hub(
        {
            "content/km/news/a.md": story(body="[b](b.md)"),
            "content/km/news/other.md": story("ខ", translation_key="news/b"),
            "content/en/news/b.md": story("B"),
        }
    ).publish()
    assert one(site.page("km/news/a/"), ".body a")["href"] == "/km/news/other/"


def test_links_work_below_a_path_prefix(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="[b](/en/news/) ![p](/images/p.svg)"), "static/images/p.svg": SVG})
    site.settings("https://hub.example.org/", "https://user.example.org/hub/").publish()
    page = site.page("en/news/a/")
    assert one(page, ".body a")["href"] == "/hub/en/news/"
    assert str(one(page, ".body img")["src"]).startswith("/hub/images/p.")
    inside = [str(tag.get("href") or tag.get("src")) for tag in page.select("[href], [src]")]
    assert [url for url in inside if url.startswith("/") and not url.startswith("/hub/")] == []


def test_a_picture_has_its_size_and_waits_until_it_is_near(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="![A hall](hall.svg)"), "content/en/news/hall.svg": SVG}).publish()
    image = one(site.page("en/news/a/"), ".body img")
    assert (image["width"], image["height"], image["loading"], image["alt"]) == ("120", "80", "lazy", "A hall")
    assert str(image["src"]).lstrip("/") in site.files()


def test_a_translator_need_not_copy_a_picture(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story(body="![x](hall.svg)"), "content/en/news/hall.svg": SVG}).publish()
    assert str(one(site.page("km/news/a/"), ".body img")["src"]).startswith("/en/news/hall.")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "[x](abuot.md)",
            'a.md:6: error: the link "abuot.md" leads nowhere\n    6 | [x](abuot.md)\n        did you mean "about.md"?',
        ),
        (
            "[x](about.md#goal)",
            'no heading of content/en/news/about.md\n    6 | [x](about.md#goal)\n        did you mean "#goals"?',
        ),
        ("[x](#nothing)", '"#nothing" leads to no heading of content/en/news/a.md'),
        (
            "![x](/images/lego.svg)",
            'does not exist\n    6 | ![x](/images/lego.svg)\n        did you mean "/images/logo.svg"?',
        ),
        ("[x](/en/newz/)", 'did you mean "/en/news/"?'),
        ("[x](About.md)", 'the link "About.md" leads nowhere'),
        ("[x](../../../../etc/passwd)", 'the link "../../../../etc/passwd" leads nowhere'),
        ('<a href="gone.md">x</a>', 'the link "gone.md" leads nowhere'),
    ],
)
def test_a_broken_link_is_told_with_its_line(hub: MakeHub, body: str, expected: str) -> None:
    files = {"content/en/news/a.md": story(body=body), "content/en/news/about.md": story(body="## Goals")}
    assert expected in hub(files).told()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("image", "{src: /images/lego.svg, alt: x}"),
        ("documents", "[{title: T, file: /documents/x.pdf}]"),
        ("photos", "[{title: T, file: x.jpg}]"),
    ],
)
def test_a_missing_file_of_the_front_matter_is_told(hub: MakeHub, key: str, value: str) -> None:
    assert f'of "{key}" does not exist' in hub({"content/en/news/a.md": story(**{key: value})}).told()


def test_a_link_to_a_draft_is_a_warning_and_leads_home(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="[b](b.md)"), "content/en/news/b.md": story(draft="true")})
    report = site.build()
    assert report.published
    assert "is a draft, or not published now" in str(report.problems[0].message)
    assert one(site.page("en/news/a/"), ".body a")["href"] == "/en/"


def test_links_to_other_sites_and_addresses_are_left_alone(hub: MakeHub) -> None:
    body = "[a](https://example.com/x.md) [b](mailto:a@example.org) [c](tel:092578787) [d](#top)"
    site = hub({"content/en/news/a.md": story(body=body)}).publish()
    hrefs = [link["href"] for link in site.page("en/news/a/").select(".body a")]
    assert hrefs == ["https://example.com/x.md", "mailto:a@example.org", "tel:092578787", "#top"]


def test_a_link_to_the_search_leads_there(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="[find](/en/search/) [ខ](/km/search/)")})
    assert site.build().problems == ()
    assert not site.settings("", "search = false\n").build().published


@pytest.mark.parametrize(
    ("keys", "body", "line", "right"),
    [
        ({}, "[x](About.md#team)", 6, "about.md#team"),
        ({}, "[x](../Pages/us.MD)", 6, "../pages/us.md"),
        ({}, "![x](/images/hall.svg)", 6, "/images/Hall.SVG"),
        ({}, "![x](map.svg)", 6, "Map.svg"),
        ({}, "[x](/Documents/x.pdf)", 6, "/documents/x.pdf"),
        ({"image": "{src: /Images/Hall.svg, alt: x}"}, "x", 4, "/images/Hall.SVG"),
        ({"documents": "[{title: T, file: /documents/X.pdf}]"}, "x", 4, "/documents/x.pdf"),
    ],
)
def test_capitals_count_on_every_system(hub: MakeHub, keys: dict[str, str], body: str, line: int, right: str) -> None:
    files = {
        "content/en/news/a.md": story(body=body, **keys),
        "content/en/news/about.md": story("B", body="## Team"),
        "content/en/pages/us.md": "---\ntitle: Us\n---\n",
        "content/en/news/Map.svg": SVG,
        "static/images/Hall.SVG": SVG,
        "static/documents/x.pdf": "x",
    }
    (problem,) = hub(files).check()
    assert (problem.line, str(problem.hint)) == (line, f'write "{right}": capitals count')


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[write](news@example.org)", 'write "mailto:news@example.org"'),
        ("[b](www.example.org/a)", 'write "https://www.example.org/a"'),
    ],
)
def test_an_address_without_its_beginning_is_told_with_it(hub: MakeHub, link: str, hint: str) -> None:
    site = hub({"content/en/news/a.md": story(body=link), "content/en/news/b.md": story("B")})
    (problem,) = site.check()
    assert (problem.line, str(problem.hint)) == (6, hint)
    written = hint.removeprefix('write "').removesuffix('"')
    site.write({"content/en/news/a.md": story(body=f"[x]({written})")})
    assert site.check() == ()

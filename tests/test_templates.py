"""Templates see their page, their frame and their words; their mistakes name the line."""

import pytest

from tests.conftest import MakeHub, story


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "lost.html",
            "line\n{{ page.nothing }}\n",
            "templates/lost.html:2: error: 'krama.pages.LostPage object' has no attribute 'nothing'",
        ),
        ("lost.html", "{{ site.name }}", "templates/lost.html:1: error: 'site' is undefined"),
        ("lost.html", "a\nb\n{% if %}", "templates/lost.html:3: error: Expected an expression"),
        ("lost.html", '{% include page.kind + ".html" %}', "does not name its template"),
        (
            "lost.html",
            '\n{% include "parts/cart.html" %}',
            'templates/lost.html:2: error: the template "parts/cart.html" does not exist\n',
        ),
        ("lost.html", '{% include "parts/cart.html" %}', 'did you mean "parts/card.html"?'),
        (
            "parts/badge.html",
            "{% macro badge(lang, page_lang) %}{{ gone }}{% endmacro %}",
            "templates/parts/badge.html:1: error: 'gone' is undefined",
        ),
        ("lost.html", "{{ page.head.title | wordwrap }}", "No filter named 'wordwrap'"),
        ("lost.html", '{{ page.latest[0].date | date("medium") }}', 'there is no date style "medium"'),
        ("lost.html", '{{ frame.assets["css/sight.css"] }}', "has no attribute 'css/sight.css'"),
    ],
)
def test_a_mistake_of_a_template_is_told_with_its_line(hub: MakeHub, name: str, text: str, expected: str) -> None:
    site = hub({"content/en/news/a.md": story(), "content/km/news/b.md": story("ខ"), f"templates/{name}": text})
    assert expected in site.told()


def test_a_missing_template_is_told(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story()})
    (site.root / "templates/news.html").unlink()
    assert "templates/news.html: error: this template does not exist" in site.told()


def test_what_a_writer_writes_is_escaped_everywhere(hub: MakeHub) -> None:
    wicked = '<b>&"quoted"</b>'
    site = hub(
        {
            "content/en/news/a.md": story(
                f"'{wicked}'", tags=f"['{wicked}']", authors=f"['{wicked}']", place=f"'{wicked}'"
            )
        }
    )
    site.publish()
    for path in site.files():
        if path.endswith((".html", ".xml")):
            assert "<b>" not in site.read(path), path
    site.xml("en/feed.xml")
    site.xml("sitemap.xml")


def test_a_macro_that_changes_remakes_every_page_that_draws_it_in(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story()}).publish()
    place = site.root / "templates/parts/footer.html"
    site.write(
        {"templates/parts/footer.html": place.read_text(encoding="utf-8").replace("<footer", '<footer data-x="1"', 1)}
    )
    site.publish()
    assert 'data-x="1"' in site.read("en/news/a/index.html")
    assert 'data-x="1"' in site.read("km/index.html")

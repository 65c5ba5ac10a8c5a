"""site.toml: what it says, and every mistake in it with its line."""

import pytest

from krama.config import load
from krama.problems import show
from tests.conftest import SETTINGS, MakeHub, story


def told(text: str) -> str:
    return "\n".join(show(one) for one in load(text)[1])


def test_the_settings_are_read_whole() -> None:
    config, problems = load(SETTINGS)
    assert problems == ()
    assert config is not None
    assert (config.origin, config.prefix, config.languages) == ("https://hub.example.org", "/", ("en", "km"))
    assert config.settings.timezone == "Asia/Phnom_Penh"


@pytest.mark.parametrize(
    ("url", "prefix"),
    [("https://a.org", "/"), ("https://a.org/hub", "/hub/"), ("https://a.org/x/y/", "/x/y/")],
)
def test_the_prefix_is_the_path_of_the_address(url: str, prefix: str) -> None:
    config, _ = load(SETTINGS.replace("https://hub.example.org/", url))
    assert config is not None
    assert config.prefix == prefix


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'url = "https://hub.example.org/"',
            'url = "hub.example.org"',
            'site.toml:1: error: "url" is "hub.example.org"',
        ),
        ('kind = "workshops"', 'kind = "workshop"', 'did you mean "workshops"?'),
        ("[people.desk]\nname", "[people.desk]\nnames", 'did you mean "name"?'),
        ('url = "', 'timezone = "Asia/PhnomPenh"\nurl = "', 'the time zone "Asia/PhnomPenh" is not known'),
        ('url = "', 'languages = ["en", "fr"]\nurl = "', 'the language "fr" is not known'),
        ('url = "', 'page_size = 0\nurl = "', "write a number of at least 1 and at most 200"),
        (
            'budget = { en = "Budget", km = "ថវិកា" }',
            'budget = { en = "Budget" }',
            'site.toml:25: warning: "tags.budget" has no text in "km"',
        ),
        ("[manifest]", '[[menu]]\nsection = "newz"\n[manifest]', 'the section "newz" is not known'),
        ("team = true", "team = maybe", "this is not TOML"),
        (
            'kind = "news"',
            'kind = "news"\naddress = "News & more"',
            'the address of section "news" cannot stand in a URL',
        ),
    ],
)
def test_a_mistake_in_the_settings_is_told(old: str, new: str, expected: str) -> None:
    assert old in SETTINGS
    assert expected in told(SETTINGS.replace(old, new, 1))


def test_all_mistakes_are_told_at_once() -> None:
    wrong = SETTINGS.replace('kind = "news"', 'kind = "newz"').replace("team = true", 'team = "perhaps"')
    assert [line for line in told(wrong).splitlines() if "error" in line] == [
        'site.toml:11: error: "sections.news.kind" is "newz"',
        'site.toml:30: error: "people.desk.team" is "perhaps"',
    ]


@pytest.mark.parametrize(
    "url", ["http://[::1", "https://a.org:99999/", "https://u:p@a.org/", "https://a.org/?x=1", "https://a.org/../.."]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert f'"url" is "{url}"' in told(SETTINGS.replace("https://hub.example.org/", url))


def test_a_language_is_named_once() -> None:
    assert '"languages" names one twice' in told('languages = ["en", "en"]\n' + SETTINGS)


def test_a_menu_leads_to_no_script() -> None:
    menu = '[[menu]]\nurl = "javascript:alert(1)"\ntitle = { en = "A", km = "ក" }\n[manifest]'
    assert 'the menu item leads to "javascript:alert(1)"' in told(SETTINGS.replace("[manifest]", menu))


def test_a_tag_without_any_label_is_told(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story()}).settings("[people.desk]", "empty = {}\n[people.desk]")
    (problem,) = site.check()
    assert (str(problem.message), problem.level) == ('the tag "empty" has no label', "warning")
    assert problem.line > 1

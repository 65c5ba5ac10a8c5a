"""In which language staff are told, and that they are."""

import json

import pytest

from krama.tongue import language, translation
from tests.conftest import Hub, MakeHub, story
from tests.test_cli import run

UNSET = dict.fromkeys(("KRAMA_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"), "")


@pytest.mark.parametrize(
    ("asked", "environ", "system", "lang"),
    [
        ("", {}, "", "en"),
        ("", {"LANG": "km_KH.UTF-8"}, "", "km"),
        ("", {"LANG": "km"}, "", "km"),
        ("", {"LANG": "kmb_AO.UTF-8"}, "", "en"),
        ("", {"LANG": "fr_FR.UTF-8"}, "", "en"),
        ("", {"LANG": "C.UTF-8"}, "", "en"),
        ("", {"LC_ALL": "C", "LANG": "km_KH.UTF-8"}, "", "en"),
        ("", {"LC_ALL": "", "LANG": "km_KH.UTF-8"}, "", "km"),
        ("", {"LC_MESSAGES": "km_KH.UTF-8", "LANG": "en_US.UTF-8"}, "", "km"),
        ("", {"LANG": "en_US.UTF-8", "LANGUAGE": "km:en"}, "", "km"),
        ("", {"LANG": "km_KH.UTF-8", "LANGUAGE": "en:km"}, "", "en"),
        ("", {"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:km"}, "", "km"),
        ("", {"LANG": "POSIX", "LANGUAGE": "km"}, "", "en"),
        ("", {"LANGUAGE": "km"}, "", "km"),
        ("", {"KRAMA_LANG": "km", "LC_ALL": "C"}, "", "km"),
        ("", {"KRAMA_LANG": "en", "LANG": "km_KH.UTF-8"}, "", "en"),
        ("en", {"KRAMA_LANG": "km", "LANG": "km_KH.UTF-8"}, "", "en"),
        ("km", {"LC_ALL": "C"}, "", "km"),
        ("", {}, "km_KH", "km"),
        ("", {"LANG": "en_US.UTF-8"}, "km_KH", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_reader(
    asked: str, environ: dict[str, str], system: str, lang: str
) -> None:
    assert language(asked, environ, system) == lang


def test_a_message_without_a_translation_stays_in_english() -> None:
    assert translation("km")("no such message") == "no such message"
    assert translation("en")("a list") == "a list"


def wrong(hub: MakeHub) -> Hub:
    return hub(
        {
            "content/km/news/land.md": story("ដី", date="13/01/2026", sumary="សង្ខេប", body="[ក](../pages/abuot.md)"),
            "content/km/pages/about.md": "---\ntitle: អំពី\n---\n",
            "content/en/news/open.md": "title: Open\n---\n",
        }
    )


KHMER = """\
content/en/news/open.md:1: កំហុស៖ ខ្វះបន្ទាត់ --- នៅខាងលើ front matter
    1 | title: Open
        សូមផ្តើមឯកសារដោយបន្ទាត់ ---

content/km/news/land.md:3: កំហុស៖ "date" សរសេរថា "13/01/2026" ដែលមិនត្រូវទម្រង់
    3 | date: 13/01/2026
      |       ^^^^^^^^^^
        សូមសរសេរថ្ងៃដូចជា 2026-01-13

content/km/news/land.md:4: ការព្រមាន៖ គ្មានវាលឈ្មោះ "sumary" ទេ
    4 | sumary: សង្ខេប
      | ^^^^^^
        តើអ្នកចង់សរសេរ "summary" មែនទេ?

content/km/news/land.md:7: កំហុស៖ រកទំព័ររបស់តំណ "../pages/abuot.md" មិនឃើញ
    7 | [ក](../pages/abuot.md)
        តើអ្នកចង់សរសេរ "../pages/about.md" មែនទេ?

"""


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--lang", "km"], UNSET),
        ([], UNSET | {"LANG": "km_KH.UTF-8"}),
        ([], UNSET | {"KRAMA_LANG": "km", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}),
    ],
)
def test_a_site_with_mistakes_is_told_in_khmer(hub: MakeHub, arguments: list[str], environment: dict[str, str]) -> None:
    done = run(wrong(hub), *arguments, "check", **environment)
    assert done.returncode == 1
    assert done.stderr == KHMER
    assert done.stdout == "កំហុស 3 និង ការព្រមាន 1 ក្នុងឯកសារ 2។\n"


def test_who_asks_for_english_gets_it(hub: MakeHub) -> None:
    done = run(wrong(hub), "--lang", "en", "check", **UNSET | {"LANG": "km_KH.UTF-8"})
    assert 'error: "date" is "13/01/2026"' in done.stderr
    assert done.stdout == "3 errors and 1 warning in 2 files.\n"


def test_programs_get_the_words_of_the_reader(hub: MakeHub) -> None:
    site = wrong(hub)
    for lang, message, hint in (
        ("en", '"date" is "13/01/2026"', "write a day like 2026-01-13"),
        ("km", '"date" សរសេរថា "13/01/2026" ដែលមិនត្រូវទម្រង់', "សូមសរសេរថ្ងៃដូចជា 2026-01-13"),
    ):
        for command in ("check", "build"):
            problem = json.loads(run(site, "--lang", lang, command, "--json").stdout)["problems"][1]
            assert (problem["message"], problem["hint"]) == (message, hint)
            assert problem == problem | {"path": "content/km/news/land.md", "line": 3, "level": "error", "column": 7}


def test_what_was_remembered_in_one_language_is_told_in_another(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(layout="x")})
    assert 'the key "layout" is not known' in run(site, "--lang", "en", "build").stderr
    again = run(site, "--lang", "km", "build")
    assert 'គ្មានវាលឈ្មោះ "layout" ទេ' in again.stderr
    assert "គ្មានអ្វីផ្លាស់ប្តូរ" in again.stdout


def test_a_language_that_is_not_there_is_refused(hub: MakeHub) -> None:
    done = run(hub(), "--lang", "fr", "check")
    assert done.returncode == 1
    assert "'fr' is not one of" in done.stderr


def test_the_help_is_in_the_language_of_the_reader(hub: MakeHub) -> None:
    site = hub()
    assert "Make the site." in run(site, "--help").stdout
    found = run(site, "--lang", "km", "--help").stdout
    assert "បង្កើតគេហទំព័រ។" in found
    assert "រកកំហុសទាំងអស់" in found
    assert "ការព្រមានរាប់ជាកំហុស។" in run(site, "check", "--help", KRAMA_LANG="km").stdout


def test_a_language_behind_the_command_is_told_where_it_belongs(hub: MakeHub) -> None:
    done = run(hub(), "check", "--lang", "km")
    assert done.returncode == 1
    assert "--lang stands in front of the command, like: python build.py --lang km check" in done.stderr

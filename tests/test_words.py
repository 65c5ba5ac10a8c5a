"""The words of the interface."""

import re
from io import BytesIO

from babel.messages.pofile import read_po

from krama.words import path
from tests.conftest import REPOSITORY, MakeHub, story

CATALOGUE = REPOSITORY / path("km")


def test_every_word_of_the_interface_is_there_in_khmer(hub: MakeHub) -> None:
    assert [str(one.message) for one in hub().check()] == []


def test_a_missing_word_is_a_warning_that_names_it(hub: MakeHub) -> None:
    site = hub()
    place = site.root / "templates/page.html"
    site.write(
        {
            "templates/page.html": place.read_text(encoding="utf-8")
            + '{# x #}{% block more %}{{ _("A new word") }}{% endblock %}\n'
        }
    )
    report = site.build()
    assert report.published
    lines = len(place.read_text(encoding="utf-8").splitlines())
    assert [(one.path, one.line, str(one.message)) for one in report.problems] == [
        ("templates/page.html", lines, '"A new word" has no words in "km"')
    ]


def test_a_word_changed_in_the_catalogue_changes_the_pages(hub: MakeHub) -> None:
    site = hub({f"content/km/news/{name}.md": story("ក") for name in "ab"}).publish()
    before = site.read("km/index.html")
    text = (site.root / path("km")).read_text(encoding="utf-8")
    changed = re.sub(r'(msgid "Latest news"\nmsgstr ")[^"]+', r"\1ថ្មីៗបំផុត", text)
    assert changed != text
    site.write({path("km"): changed}).publish()
    assert "ថ្មីៗបំផុត" in site.read("km/index.html")
    assert before != site.read("km/index.html")


def test_a_site_without_a_catalogue_speaks_english(hub: MakeHub) -> None:
    site = hub()
    (site.root / path("km")).unlink()
    report = site.build()
    assert report.published
    assert any(str(one.message) == '"Latest news" has no words in "km"' for one in report.problems)


def test_a_broken_catalogue_is_a_problem_with_its_line(hub: MakeHub) -> None:
    told = hub({path("km"): '<<<<<<< HEAD\nmsgid "Tags"\nmsgstr "ប្រធានបទ"\n'}).told()
    assert f"{path('km')}:1: error: this line is no line of a gettext catalogue" in told


def test_a_translation_without_the_place_for_a_value_is_a_problem(hub: MakeHub) -> None:
    site = hub()
    text = (site.root / path("km")).read_text(encoding="utf-8")
    assert "%(credit)s" in text
    told = site.write({path("km"): text.replace('msgstr "រូប៖ %(credit)s"', 'msgstr "រូប៖ %(kredit)s"')}).told()
    assert 'the translation of "Picture: %(credit)s" is wrong' in told


def test_the_khmer_of_the_catalogue_is_clean() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert not re.search("[\u200b\u200c\u200d\u17a3\u17a4]", text)
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()), locale="km")
    assert catalogue.num_plurals == 1
    for message in catalogue:
        if message.id:
            assert not message.fuzzy, message.id
            texts = list(map(str, message.string if isinstance(message.string, tuple) else (message.string,)))
            assert all(texts), message.id
            names = set(re.findall(r"%\((\w+)\)", str(message.id)))
            assert names >= set(re.findall(r"%\((\w+)\)", " ".join(texts))), message.id


def test_the_catalogue_holds_what_templates_and_code_say() -> None:
    pot = {
        str(message.id) for message in read_po(BytesIO((REPOSITORY / "locale/krama.pot").read_bytes())) if message.id
    }
    po = {str(message.id) for message in read_po(BytesIO(CATALOGUE.read_bytes()), locale="km") if message.id}
    assert pot == po

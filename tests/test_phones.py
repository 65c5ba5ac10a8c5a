"""Numbers of the hotline in texts: former ones, wrong ones, and all that are none of its business."""

import pytest

from krama import phones
from krama.said import said
from tests.conftest import MakeHub, story

NOW, OLD = ("092 57 87 87", "069 57 87 87"), ("077 12 34 56", "1288")
HOTLINE = """\
[hotline]
text = { en = "Call us", km = "ហៅ" }
phones = ["092 57 87 87", "069 57 87 87"]
old_phones = ["077 12 34 56"]
"""


def told(text: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, str(one.message)) for one in phones.problems("a.md", text, NOW, OLD)]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "077 12 34 56",
            "077123456",
            "077-12-34-56",
            "077.123.456",
            "(077) 12 34 56",
            "០៧៧ ១២ ៣៤ ៥៦",
            "077\u00a012\u00a034\u00a056",
        ),
        *("+855 77 12 34 56", "+85577123456", "+855 (0)77 12 34 56", "៨៥៥ ៧៧ ១២៣ ៤៥៦", "1288", "១២៨៨"),
    ],
)
def test_a_former_number_is_told_however_it_is_written(written: str) -> None:
    found = told(f"Words.\nCall {written}, please.")
    assert [line for line, _, _ in found] == [2]
    assert found[0][2].endswith("is a former number of the hotline")
    assert phones.problems("a.md", written, NOW, OLD)[0].hint == said("the number is now {}", "092 57 87 87")


@pytest.mark.parametrize("written", ["092 57 88 87", "092578987", "+855 92 67 87 87", "០៩២ ៥៧ ៨៨ ៨៧", "012 57 87 87"])
def test_a_number_with_a_wrong_digit_is_told(written: str) -> None:
    (found,) = phones.problems("a.md", f"Words, 20 of them.\n\nCall {written}.", NOW, ())
    assert str(found.message) == f'"{written}" is nearly a number of the hotline, and is none'
    assert (found.line, found.column, found.width) == (3, 6, len(written))
    assert str(found.hint) == "did you mean 092 57 87 87?"


@pytest.mark.parametrize(
    "written", ["092 57 87 8", "092 57 87 877", "092 7 87 87", "+855 92 57 877 87", "០៩២ ៥៧ ៨៧ ៨", "០៩២៥៧៨៧៨៧៨"]
)
def test_a_digit_that_is_missing_or_one_too_many_is_told(written: str) -> None:
    assert [one[2] for one in told(f"Call {written}.")] == [
        f'"{written}" is nearly a number of the hotline, and is none'
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Our hotline:\n092 57 87 88", "092 57 87 88"),
        ("Call us: 092 57 87 78.", "092 57 87 78"),
        ("លេខទូរស័ព្ទទាន់ហេតុការណ៍ ០៩២ ៥៧ ៨៧ ៨៨", "០៩២ ៥៧ ៨៧ ៨៨"),
        ("[092 57 87 87](tel:092578778)", "092578778"),
        ("Hotline: [069 57 87 87](tel:+85569578786)", "+85569578786"),
    ],
)
def test_the_last_digits_count_where_the_hotline_is_spoken_of(text: str, written: str) -> None:
    (found,) = phones.problems("a.md", text, NOW, OLD, "Call us")
    assert str(found.message) == f'"{written}" is nearly a number of the hotline, and is none'


@pytest.mark.parametrize(
    "text",
    [
        "Call 092 57 87 87, 069578787 or +855 92 57 87 87.",
        "[092 57 87 87](tel:092578787) ០៩២ ៥៧ ៨៧ ៨៧",
        "092/069 57 87 87",
        "Our office: 023 211 612, 092 57 87 88.",  # another line of the same office
        "On 2014-10-16, 0771234567 riel, 12880, 60 578 787 people.",
        "Hotline: 092 57 87 87. Our office: 092 57 87 88.",
        "Our hotline never sleeps.\n\nOur office: 092 57 87 86.",
        "Hotline: 023 211 612",
        "[092 57 87 88](tel:+85592578788)",
        "077 12 34 567",
    ],
)
def test_other_numbers_are_not_told(text: str) -> None:
    assert told(text) == []


def test_what_the_site_says_of_its_hotline_is_known(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story("ក", body="ហៅ 092 57 87 88"), "content/km/news/b.md": story("ខ")})
    site.settings("[tags]", HOTLINE + "[tags]")
    assert [(one.path, one.line) for one in site.check()] == [("content/km/news/a.md", 6)]


def test_a_number_in_its_link_is_told_once() -> None:
    assert told("[077 12 34 56](tel:077123456)") == [(1, 2, '"077 12 34 56" is a former number of the hotline')]


def test_texts_are_read_again_when_a_number_becomes_a_former_one(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(summary="Call 060 57 87 87", body="Or 060578787.")})
    site.settings("[tags]", HOTLINE + "[tags]")
    assert [str(one.message) for one in site.build().problems] == [
        '"060 57 87 87" is nearly a number of the hotline, and is none',
        '"060578787" is nearly a number of the hotline, and is none',
    ]
    site.settings('"069 57 87 87"]', '"069 57 87 87", "060 57 87 87"]')
    assert site.build().problems == ()
    site.settings(', "060 57 87 87"]', "]").settings('["077 12 34 56"]', '["060 57 87 87"]')
    assert [(one.line, str(one.message)) for one in site.build().problems] == [
        (4, '"060 57 87 87" is a former number of the hotline'),
        (7, '"060578787" is a former number of the hotline'),
    ]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("092 57 87 87", '"092 57 87 87" is a former number of the hotline, and one of now'),
        ("the old one", '"the old one" is no telephone number'),
    ],
)
def test_former_numbers_are_numbers_and_none_of_now(hub: MakeHub, old: str, expected: str) -> None:
    site = hub({"content/en/news/a.md": story()})
    site.settings("[tags]", HOTLINE.replace("077 12 34 56", old) + "[tags]")
    (found,) = site.check()
    assert (found.path, str(found.message), found.level) == ("site.toml", expected, "error")

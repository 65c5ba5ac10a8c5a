"""Stylesheets lead to the files that really are there."""

import re

import pytest

from tests.conftest import MakeHub


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (
            "/* url(gone.png) */\na { background: url(gone.png) }",
            'static/css/site.css:2: error: "gone.png" leads to no file',
        ),
        ("@import 'https://fonts.example.com/x.css';", '"https://fonts.example.com/x.css" lies on another site'),
        ("@font-face { src: url(//cdn.example.com/a.woff2) }", "lies on another site"),
        ("@import 'site.css';", '"site.css" leads to no file'),
    ],
)
def test_an_address_that_leads_nowhere_or_elsewhere_is_a_problem(hub: MakeHub, css: str, expected: str) -> None:
    assert expected in hub({"static/css/site.css": css}).told()


def test_stylesheets_may_import_one_another(hub: MakeHub) -> None:
    site = hub(
        {
            "static/css/site.css": '@import "print.css";',
            "static/css/print.css": "a { background: url('../images/logo.svg#x') }",
        }
    )
    site.publish()
    names = {path.split(".")[0]: path for path in site.files() if path.startswith("css/")}
    assert f'@import "/{names["css/print"]}"' in site.read(names["css/site"])
    assert re.search(r"url\('/images/logo\.[0-9a-f]{10}\.svg#x'\)", site.read(names["css/print"]))


def test_data_addresses_are_left_alone(hub: MakeHub) -> None:
    css = 'a { background: url("data:image/svg+xml,%3Csvg/%3E") }'
    site = hub({"static/css/site.css": css}).publish()
    assert css in site.read(next(path for path in site.files() if path.startswith("css/site")))

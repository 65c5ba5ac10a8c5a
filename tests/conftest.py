"""A test is a small site in a string: files under their names, one act, one claim about what is published."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from krama.build import build, check
from krama.options import Options, Report
from krama.problems import Problem, show

REPOSITORY = Path(__file__).resolve().parent.parent
os.environ["KRAMA_LANG"] = "en"  # whoever runs the tests: they know what is told in English
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

SETTINGS = """\
url = "https://hub.example.org/"
[name]
en = "The Hub"
km = "មជ្ឈមណ្ឌល"
[tagline]
en = "News in two languages"
km = "ព័ត៌មានពីរភាសា"
[organization]
logo = "/images/logo.svg"
[sections.news]
kind = "news"
title = { en = "News", km = "ព័ត៌មាន" }
[sections.programmes]
kind = "programmes"
title = { en = "Programmes", km = "កម្មវិធី" }
[sections.workshops]
kind = "workshops"
title = { en = "Workshops", km = "សិក្ខាសាលា" }
[sections.pages]
kind = "pages"
address = ""
listed = false
title = { en = "Pages", km = "ទំព័រ" }
[tags]
budget = { en = "Budget", km = "ថវិកា" }
ogp = { en = "Open government", km = "រដ្ឋាភិបាលបើកចំហ" }
[people.desk]
name = { en = "The desk", km = "ក្រុមព័ត៌មាន" }
role = { en = "Newsroom", km = "បន្ទប់ព័ត៌មាន" }
team = true
[manifest]
short_name = { en = "Hub", km = "មជ្ឈ" }
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>\n'


def unpack(text: str) -> dict[str, str]:
    """Files written one below the other, each under a line "== path"."""
    files: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in text.lstrip("\n").split("\n"):
        if line.startswith("== "):
            rows = files.setdefault(line[3:].strip(), [])
        else:
            rows.append(line)
    return {path: "\n".join(rows).rstrip("\n") + "\n" for path, rows in files.items()}


@dataclass
class Hub:
    """A site in a folder of its own, with the templates, words and stylesheet of the sample."""

    root: Path
    now: datetime = NOW

    @property
    def out(self) -> Path:
        return self.root / "public"

    def write(self, files: str | dict[str, str]) -> "Hub":
        for path, text in (unpack(files) if isinstance(files, str) else files).items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        return self

    def settings(self, old: str, new: str) -> "Hub":
        """site.toml with `old` replaced by `new`, or with `new` in front where old is ""."""
        text = (self.root / "site.toml").read_text(encoding="utf-8")
        assert old in text
        return self.write({"site.toml": text.replace(old, new, 1) if old else new + text})

    def build(self, **changes: bool | int | Path) -> Report:
        chosen: dict[str, object] = {"root": self.root, "out": self.out, "now": self.now, "jobs": 1} | changes
        return build(Options(**chosen))  # type: ignore[arg-type]

    def publish(self, **changes: bool | int | Path) -> "Hub":
        """A build that must succeed."""
        report = self.build(**changes)
        assert report.published, "\n".join(map(show, report.problems))
        return self

    def check(self) -> tuple[Problem, ...]:
        return check(Options(self.root, self.out, self.now, jobs=1)).problems

    def told(self) -> str:
        """The problems as a writer reads them."""
        return "\n".join(show(one, self._lines(one)) for one in self.check())

    def read(self, path: str) -> str:
        return (self.out / path).read_text(encoding="utf-8")

    def page(self, address: str) -> BeautifulSoup:
        return BeautifulSoup(
            self.read(f"{address}index.html" if address.endswith("/") or not address else address), "html.parser"
        )

    def xml(self, path: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.read(path))  # noqa: S314 — our own output

    def json(self, path: str) -> dict[str, object]:
        found = json.loads(self.read(path))
        assert isinstance(found, dict)
        return found

    def things(self, address: str) -> dict[str, dict[str, object]]:
        """The JSON-LD of a page by type."""
        script = self.page(address).select_one('script[type="application/ld+json"]')
        assert script is not None
        return {thing["@type"]: thing for thing in json.loads(script.string or "")["@graph"]}

    def files(self) -> set[str]:
        return {path.relative_to(self.out).as_posix() for path in self.out.rglob("*") if path.is_file()}

    def snapshot(self) -> dict[str, bytes]:
        return {path: (self.out / path).read_bytes() for path in sorted(self.files())}

    def clean_snapshot(self) -> dict[str, bytes]:
        """What the site is when it is built from nothing, elsewhere."""
        fresh = Path(tempfile.mkdtemp(dir=self.root.parent)) / "public"
        report = self.build(out=fresh)
        assert report.published
        return {
            path.relative_to(fresh).as_posix(): path.read_bytes() for path in sorted(fresh.rglob("*")) if path.is_file()
        }

    def _lines(self, problem: Problem) -> list[str]:
        place = self.root / problem.path
        return place.read_text(encoding="utf-8-sig", errors="replace").splitlines() if place.is_file() else []


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} found"
    return found[0]


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The words of each element that a selector finds."""
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def story(title: str = "A story", date: str = "2026-01-13", body: str = "Words.", **keys: str) -> str:
    """A news item as a writer would write it."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n\n{body}\n"


@pytest.fixture
def hub(tmp_path: Path) -> Callable[..., Hub]:
    """Makes a hub of the files in a string."""

    def make(files: str | dict[str, str] = "", folder: str = "site") -> Hub:
        root = tmp_path / folder
        for name in ("templates", "locale"):
            shutil.copytree(REPOSITORY / name, root / name)
        for name in ("css", "fonts", "js"):
            shutil.copytree(REPOSITORY / "static" / name, root / "static" / name)
        shutil.copy(REPOSITORY / "static/favicon.svg", root / "static/favicon.svg")
        return Hub(root).write({"site.toml": SETTINGS, "static/images/logo.svg": LOGO}).write(files)

    return make


MakeHub = Callable[..., Hub]

"""check --fix: what would change is shown, nothing is written unasked, and a file is whole or as it was."""

import subprocess
import sys
from pathlib import Path

from krama import rewrite
from tests.conftest import REPOSITORY, Hub, MakeHub

WRONG = """\
== content/km/news/a.md
---
title: មន្រ្តី
date: 2024-01-01
---
ធ្វេីការ `មន្រ្តី`
== content/km/news/b.md
---
title: ត្រឹមត្រូវ
date: 2024-01-01
---
"""


def krama(site: Hub, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)


def source(site: Hub, path: str) -> Path:
    return site.root / path


def test_what_would_change_is_shown_and_nothing_is_written(hub: MakeHub) -> None:
    site = hub(WRONG)
    before = source(site, "content/km/news/a.md").read_bytes()
    done = krama(site, "check", "--fix")
    assert "-title: មន្រ្តី\n+title: មន្ត្រី\n" in done.stdout
    assert "In 1 file something would be mended; nothing was written (--yes does it)." in done.stdout
    assert source(site, "content/km/news/a.md").read_bytes() == before


def test_with_yes_the_sources_are_mended_and_checked(hub: MakeHub) -> None:
    site = hub(WRONG)
    done = krama(site, "check", "--fix", "--yes")
    assert done.returncode == 0
    assert "Mended 1 file." in done.stdout
    text = source(site, "content/km/news/a.md").read_text(encoding="utf-8")
    assert text == "---\ntitle: មន្ត្រី\ndate: 2024-01-01\n---\nធ្វើការ `មន្រ្តី`\n"
    assert "Nothing to mend" in krama(site, "check", "--fix").stdout


def test_line_ends_and_a_byte_order_mark_stay(hub: MakeHub) -> None:
    site = hub(WRONG)
    place = source(site, "content/km/news/a.md")
    place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes().replace(b"\n", b"\r\n"))
    found, _ = rewrite.mended(site.root)
    rewrite.write(site.root, found)
    assert place.read_bytes().startswith(b"\xef\xbb\xbf---\r\ntitle: ")
    assert place.read_bytes().count(b"\r\n") == place.read_bytes().count(b"\n") == 5


def test_a_file_that_was_saved_meanwhile_is_left_as_it_is(hub: MakeHub) -> None:
    site = hub(WRONG)
    found, _ = rewrite.mended(site.root)
    place = source(site, "content/km/news/a.md")
    place.write_text("saved by somebody", encoding="utf-8")
    done, (problem,) = rewrite.write(site.root, found)
    assert done == ()
    assert "saved meanwhile" in str(problem.message)
    assert place.read_text(encoding="utf-8") == "saved by somebody"


def test_a_site_that_cannot_be_read_is_told(hub: MakeHub) -> None:
    site = hub(WRONG).write({"site.toml": "url = ["})
    done = krama(site, "check", "--fix")
    assert done.returncode == 1
    assert "Nothing to mend" not in done.stdout

"""The command line: what it says, where, and with which status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Hub, MakeHub, story


def run(site: Hub, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(site.root), *arguments]
    around = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=around | environment)


def test_a_good_site_is_built_with_status_0(hub: MakeHub) -> None:
    done = run(hub({"content/en/news/a.md": story(), "content/km/news/a.md": story("ក")}))
    assert done.returncode == 0, done.stderr
    assert "Stories: 1 in English, 1 in Khmer.\n" in done.stdout
    assert done.stderr == ""


def test_mistakes_are_told_on_standard_error_with_status_1(hub: MakeHub) -> None:
    site = hub({"content/km/news/land.md": story("ដី", date="01/13/2026")})
    done = run(site, "build")
    assert done.returncode == 1
    assert done.stderr == (
        'content/km/news/land.md:3: error: "date" is "01/13/2026"\n'
        "    3 | date: 01/13/2026\n"
        "      |       ^^^^^^^^^^\n"
        "        write a day like 2026-01-13\n\n"
        "1 error in 1 file. Nothing was published; the last good site is untouched.\n"
    )
    assert not site.out.exists()


def test_a_check_publishes_nothing(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(layout="x")})
    done = run(site, "check")
    assert (done.returncode, site.out.exists()) == (0, False)
    assert "1 warning in 1 file" in done.stdout
    assert run(site, "check", "--strict").returncode == 1


def test_programs_get_json(hub: MakeHub) -> None:
    done = run(hub({"content/en/news/a.md": story(date="soon")}), "build", "--json")
    report = json.loads(done.stdout)
    assert (report["published"], report["problems"][0]["line"]) == (False, 3)
    assert done.stderr == ""


def test_khmer_is_printed_on_a_console_without_it(hub: MakeHub) -> None:
    site = hub({"content/km/news/a.md": story("ក", sumary="សង្ខេប")})
    done = run(site, "check", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "sumary: សង្ខេប" in done.stderr


@pytest.mark.parametrize(("lang", "told"), [("en", "a mistake in Krama"), ("km", "នេះជាកំហុសរបស់ Krama")])
def test_our_own_mistake_has_status_2_and_says_so(hub: MakeHub, tmp_path: Path, lang: str, told: str) -> None:
    site = hub()
    code = "import krama.cli as c\ndef broken(*a): raise RuntimeError('inside')\nc.build_site = broken\nc.run()"
    (tmp_path / "broken.py").write_text(code, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "broken.py"), "--root", str(site.root), "--lang", lang]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env=os.environ | {"PYTHONPATH": str(REPOSITORY)}
    )
    assert done.returncode == 2
    assert "RuntimeError: inside" in done.stderr
    assert told in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["check", "--help"], ["--version"]])
def test_help_is_there(hub: MakeHub, arguments: list[str]) -> None:
    assert run(hub(), *arguments).returncode == 0


def test_the_site_may_go_to_another_folder(hub: MakeHub, tmp_path: Path) -> None:
    site = hub()
    assert run(site, "build", "--out", str(tmp_path / "elsewhere")).returncode == 0
    assert (tmp_path / "elsewhere/en/index.html").is_file()


def test_a_mistyped_command_is_no_mistake_of_ours(hub: MakeHub) -> None:
    done = run(hub(), "biuld")
    assert done.returncode == 1
    assert "No such command" in done.stderr


def test_a_strict_build_says_that_warnings_stopped_it(hub: MakeHub) -> None:
    done = run(hub({"content/en/news/a.md": story(layout="x")}), "build", "--strict")
    assert "Nothing was published (--strict: warnings count)" in done.stderr


def test_in_github_problems_are_annotations_too(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(layout="x")})
    expected = '::warning file=content/en/news/a.md,line=4,col=1,endColumn=7,title=the key "layout" is not known::'
    for command in ("build", "check"):
        done = run(site, command, GITHUB_ACTIONS="true")
        assert (done.returncode, done.stderr.count(expected)) == (0, 1)
        assert expected in run(site, command, "--github", "--json").stderr
        assert "::warning" not in run(site, command, GITHUB_ACTIONS="false").stderr


def test_links_to_other_sites_are_tested_on_request_and_decide_nothing(hub: MakeHub) -> None:
    site = hub({"content/en/news/a.md": story(body="[x](http://no-such-host.invalid/)")})
    assert "no-such-host" not in run(site, "check").stderr
    done = run(site, "check", "--external", "--strict", no_proxy="*")
    assert done.returncode == 0
    assert "links to other sites that could not be tested: 1" in done.stderr
    report = json.loads(run(site, "check", "--external", "--json", no_proxy="*").stdout)
    assert (report["problems"], len(report["outside"])) == ([], 1)
    assert not site.out.exists()

"""The workflows for GitHub are well-formed, use commands that exist, and publish only where somebody asked for it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from krama.cli import main
from tests.conftest import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_command_of_a_workflow_exists(path: Path) -> None:
    commands = [step["run"] for step in steps(path) if "run" in step]
    assert commands
    for command in commands:
        if match := re.match(r"python build\.py (\w+)(?: (--\w+))?$", command):
            known = {name for one in main.commands[match[1]].params for name in one.opts}
            assert match[2] is None or match[2] in known
        else:
            assert command == "python -m pip install --require-hashes -r requirements.lock"
            assert (REPOSITORY / "requirements.lock").is_file()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_published_where_nobody_asked_for_it(path: Path) -> None:
    first = next(iter(read(path)["jobs"].values()))
    assert "vars.KRAMA_PUBLISH == 'yes'" in first["if"]
    assert read(path)["permissions"] == {"contents": "read"}


def test_what_waits_for_its_day_is_published_within_the_hour() -> None:
    workflow = read(REPOSITORY / ".github/workflows/publish.yml")
    on = workflow[True]  # YAML 1.1 takes "on" for a truth value
    assert re.fullmatch(r"\d+ \* \* \* \*", on["schedule"][0]["cron"])


def test_what_was_remembered_is_kept_between_builds() -> None:
    cache = next(
        step for step in steps(REPOSITORY / ".github/workflows/publish.yml") if "cache" in step.get("uses", "")
    )
    assert cache["with"]["path"].split() == [".krama", "public"]

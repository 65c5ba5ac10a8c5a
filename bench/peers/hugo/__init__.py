"""Hugo: the program itself. HUGO=PROGRAM, for example the one inside the Python package hugo."""

from collections.abc import Sequence
from pathlib import Path

from corpus import Article

from peers.base import Peer, copy_site, quoted, said, source, tool, with_yaml

HUGO = tool("HUGO", "venv/lib/*/site-packages/hugo/binaries/hugo", "hugo")


def _versions() -> dict[str, str]:
    words = said(HUGO, "version").split()
    return {"hugo": words[1].partition("-")[0].removeprefix("v")} if len(words) > 1 else {}


def _text(article: Article) -> str:
    """Hugo has no archives: they are a taxonomy, whose terms are months; years hold what lies below them."""
    return with_yaml(article, f'archive: ["{article.date:%Y/%m}"]')


def _prepare(site: Path, found: Sequence[Article]) -> None:
    copy_site(__file__, site)
    for lang, year in sorted({(one.lang, f"{one.date:%Y}") for one in found}):
        term = site / "content" / lang / "archive" / year
        term.mkdir(parents=True)
        (term / "_index.md").write_text(f"---\ntitle: {quoted(year)}\n---\n", encoding="utf-8")


def _build(site: Path) -> list[str]:
    return [HUGO, "--quiet"]


def _preview(site: Path, port: int) -> list[str]:
    return [HUGO, "server", "--port", str(port), "--disableLiveReload", "--renderToMemory"]


PEER = Peer(
    name="hugo",
    needs="the program hugo, or its path in HUGO",
    versions=_versions,
    prepare=_prepare,
    text=_text,
    source=source,
    build=_build,
    preview=_preview,
)

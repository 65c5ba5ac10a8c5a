"""Eleventy. NODE=PROGRAM, NODE_MODULES=FOLDER (see package.json)."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from corpus import Article

from peers.base import Peer, copy_site, said, source, with_yaml

NODE = os.environ.get("NODE", "node")
MODULES = Path(os.environ.get("NODE_MODULES", Path(__file__).parents[1] / "node_modules")).resolve()
PACKAGES = ("@11ty/eleventy", "markdown-it-footnote")


def _versions() -> dict[str, str]:
    node = said(NODE, "--version").removeprefix("v")
    found = {}
    for name in PACKAGES:
        package = MODULES / name / "package.json"
        if not node or not package.is_file():
            return {}
        found[name.removeprefix("@11ty/")] = json.loads(package.read_text(encoding="utf-8"))["version"]
    return {**found, "node": node}


def _text(article: Article) -> str:
    return with_yaml(article, f"lang: {article.lang}", f"section: {article.section}")


def _prepare(site: Path, found: Sequence[Article]) -> None:
    copy_site(__file__, site)
    (site / "node_modules").symlink_to(MODULES)


def _build(site: Path) -> list[str]:
    return [NODE, "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]


def _preview(site: Path, port: int) -> list[str]:
    return [*_build(site), "--serve", "--incremental", f"--port={port}"]


PEER = Peer(
    name="eleventy",
    needs="node and the packages of bench/peers/package.json, their folder in NODE_MODULES",
    versions=_versions,
    prepare=_prepare,
    text=_text,
    source=source,
    build=_build,
    preview=_preview,
)

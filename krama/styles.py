"""Stylesheets: their url(…) and @import lead to the names with digests that the files really have."""

import posixpath
import re

from msgspec import Struct

from krama import urls
from krama.config import Config
from krama.digests import digest
from krama.model import Asset, Source
from krama.problems import Problem, did_you_mean
from krama.said import said

URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)|@import\s+(["'])([^"']+)\3""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Style(Struct, frozen=True):
    """A stylesheet as it is published; digest: of its final text."""

    path: str
    digest: str
    text: str


def finish(
    sources: tuple[Source, ...], assets: tuple[Asset, ...], config: Config
) -> tuple[tuple[Style, ...], tuple[Problem, ...]]:
    """All stylesheets with their addresses put in, and every one that leads nowhere, or to another site."""
    work = _Work(sources, assets, config)
    return tuple(work.style(source.path) for source in sources), tuple(work.problems)


class _Work:
    """Stylesheets may import one another, so each is finished when it is first needed."""

    def __init__(self, sources: tuple[Source, ...], assets: tuple[Asset, ...], config: Config) -> None:
        self.sources = {source.path: source for source in sources}
        self.assets = {asset.path: asset for asset in assets}
        self.config = config
        self.done: dict[str, Style] = {}
        self.waiting: list[str] = []
        self.problems: list[Problem] = []

    def style(self, path: str) -> Style:
        if path not in self.done:
            self.waiting.append(path)
            source = self.sources[path]
            text = URL.sub(lambda match: self.address(match, source), COMMENT.sub(_blank, source.text))
            self.waiting.pop()
            self.done[path] = Style(path, digest(text.encode()), text)
        return self.done[path]

    def address(self, match: re.Match[str], source: Source) -> str:
        written = (match[2] or match[4]).strip()
        if written.startswith(("data:", "#")):
            return match[0]
        line = match.string.count("\n", 0, match.start()) + 1
        if re.match(r"[a-z]+:|//", written):
            hint = said("save the file in static/ and write a relative path")
            self.problems.append(Problem(source.path, line, said('"{}" lies on another site', written), hint))
            return match[0]
        plain, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]
        folder = "static" if plain.startswith("/") else posixpath.dirname(source.path)
        path = posixpath.normpath(posixpath.join(folder, plain.lstrip("/")))
        found = self.url(path)
        if not found:
            hint = did_you_mean(path, [*self.assets, *self.sources], said("write a path relative to this file"))
            self.problems.append(Problem(source.path, line, said('"{}" leads to no file', written), hint))
            return match[0]
        return match[0].replace(written, found + mark + rest)

    def url(self, path: str) -> str:
        if path in self.assets:
            return self.href(path, self.assets[path].digest)
        if path in self.sources and path not in self.waiting:
            return self.href(path, self.style(path).digest)
        return ""

    def href(self, path: str, digest: str) -> str:
        return urls.href(self.config.prefix, urls.asset(path, digest, self.config.settings.keep_names))


def _blank(match: re.Match[str]) -> str:
    """A comment goes, its line ends stay, so that a line number stays one."""
    return "\n" * match[0].count("\n")

"""The weight budget: what a page fetches on its way to a reader, held against the limit of site.toml."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from krama import weight
from krama.problems import Problem
from krama.recipes import Copy, Output, Text
from krama.said import said

FETCHED = re.compile(rb'<(?:img|script)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"')


class Scales:
    """Weighs pages: their own bytes, styles, fonts, scripts and pictures, also those further down, as they are sent."""

    def __init__(self, root: Path, prefix: str, most: int, outputs: Iterable[Output], sizes: Mapping[str, int]) -> None:
        """most: what a page may weigh, in KB of 1,000 bytes. sizes: of the files of the site, by path."""
        self.root, self.prefix, self.most, self.sizes = root, prefix, most, sizes
        outputs = tuple(outputs)
        self.sources = {one.path: one.source for one in outputs}
        self.files = {one.path: one.recipe for one in outputs if isinstance(one.recipe, Copy | Text)}
        self.sent: dict[str, int] = {}

    def __call__(self, path: str, data: bytes) -> Problem | None:
        """A warning for a page that is too heavy."""
        if not path.endswith(".html"):
            return None
        # To part a page into its elements takes 2 ms; what it can weigh at most is known in 0.1.
        addresses = {(one or other).decode() for one, other in FETCHED.findall(data)}
        if len(data) + sum(self.size(one) or 0 for one in addresses) <= self.most * 1000:
            return None
        found = weight.weigh(data, weight.fetched(data), self.size)
        if found.total <= self.most * 1000:
            return None
        pictures, whole = found.pictures + found.lazy, found.total
        address = self.prefix + path.removesuffix("index.html")
        message = said("the page {} weighs {} KB, {} of them pictures", address, _kb(whole), _kb(pictures))
        hint = said("a page may weigh {} KB ([limits] in site.toml): show fewer pictures, or smaller ones", self.most)
        return Problem(self.sources[path], 0, message, hint, "warning")

    def size(self, address: str) -> int | None:
        """The bytes on the way of what lies at an address of the site; None for a page, and what is not of the site."""
        path = unquote(address.partition("?")[0].removeprefix(self.prefix))
        if path not in self.sent:
            recipe = self.files.get(path)
            if recipe is None or not address.startswith(self.prefix):
                return None
            self.sent[path] = self._sent(path, recipe)
        return self.sent[path]

    def _sent(self, path: str, recipe: Copy | Text) -> int:
        if isinstance(recipe, Text):
            return weight.sent(path, recipe.text.encode())
        if path.endswith(weight.TEXTS):
            return weight.sent(path, (self.root / recipe.path).read_bytes())
        return self.sizes[recipe.path]


def _kb(size: int) -> int:
    return round(size / 1000)

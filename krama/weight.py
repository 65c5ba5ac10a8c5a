"""What a page weighs: the bytes that a phone fetches to show it for the first time, as a web server sends them."""

import zlib
from collections.abc import Callable
from html.parser import HTMLParser

from msgspec import Struct

TEXTS = (".html", ".css", ".js", ".json", ".svg", ".xml", ".webmanifest", ".txt")
"""What web servers compress on the way."""
KINDS = {"stylesheet": "styles", "preload": "fonts", "icon": "pictures", "script": "scripts", "img": "pictures"}


class Weight(Struct, frozen=True):
    """Bytes on the way by what they are for; lazy: pictures that are fetched only when a reader gets to them."""

    page: int
    styles: int = 0
    fonts: int = 0
    scripts: int = 0
    pictures: int = 0
    lazy: int = 0

    @property
    def total(self) -> int:
        """All of it, with the pictures further down."""
        return sum(getattr(self, field) for field in self.__struct_fields__)


def weigh(page: bytes, parts: dict[str, str], size_of: Callable[[str], int | None]) -> Weight:
    """The weight of a page of UTF-8. parts: what it fetches. size_of: the bytes on the way of what lies at an address
    of the site, None for what is not there or not of the site."""
    sizes = {"page": sent("index.html", page)}
    for address, kind in parts.items():
        sizes[kind] = sizes.get(kind, 0) + (size_of(address) or 0)
    return Weight(**sizes)


def fetched(page: bytes) -> dict[str, str]:
    """The addresses of what a page of UTF-8 fetches, each with the field of Weight that it counts for."""
    parser = _Parts()
    parser.feed(page.decode())
    parser.close()
    return parser.found


def sent(path: str, data: bytes) -> int:
    """The bytes of a file on the way: texts are compressed by gzip, as servers do, the rest is as it is."""
    return len(zlib.compress(data, 6)) if path.endswith(TEXTS) else len(data)


class _Parts(HTMLParser):
    """Gathers the addresses of what a page fetches, each once, with the field of Weight that it counts for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that fetches something."""
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            kinds = [KINDS[one] for one in given.get("rel", "").split() if one in KINDS]
            self._add(given.get("href", ""), *kinds[:1])
        elif tag == "script":
            self._add(given.get("src", ""), KINDS["script"])
        elif tag == "img":
            self._add(given.get("src", ""), "lazy" if given.get("loading") == "lazy" else KINDS["img"])

    def _add(self, address: str, kind: str = "") -> None:
        if address and kind:
            self.found.setdefault(address, kind)

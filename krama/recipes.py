"""How an output is made: a recipe is a value that holds everything its bytes depend on, so its digest is its key."""

from typing import Protocol

from msgspec import Struct

from krama.pages import Frame


class Tools(Protocol):
    """What a recipe may use when it is made: what a digest in it stands for."""

    def render(self, recipe: "Render") -> str:
        """The text of a page."""

    def read(self, path: str, digest: str) -> bytes:
        """The bytes of a file of the site; they still have that digest."""


class Render(Struct, frozen=True, tag=True):
    """A template filled in. digest: of the template and all it includes; body: digest of a story's html, or ""."""

    template: str
    frame: Frame
    page: Struct
    body: str = ""
    digest: str = ""

    def make(self, tools: Tools) -> bytes:
        """The page as UTF-8."""
        return tools.render(self).encode()


class Copy(Struct, frozen=True, tag=True):
    """A file as it is."""

    path: str
    digest: str

    def make(self, tools: Tools) -> bytes:
        """The file's bytes."""
        return tools.read(self.path, self.digest)


class Text(Struct, frozen=True, tag=True):
    """A text that is known already."""

    text: str

    def make(self, tools: Tools) -> bytes:
        """The text as UTF-8."""
        return self.text.encode()


Recipe = Render | Copy | Text


class Output(Struct, frozen=True):
    """One file of the finished site: its path, its recipe, and the file of the site that it comes from."""

    path: str
    recipe: Recipe
    origin: str

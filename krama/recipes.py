"""How an output is made: a recipe is a value that holds everything its bytes depend on, so its digest is its key."""

from typing import Protocol

from msgspec import Struct

from krama import memo
from krama.pages import Frame


class Tools(Protocol):
    """What a recipe may use when it is made: what a digest in it stands for."""

    def render(self, recipe: "Render") -> str:
        """The text of a page."""

    def read(self, path: str, digest: str) -> bytes:
        """The bytes of a file of the site; they still have that digest."""


class Render(Struct, frozen=True):
    """A template filled in. page: what it sees, or the sketch of it. digest: of the template and all it includes; body
    and references: digests of a story's body and of where its links lead, or ""."""

    template: str
    frame: Frame
    page: Struct
    body: str = ""
    references: str = ""
    digest: str = ""

    def key(self) -> str:
        """The digest of all this; the frame stands in it by its own."""
        return memo.key((self.template, self.digest, self.frame.key, self.body, self.references, self.page))

    def make(self, tools: Tools) -> bytes:
        """The page as UTF-8."""
        return tools.render(self).encode()


class Copy(Struct, frozen=True):
    """A file as it is."""

    path: str
    digest: str

    def key(self) -> str:
        """The digest of all this."""
        return memo.key(self)

    def make(self, tools: Tools) -> bytes:
        """The file's bytes."""
        return tools.read(self.path, self.digest)


class Text(Struct, frozen=True):
    """A text that is known already."""

    text: str

    def key(self) -> str:
        """The digest of all this."""
        return memo.key(self)

    def make(self, tools: Tools) -> bytes:
        """The text as UTF-8."""
        return self.text.encode()


Recipe = Render | Copy | Text


class Output(Struct, frozen=True):
    """One file of the finished site: its path, its recipe, and the file of the site that it comes from."""

    path: str
    recipe: Recipe
    origin: str

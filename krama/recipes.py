"""How an output is made: a recipe is a value that holds everything its bytes depend on, so its digest is its key."""

from typing import Protocol

from msgspec import Raw, Struct

from krama import digests
from krama.pages import Frame


class Tools(Protocol):
    """What a recipe may use when it is made: what a digest in it stands for."""

    def render(self, recipe: "Render") -> str:
        """The text of a page."""

    def read(self, path: str, digest: str) -> bytes:
        """The bytes of a file of the site; they still have that digest."""


class Render(Struct, frozen=True):
    """A template filled in. page: what it sees, or the sketch of it. body and references: digests of a story's body and
    of where its links lead, or ""."""

    template: str
    frame: Frame
    page: Struct
    body: str = ""
    references: str = ""

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the page depends on; by digests the frame, which thousands share, and the template with all it
        includes (`templates`)."""
        template = templates.get(self.template, "")
        return (self.template, template, self.frame.key, self.body, self.references, self.page)

    def make(self, tools: Tools) -> bytes:
        """The page as UTF-8."""
        return tools.render(self).encode()


class Copy(Struct, frozen=True):
    """A file as it is."""

    path: str
    digest: str

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the file depends on."""
        return (self.path, self.digest)

    def make(self, tools: Tools) -> bytes:
        """The file's bytes."""
        return tools.read(self.path, self.digest)


class Text(Struct, frozen=True):
    """A text that is known already."""

    text: str

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the file depends on."""
        return (digests.digest(self.text.encode()),)

    def make(self, tools: Tools) -> bytes:
        """The text as UTF-8."""
        return self.text.encode()


Recipe = Render | Copy | Text


class Output(Struct, frozen=True):
    """One file of the finished site: its path, its recipe, and the file of the site that it comes from."""

    path: str
    recipe: Recipe
    origin: str


class Rendered(Struct, frozen=True, array_like=True):
    """A Render as it is kept: see Render.parts."""

    kind: str
    template: str
    digest: str
    frame: str
    body: str
    references: str
    page: Raw


class Made(Struct, frozen=True, array_like=True):
    """How a published file was made: what came from where, by which recipe, and why it was made again."""

    origin: str
    recipe: bytes
    because: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The digest of the recipe."""
        return digests.digest(self.recipe)


def written(output: Output, templates: dict[str, str]) -> Made:
    """An output with its recipe as bytes: what its key is worked out from, and what is kept of it.

    templates: the digest of each with all that it includes.
    """
    return Made(output.origin, digests.encode((type(output.recipe).__name__, *output.recipe.parts(templates))))

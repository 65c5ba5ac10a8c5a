"""How an output is made: a recipe is a value that holds everything its bytes depend on, so its digest is its key."""

import json
from collections.abc import Iterator
from typing import Any, Protocol

from msgspec import Raw, Struct, structs

from krama import digests
from krama.pages import Frame, Sketch
from krama.said import Said

LENGTH = 32  # of a digest


class Tools(Protocol):
    """What a recipe may use when it is made: what a digest in it stands for."""

    def render(self, recipe: "Render") -> str:
        """The text of a page."""

    def page(self, recipe: "Json") -> object:
        """What a sketch is made into."""

    def read(self, path: str, digest: str) -> bytes:
        """The bytes of a file of the site; they still have that digest."""

    def stored(self, digest: str) -> bytes:
        """The bytes that lie on the shelf under a digest."""


class Render(Struct, frozen=True):
    """A template filled in. page: the sketch of what it sees. body and references: digests of a story's body and
    of where its links lead, or ""."""

    template: str
    frame: Frame
    page: Sketch
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


class Json(Struct, frozen=True):
    """What a sketch is made into, as JSON. body: the digest of a story's body, or ""."""

    frame: Frame
    page: Sketch
    body: str = ""

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the file depends on; the frame by its own digest."""
        return ("", "", self.frame.key, self.body, "", self.page)

    def make(self, tools: Tools) -> bytes:
        """The value as UTF-8."""
        return (json.dumps(tools.page(self), ensure_ascii=False) + "\n").encode()


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


class Stored(Struct, frozen=True):
    """Bytes that were worked out with the plan: what lies on the shelf under a digest."""

    digest: str

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the file depends on."""
        return (self.digest,)

    def make(self, tools: Tools) -> bytes:
        """The bytes."""
        return tools.stored(self.digest)


class Text(Struct, frozen=True):
    """A text that is known already."""

    text: str

    def parts(self, templates: dict[str, str]) -> tuple[object, ...]:
        """All that the file depends on."""
        return (digests.digest(self.text.encode()),)

    def make(self, tools: Tools) -> bytes:
        """The text as UTF-8."""
        return self.text.encode()


Recipe = Render | Json | Copy | Stored | Text


class Output(Struct, frozen=True):
    """One file of the finished site: its path, its recipe, and the file of the site that it comes from."""

    path: str
    recipe: Recipe
    origin: str

    @property
    def source(self) -> str:
        """That file alone, of an origin like "site.toml (tag budget)"."""
        return self.origin.partition(" (")[0]


class Rendered(Struct, frozen=True, array_like=True):
    """A Render or Json as it is kept: see their parts."""

    kind: str
    template: str
    digest: str
    frame: str
    body: str
    references: str
    page: Raw


class Made(Struct, frozen=True, array_like=True):
    """How a published file was made: from which source, by which recipe, and why it was made again.

    sketched: the recipe is that of a Render or Json, and can be read again.
    """

    origin: str
    recipe: bytes
    because: tuple[Said, ...] = ()

    sketched: bool = False

    @property
    def key(self) -> str:
        """The digest of the recipe."""
        return digests.digest(self.recipe)


def written(output: Output, templates: dict[str, str]) -> Made:
    """An output with its recipe as bytes: what its key is worked out from, and what is kept of it.

    templates: the digest of each with all that it includes.
    """
    recipe = output.recipe
    data = digests.encode((type(recipe).__name__, *recipe.parts(templates)))
    return Made(output.origin, data, sketched=isinstance(recipe, Render | Json))


def renamed(recipe: Render | Json, names: dict[str, str]) -> Render | Json:
    """A recipe with other cards in it: new names by old ones."""
    sketch = recipe.page
    fields = {name: getattr(sketch, name) for name in sketch.__struct_fields__}
    changed = {name: new for name, old in fields.items() if (new := _renamed(old, names)) != old}
    return structs.replace(recipe, page=structs.replace(sketch, **changed)) if changed else recipe


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    return tuple(_renamed(one, names) for one in value) if isinstance(value, tuple) else value


def names(sketch: Sketch) -> Iterator[str]:
    """The names of all cards in a sketch, and whatever else is as long as one."""
    waiting: list[object] = [getattr(sketch, name) for name in sketch.__struct_fields__]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value
        elif isinstance(value, str) and len(value) == LENGTH:
            yield value

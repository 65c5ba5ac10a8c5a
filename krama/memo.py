"""Keys: the digest of a recipe, and of the engine that makes it."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec

from krama.recipes import Recipe

LIBRARIES = ("Jinja2", "Markdown", "nh3", "babel", "msgspec")
_encoder = msgspec.msgpack.Encoder(order="deterministic")


def key(recipe: Recipe) -> str:
    """The name of all that a recipe's bytes depend on, engine excepted: 128 bits of BLAKE2b, in hexadecimal."""
    return blake2b(_encoder.encode((type(recipe).__name__, recipe)), digest_size=16).hexdigest()


@cache
def engine() -> str:
    """The name of the engine: its own code and the versions of the libraries whose words end up in pages."""
    state = blake2b(digest_size=16)
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        state.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for library in LIBRARIES:
        state.update(f"{library} {version(library)}\n".encode())
    return state.hexdigest()

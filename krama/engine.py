"""The name of the engine: the digest of its own code and of the libraries whose words end up in pages.

Under another engine nothing from the last build counts. Reading all of that takes 30 ms, so its files are known again
by their stamps, like a site's.
"""

import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from krama.sources import Stamp, racy, stamp

LIBRARIES = {
    "Jinja2": "jinja2",
    "Markdown": "markdown",
    "nh3": "nh3",
    "babel": "babel",
    "msgspec": "msgspec",
    "PyYAML": "yaml",
    "python-frontmatter": "frontmatter",
    "imagesize": "imagesize",
    "tzdata": "tzdata",
}
"""The libraries by their names at the package index, and the modules that they are."""
FOLDER = Path(__file__).parent


class Engine(Struct, frozen=True, array_like=True):
    """The engine's name, and the files that vouch for it with their stamps (None: not there)."""

    name: str
    python: str
    began: int
    files: dict[str, Stamp | None]


def recognise(last: Engine | None, began: int) -> Engine:
    """The engine as it is now; nothing is read where the stamps of its files are those of the last look."""
    return last if last and stands(last, began) else _read(began)


def stands(last: Engine, began: int) -> bool:
    """Whether every file of the engine is as it was, and could not have changed unseen."""
    if last.python != sys.version or began < last.began:
        return False
    modules = {str(path) for path in _modules()}
    for path, seen in last.files.items():
        if _stamp(path) != seen or (seen and racy(seen, last.began)):
            return False
        modules.discard(path)
    return not modules


def _modules() -> list[Path]:
    return sorted(FOLDER.rglob("*.py"))


def _read(began: int) -> Engine:
    # Imported here: 20 ms, and only a new engine needs it.
    from importlib.metadata import version  # noqa: PLC0415

    state = blake2b(digest_size=16)
    files: dict[str, Stamp | None] = {}
    for path in _modules():
        files[str(path)] = _stamp(str(path))
        state.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for library, module in LIBRARIES.items():
        spec = find_spec(module)
        if spec and spec.origin:
            files[spec.origin] = _stamp(spec.origin)
        state.update(f"{library} {version(library)}\n".encode())
    state.update(sys.version.encode())
    return Engine(state.hexdigest(), sys.version, began, files)


def _stamp(path: str) -> Stamp | None:
    try:
        return stamp(Path(path).stat())
    except OSError:
        return None

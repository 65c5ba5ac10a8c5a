"""Sources with their Khmer mended: what would change is shown first, and then each file is replaced as a whole."""

import os
from collections.abc import Iterator
from difflib import unified_diff
from errno import EACCES
from pathlib import Path

from msgspec import Struct, structs

from krama import documents, markup, proof, sources
from krama.config import Config
from krama.model import AnyMatter, Source
from krama.problems import Problem
from krama.publish import write_whole
from krama.said import said
from krama.settings import read_settings

READ_ONLY = said("it may only be read")


class Rewrite(Struct, frozen=True):
    """A source, and what it would be: the bytes found, and the bytes to write."""

    path: str
    before: bytes
    after: bytes

    def diff(self) -> Iterator[str]:
        """The difference, line by line, as in a patch. The two sides look alike; what differs is how they are typed."""
        old, new = (data.decode().splitlines() for data in (self.before, self.after))
        yield from unified_diff(old, new, self.path, self.path, lineterm="", n=0)


def mended(root: Path) -> tuple[tuple[Rewrite, ...], tuple[Problem, ...]]:
    """Every source of a site that fix would change, and those that it must not.

    What keeps a source from being read is told by the check itself.
    """
    settings, wrong = read_settings(root)
    if settings is None:
        return (), wrong
    seen = sources.scan(root, sources.tops(settings.languages), 0)
    found: list[Rewrite] = []
    problems: list[Problem] = []
    for path in sources.documents(seen.files):
        source, _ = sources.text(root, path)
        if source is None or (root / path).is_symlink():
            continue
        after = structs.replace(source, text=proof.fixed(source.text))
        if after == source:
            continue
        if _means_the_same(source, after, settings):
            data = (root / path).read_bytes()  # with its own line ends
            found.append(Rewrite(path, data, proof.fixed(data.decode()).encode()))
        else:
            message = said("mending this file would change a link or an id, so it is left")
            hint = said("mend it by hand, at the places that the check names")
            problems.append(Problem(path, 0, message, hint))
    return tuple(found), tuple(problems)


def write(root: Path, rewrites: tuple[Rewrite, ...]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Replaces sources; gives the paths of those that were, and what kept others from it.

    One that was saved meanwhile is left as it is.
    """
    done: list[str] = []
    problems: list[Problem] = []
    for one in rewrites:
        place = root / one.path
        try:
            if place.read_bytes() != one.before:
                message = said("the file was saved meanwhile and is left as it is")
                problems.append(Problem(one.path, 0, message, said("run it again")))
                continue
            if not os.access(place, os.W_OK):
                raise PermissionError(EACCES, READ_ONLY)
            write_whole(place, one.after)
        except OSError as error:
            message = said("it could not be written: {}", error.strerror or error)
            problems.append(Problem(one.path, 0, message, said("see to it, and run it again")))
            continue
        done.append(one.path)
    return tuple(done), tuple(problems)


def _means_the_same(source: Source, after: Source, settings: Config) -> bool:
    """Whether a source leads where it led and is found as it was once it is mended."""
    reading = markup.Reading(source.path.split("/")[1])
    (before, old, _), (now, new, _) = (documents.parse(one, settings, reading) for one in (source, after))
    if old is None or new is None or before.document is None or now.document is None:
        return old is new
    led, leads = ([one.target for one in body.links] for body in (old, new))
    return led == leads and old.ids == new.ids and _unread(before.document.matter) == _unread(now.document.matter)


def _unread(matter: AnyMatter) -> dict[str, object]:
    """All of a front matter that is more than words to read: what is new in it is among this by itself."""
    kept = {name: value for name, value in structs.asdict(matter).items() if name not in proof.TEXTS}
    files = {name: [one.file for one in getattr(matter, name)] for name in ("documents", "photos")}
    return kept | files | {"image": matter.image and matter.image.src}

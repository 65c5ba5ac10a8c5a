"""Sources with their Khmer mended: what would change is shown first, and then each file is replaced as a whole."""

import os
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct

from krama import documents, markup, plan, proof, sources
from krama.config import Config
from krama.model import Source
from krama.problems import Problem


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
    settings, wrong = plan.read_settings(root)
    if settings is None:
        return (), wrong
    seen = sources.scan(root, sources.tops(settings.languages), 0)
    found: list[Rewrite] = []
    problems: list[Problem] = []
    for path in (one for one in seen.files if one.startswith("content/") and not sources.is_asset(one)):
        source, _ = sources.text(root, path)
        if source is None or (root / path).is_symlink() or proof.fixed(source.text) == source.text:
            continue
        data = (root / path).read_bytes()
        one = Rewrite(path, data, proof.fixed(data.decode()).encode())
        if _means_the_same(source, settings):
            found.append(one)
        else:
            hint = "mend it by hand, at the places that the check names"
            problems.append(Problem(path, 0, "mending this file would change a link or an id, so it is left", hint))
    return tuple(found), tuple(problems)


def write(root: Path, rewrites: tuple[Rewrite, ...]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Replaces sources; gives the paths of those that were, and what kept others from it.

    One that was saved meanwhile is left as it is.
    """
    done: list[str] = []
    problems: list[Problem] = []
    for one in rewrites:
        place = root / one.path
        beside = place.with_name(f".{place.name}.mended")
        try:
            if place.read_bytes() != one.before:
                hint = "run it again"
                problems.append(Problem(one.path, 0, "the file was saved meanwhile and is left as it is", hint))
                continue
            if not os.access(place, os.W_OK):
                raise PermissionError("it may only be read")
            beside.write_bytes(one.after)
            shutil.copymode(place, beside)
            os.replace(beside, place)
        except OSError as error:
            beside.unlink(missing_ok=True)
            hint = "see to it, and run it again"
            problems.append(Problem(one.path, 0, f"it could not be written: {error.strerror or error}", hint))
            continue
        done.append(one.path)
    return tuple(done), tuple(problems)


def _means_the_same(source: Source, settings: Config) -> bool:
    """Whether a source leads where it led and is found as it was once it is mended."""
    reading = markup.Reading(source.path.split("/")[1])
    other = Source(source.path, source.digest, proof.fixed(source.text))
    (before, old, _), (after, new, _) = (documents.parse(one, settings, reading) for one in (source, other))
    if old is None or new is None or before.document is None or after.document is None:
        return old is new
    first, second = before.document.matter, after.document.matter
    kept = all(getattr(first, name) == getattr(second, name) for name in NO_TEXTS if hasattr(first, name))
    files = [[one.file for one in (*matter.documents, *matter.photos)] for matter in (first, second)]
    pictures = [matter.image.src if matter.image else "" for matter in (first, second)]
    targets = [[one.target for one in body.links] for body in (old, new)]
    same = files[0] == files[1] and pictures[0] == pictures[1] and targets[0] == targets[1]
    return kept and same and old.ids == new.ids


NO_TEXTS = (
    *("date", "updated", "tags", "authors", "programmes", "aliases", "slug", "draft", "publish", "expire"),
    *("translation_key", "end", "order", "lunar"),
)
"""The front matter that mending may not touch."""

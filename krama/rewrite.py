"""Sources with their Khmer mended: what would change is shown first, and then each file is replaced as a whole."""

import os
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct

from krama import plan, proof, sources
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
    """Every source of a site that fix would change, and what keeps the site from being read."""
    settings, problems = plan.read_settings(root)
    if settings is None:
        return (), problems
    seen = sources.scan(root, sources.tops(settings.languages), 0)
    found: list[Rewrite] = []
    for path in (one for one in seen.files if one.startswith("content/") and not sources.is_asset(one)):
        source, wrong = sources.text(root, path)
        problems += wrong
        if source is not None and proof.fixed(source.text) != source.text:
            data = (root / path).read_bytes()
            found.append(Rewrite(path, data, proof.fixed(data.decode()).encode()))
    return tuple(found), problems


def write(root: Path, rewrites: tuple[Rewrite, ...]) -> tuple[Problem, ...]:
    """Replaces sources; one that was saved meanwhile is left as it is, and told."""
    problems: list[Problem] = []
    for one in rewrites:
        place = root / one.path
        if place.read_bytes() != one.before:
            problems.append(Problem(one.path, 0, "the file was saved meanwhile and is left as it is", "run it again"))
            continue
        beside = place.with_name(f".{place.name}.mended")
        beside.write_bytes(one.after)
        shutil.copymode(place, beside)
        os.replace(beside, place)
    return tuple(problems)

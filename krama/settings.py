"""site.toml read from the disk: what it says, and all that is wrong with it."""

from functools import lru_cache
from pathlib import Path

from krama import config, proof, sources, versions
from krama.config import Config
from krama.problems import Problem
from krama.said import said

SITE = "site.toml"


def read_settings(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """What site.toml says, or what is wrong with it."""
    if not (root / SITE).is_file():
        hint = said("go to the folder that holds site.toml, or name it with --root")
        return None, (Problem(SITE, 0, said("there is no site.toml in {}", root), hint),)
    source, problems = sources.text(root, SITE)
    return _loaded(source.text) if source else (None, problems)


@lru_cache(maxsize=4)
def _loaded(text: str) -> tuple[Config | None, tuple[Problem, ...]]:
    """config.load, once for a text: 6 ms for 200 tags, of 16 that an edit took in the preview."""
    if merging := versions.problem(SITE, text):
        return None, (merging,)
    settings, problems = config.load(text)
    return settings, (*problems, *proof.of_settings(SITE, text))

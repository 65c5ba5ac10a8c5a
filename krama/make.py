"""Outputs → bytes in the staging folder: pages from templates, files copied; by several processes where there are many.

Making a page takes 0.3 to 2 ms, so a whole site is worth sharing out, and an edit is not.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from krama import digests, workers
from krama.memo import Memo
from krama.model import Body
from krama.problems import Problem, ordered
from krama.progress import MAKING, Step, silent
from krama.recipes import Json, Output, Render
from krama.said import said
from krama.shelf import Shelf
from krama.templates import TemplateMistake, Templates
from krama.words import Words

WORTH_SHARING = 1_000
"""Outputs from which a pool pays: it starts in about 0.2 s."""
SHARE = 100
Stage = Callable[[str, bytes], Problem | None]
"""Takes a path and its bytes; what is wrong with them is a warning and keeps nothing from being made."""


class Code(Struct, frozen=True, array_like=True):
    """What Jinja compiled, by name and text of a template, and the key of the templates that it is of."""

    templates: str
    compiled: dict[str, bytes]


class Workshop:
    """The tools of recipes: templates, the html of bodies, the files of the site."""

    def __init__(self, root: Path, words: dict[str, Words], shelf: Shelf, files: dict[str, str], code: Code) -> None:
        """files: the digest of each file of the site by its path, as planned."""
        self.root, self.words, self.shelf, self.files, self.code = root, words, shelf, files, code
        self.templates = Templates(root, words, shelf, files, code.compiled)

    def render(self, recipe: Render) -> str:
        """The text of a page."""
        return self.templates.render(recipe)

    def page(self, recipe: Json) -> object:
        """What a sketch is made into."""
        body = self.shelf.body(recipe.body) if recipe.body else Body("")
        return recipe.page.page(recipe.frame, body, self.shelf.card)

    def stored(self, digest: str) -> bytes:
        """Bytes that the plan left on the shelf."""
        return self.shelf.stored(digest)

    def read(self, path: str, digest: str) -> bytes:
        """A file of the site, if it is still what was planned."""
        changed = Problem(path, 0, said("the file changed while the site was built"), said("build again"))
        try:
            data = (self.root / path).read_bytes()
        except OSError as error:  # it is gone, or somebody holds it
            raise TemplateMistake(changed) from error
        if digests.digest(data) != digest:
            raise TemplateMistake(changed)
        return data


def make(
    wanted: list[Output], tools: Workshop, stage: Stage, jobs: int = 0, step: Step = silent
) -> tuple[Problem, ...]:
    """Makes outputs and stages them; gives what could not be made."""
    count = workers.number(jobs)
    shares = [(start, start + SHARE) for start in range(0, len(wanted), SHARE)]
    if count == 1 or len(wanted) < WORTH_SHARING:
        own = (_each(wanted[start:end], tools, stage) for start, end in shares)
        return ordered(_counted(own, len(wanted), step))
    begin = (wanted, tools.root, tools.words, tools.shelf.base.place, tools.files, tools.code, stage)
    with workers.pool(count, _begin, begin) as pool:
        return ordered(_counted(pool.map(_share, shares), len(wanted), step))


def _counted(shares: Iterable[list[Problem]], total: int, step: Step) -> Iterator[Problem]:
    """What could not be made of each share; tells how many are done."""
    for number, found in enumerate(shares, start=1):
        step(MAKING, min(total, number * SHARE), total)
        yield from found


def _each(wanted: list[Output], tools: Workshop, stage: Stage) -> list[Problem]:
    problems: list[Problem] = []
    told: list[Problem] = []
    for output in wanted:
        try:
            data = output.recipe.make(tools)
        except TemplateMistake as mistake:
            problems.append(mistake.problem)
            continue
        except UnicodeEncodeError:
            message, hint = said("the page holds half a character"), said("look for \\ud8… in a template")
            problems.append(Problem(output.origin, 0, message, hint))
            continue
        if not problems and (wrong := stage(output.path, data)):
            told.append(wrong)
    return problems + told


_here: tuple[list[Output], Workshop, Stage]
"""What a process that makes pages was begun with; each has one, and it works on nothing else."""


def _begin(
    wanted: list[Output],
    root: Path,
    words: dict[str, Words],
    place: Path,
    files: dict[str, str],
    code: Code,
    stage: Stage,
) -> None:
    global _here  # noqa: PLW0603 — a pool hands its tasks nothing but arguments, and this is too large to send each time
    _here = (wanted, Workshop(root, words, Shelf(Memo(place)), files, code), stage)


def _share(bounds: tuple[int, int]) -> list[Problem]:
    wanted, tools, stage = _here
    return _each(wanted[bounds[0] : bounds[1]], tools, stage)

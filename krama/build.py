"""The pipeline: read → parse → assemble → plan → make → publish, one stage a line.

There is one build. A check is a build whose last step is left out; a build with nothing to do finds every key standing.
While one error stands, nothing is published, and the last good site is untouched.
"""

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from filelock import Timeout
from msgspec import Struct, structs

from krama import checks, config, documents, frames, memo, outputs, sources, styles, words
from krama.assemble import Moment, assemble
from krama.config import Config
from krama.documents import Parsed
from krama.markup import Reading
from krama.model import Source
from krama.problems import Problem, errors, ordered
from krama.publish import Public
from krama.recipes import Output, Render
from krama.site import Site
from krama.templates import TemplateMistake, Templates
from krama.words import Words

SITE = "site.toml"
WORTH_A_POOL = 200
"""Documents from which a pool pays: it starts in about 0.2 s, and a document takes 2 to 10 ms."""


class Options(Struct, frozen=True):
    """What a build is asked for. now: with an offset; jobs: processes that parse, 0 for one a core."""

    root: Path
    out: Path
    now: datetime
    drafts: bool = False
    strict: bool = False
    jobs: int = 0


class Report(Struct, frozen=True):
    """What a build did: pages made and left as they were, files removed, what is wrong, when it should run next."""

    problems: tuple[Problem, ...]
    published: bool = False
    made: int = 0
    kept: int = 0
    removed: int = 0
    articles: tuple[tuple[str, int], ...] = ()
    due: datetime | None = None
    finished_earlier: bool = False


class Plan(Struct, frozen=True):
    """A site understood and planned: its outputs, what makes them, and what is wrong."""

    site: Site | None
    outputs: tuple[Output, ...]
    tools: "Workshop | None"
    problems: tuple[Problem, ...]


class Workshop:
    """The tools of recipes: templates, the html of bodies, the files of the site."""

    def __init__(self, root: Path, words: dict[str, Words], bodies: dict[str, str]) -> None:
        self.root = root
        self.templates = Templates(root, words, bodies.__getitem__)

    def render(self, recipe: Render) -> str:
        """The text of a page."""
        return self.templates.render(recipe)

    def read(self, path: str, digest: str) -> bytes:
        """A file of the site, if it is still what was planned."""
        data = (self.root / path).read_bytes()
        if sources.digest(data) != digest:
            raise TemplateMistake(Problem(path, 0, "the file changed while the site was built", "build again"))
        return data


def build(options: Options) -> Report:
    """Makes the site and publishes it, or says what keeps it from being published."""
    public = Public(options.out)
    refused = public.refuse(options.root)
    if refused:
        return Report((refused,))
    try:
        with public.lock():
            return _build(options, public)
    except Timeout:
        hint = "wait until it is done, and build again"
        return Report((Problem(str(options.out), 0, "another build is publishing into this folder", hint),))
    except OSError as error:
        return Report((_system(error, options.root),))


def _build(options: Options, public: Public) -> Report:
    finished_earlier = public.finish()
    planned = plan(options)
    if planned.tools is None or planned.site is None or _stops(planned.problems, options):
        return Report(planned.problems, finished_earlier=finished_earlier)
    keys = {output.path: memo.key(output.recipe) for output in planned.outputs}
    last = public.last(memo.engine())
    stands = {path for path, row in last.items() if row.key == keys.get(path)}
    stale = [output for output in planned.outputs if output.path not in stands]
    public.clear()
    wrong = _make(stale, planned.tools, public)
    if wrong:
        public.clear()
        return Report(ordered((*planned.problems, *wrong)), finished_earlier=finished_earlier)
    made, removed = public.publish([output.path for output in stale], keys, memo.engine())
    return Report(
        planned.problems,
        published=True,
        made=made,
        kept=len(keys) - made,
        removed=removed,
        articles=_count(planned.site),
        due=planned.site.due,
        finished_earlier=finished_earlier,
    )


def _system(error: OSError, root: Path) -> Problem:
    """What the system refused: a full disk, a file without permission. The site's files are whole."""
    path = str(error.filename or "")
    inside = Path(path).is_relative_to(root) if path else False
    shown = Path(path).relative_to(root).as_posix() if inside else path
    return Problem(shown, 0, f"the system refused: {error.strerror or error}", "see to it, and build again")


def check(options: Options) -> Report:
    """All that a build would find wrong; every page is made, and nothing is published."""
    try:
        return _check(options)
    except OSError as error:
        return Report((_system(error, options.root),))


def _check(options: Options) -> Report:
    planned = plan(options)
    if planned.tools is None or planned.site is None or errors(planned.problems):
        return Report(planned.problems)
    wrong = _make(planned.outputs, planned.tools, None)
    return Report(ordered((*planned.problems, *wrong)), made=len(planned.outputs), articles=_count(planned.site))


def plan(options: Options) -> Plan:
    """Reads, parses, assembles and plans; every stage's problems are told at once."""
    settings, wrong_settings = _settings(options.root)
    if settings is None:
        return Plan(None, (), None, wrong_settings)
    found = sources.find(options.root, settings.languages)
    spoken, wrong_words = _words(options.root, settings)
    readings = {lang: reading(settings, spoken[lang]) for lang in settings.languages}
    parsed = parse(found.sources, settings, readings, options.jobs)
    understood = tuple(one.document for one in parsed if one.document)
    tools = Workshop(options.root, spoken, {one.body.digest: one.body.html for one in understood})
    wrong_templates = tools.templates.read()
    finished, wrong_styles = styles.finish(found.stylesheets, found.assets, settings)
    problems = [*wrong_settings, *found.problems, *wrong_words, *wrong_templates, *wrong_styles]
    problems += [problem for one in parsed for problem in one.problems]
    sketches = tuple(one.sketch for one in parsed if one.sketch)
    unread = frozenset(source.path for source in found.sources) - {one.path for one in (*understood, *sketches)}
    moment = Moment(options.now, options.drafts)
    site, wrong_site = assemble(settings, understood, found.assets, finished, spoken, moment, sketches, unread)
    problems += wrong_site
    messages = (*tools.templates.messages(), *words.IN_CODE)
    problems += [problem for lang in settings.languages for problem in words.missing(spoken[lang], messages)]
    planned = _planned(site, tools.templates.digests)
    problems += [problem for one in checks.ALL for problem in one(site, planned)]
    placed = frames.at_lines(tuple(problems), (options.root / SITE).read_text(encoding="utf-8-sig"))
    return Plan(site, planned, tools, ordered(placed))


def reading(settings: Config, spoken: Words) -> Reading:
    """How documents of a language are read."""
    markdown = settings.settings.markdown
    return Reading(
        lang=spoken.lang,
        tags=markdown.tags,
        attributes=tuple(sorted(markdown.attributes.items())),
        words=tuple((name, spoken.text(message)) for name, message in words.READING.items()),
    )


def parse(
    found: tuple[Source, ...], settings: Config, readings: dict[str, Reading], jobs: int = 0
) -> tuple[Parsed, ...]:
    """Every source understood, in their order; by several processes where there are many."""
    workers = jobs or os.cpu_count() or 1
    one = partial(_parse, settings=settings, readings=readings)
    if workers == 1 or len(found) < WORTH_A_POOL:
        return tuple(map(one, found))
    with ProcessPoolExecutor(workers, multiprocessing.get_context()) as pool:
        return tuple(pool.map(one, found, chunksize=max(1, min(50, len(found) // (workers * 4)))))


def _parse(source: Source, settings: Config, readings: dict[str, Reading]) -> Parsed:
    return documents.parse(source, settings, readings[source.path.split("/")[1]])


def _settings(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    if not (root / SITE).is_file():
        hint = "go to the folder that holds site.toml, or name it with --root"
        return None, (Problem(SITE, 0, f"there is no site.toml in {root}", hint),)
    source, problems = sources.text(root, SITE)
    return config.load(source.text) if source else (None, problems)


def _words(root: Path, settings: Config) -> tuple[dict[str, Words], tuple[Problem, ...]]:
    spoken: dict[str, Words] = {}
    problems: list[Problem] = []
    for lang in settings.languages:
        source = None
        if (root / words.path(lang)).is_file():
            source, wrong = sources.text(root, words.path(lang))
            problems += wrong
        spoken[lang], wrong = words.load(lang, source)
        problems += wrong
    return spoken, tuple(problems)


def _planned(site: Site, digests: dict[str, str]) -> tuple[Output, ...]:
    """Every output of the site; a recipe that names a template also holds its digest."""

    def stamped(output: Output) -> Output:
        if not isinstance(output.recipe, Render):
            return output
        return structs.replace(
            output, recipe=structs.replace(output.recipe, digest=digests.get(output.recipe.template, ""))
        )

    return tuple(stamped(output) for one in outputs.ALL for output in one(site))


def _make(wanted: Iterable[Output], tools: Workshop, public: Public | None) -> tuple[Problem, ...]:
    """Makes outputs and stages them; gives what could not be made."""
    problems: list[Problem] = []
    for output in wanted:
        try:
            data = output.recipe.make(tools)
        except TemplateMistake as mistake:
            problems.append(mistake.problem)
            continue
        except UnicodeEncodeError:
            problems.append(
                Problem(output.origin, 0, "the page holds half a character", "look for \\ud8… in a template")
            )
            continue
        if public is not None and not problems:
            public.stage(output.path, data)
    return ordered(problems)


def _stops(problems: tuple[Problem, ...], options: Options) -> bool:
    return bool(problems if options.strict else errors(problems))


def _count(site: Site) -> tuple[tuple[str, int], ...]:
    return tuple((lang, sum(article.card.lang == lang for article in site.articles)) for lang in site.config.languages)

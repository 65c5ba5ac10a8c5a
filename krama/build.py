"""The pipeline: read → parse → assemble → plan → make → publish, and the early exits of that one road.

A check is a build whose last step is left out. Where nothing changed since the last build, it ends before anything is
understood. While one error stands, nothing is published, and the last good site is untouched.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from krama import engine, standing
from krama.engine import Engine
from krama.memo import Damaged, Memo
from krama.options import Options, Report, stops
from krama.problems import Problem, errors, ordered
from krama.publish import Public
from krama.standing import MEMO, STAMP

if TYPE_CHECKING:
    from krama.plan import Plan
    from krama.recipes import Output
    from krama.shelf import Shelf

ENGINE, PAST, CODE = "engine", "past", "code"
THROWN_AWAY = "What was remembered of the last build was damaged. It was thrown away, and everything was made anew."


def build(options: Options) -> Report:
    """Makes the site and publishes it, or says what keeps it from being published."""
    return standing.report(options) or _locked(options, _build)


def check(options: Options) -> Report:
    """All that a build would find wrong; every page that changed is made, and nothing is published."""
    return _locked(options, _check)


Work = Callable[[Options, Public, Memo], Report]


def _locked(options: Options, work: Work) -> Report:
    """Does some work while no other build goes on, with a memo that is whole."""
    # Imported here, as is all that this way needs: a build with nothing to do ended before.
    from filelock import Timeout  # noqa: PLC0415

    public = Public(options.out)
    refused = public.refuse(options.root)
    if refused:
        return Report((refused,))
    try:
        with public.lock():
            return _remembering(options, public, work)
    except Timeout:
        hint = "wait until it is done, and build again"
        return Report((Problem(str(options.out), 0, "another build is publishing into this folder", hint),))
    except OSError as error:
        return Report((_system(error, options.root),))


def _remembering(options: Options, public: Public, work: Work) -> Report:
    place = public.state / MEMO
    try:
        with Memo(place, writing=True) as base:
            return work(options, public, base)
    except Damaged:
        _throw_away(place)
    with Memo(place, writing=True) as base:
        report = work(options, public, base)
    return structs.replace(report, notices=(*report.notices, THROWN_AWAY))


def _throw_away(place: Path) -> None:
    for one in (place, place.with_name(f"{place.name}-journal")):
        one.unlink(missing_ok=True)


def _build(options: Options, public: Public, base: Memo) -> Report:
    finished_earlier = public.finish()
    work = _plan(options, public, base)
    planned = work.planned
    if planned.site is None or stops(planned.problems, options):
        return Report(planned.problems, finished_earlier=finished_earlier)
    wrong = _make(work, options, public)
    if wrong:
        public.clear()
        return Report(ordered((*planned.problems, *wrong)), finished_earlier=finished_earlier)
    staged = {output.path: work.keys[output.path] for output in work.stale}
    made, removed = public.publish(staged, work.keys, work.engine.name)
    report = Report(
        planned.problems,
        published=True,
        made=made,
        kept=len(work.keys) - made,
        removed=removed,
        articles=planned.site.count(),
        due=planned.site.due,
        finished_earlier=finished_earlier,
    )
    with base.writing():
        base.save(STAMP, standing.stamp(options, work.engine, planned, public.name(), report))
        base.sweep(planned.past.used())
    return report


def _check(options: Options, public: Public, base: Memo) -> Report:
    work = _plan(options, public, base)
    planned = work.planned
    if planned.site is None or errors(planned.problems):
        return Report(planned.problems)
    wrong = _make(work, options, public)
    public.clear()
    return Report(ordered((*planned.problems, *wrong)), made=len(work.keys), articles=planned.site.count())


class _Work(Struct):
    """A build under way: what is planned, the key of each output, and those that do not stand with that key."""

    engine: Engine
    planned: "Plan"
    keys: dict[str, str]
    stale: "list[Output]"
    shelf: "Shelf"


def _plan(options: Options, public: Public, base: Memo) -> _Work:
    # Imported here: Markdown, Jinja and what belongs to them take 0.2 s, and a build with nothing to do needs none.
    from krama.plan import Past, plan  # noqa: PLC0415
    from krama.shelf import Shelf  # noqa: PLC0415

    began = public.clock()
    here = engine.recognise(base.load(ENGINE, Engine), began)
    past = base.load(PAST, Past)
    if past is None or past.engine != here.name:
        past = Past(engine=here.name)
    shelf = Shelf(base)
    planned = plan(options, began, past, shelf)
    shelf.flush()
    with base.writing():
        base.save(ENGINE, here)
        base.save(PAST, planned.past)
    keys = {output.path: output.recipe.key() for output in planned.outputs}
    manifest = public.manifest()
    stands = public.standing(manifest if manifest and manifest.engine == here.name else None)
    stale = [output for output in planned.outputs if stands.get(output.path) != keys[output.path]]
    return _Work(here, planned, keys, stale, shelf)


def _make(work: _Work, options: Options, public: Public) -> tuple[Problem, ...]:
    """Makes and stages what does not stand; gives what could not be made."""
    if not work.stale:
        return ()
    from krama.make import Code, Workshop, make  # noqa: PLC0415 — as above

    public.clear()
    planned, base = work.planned, work.shelf.base
    assert planned.past.studied is not None
    code = base.load(CODE, Code)
    if code is None or code.templates != planned.past.templates:
        code = Code(planned.past.templates, {})
    tools = Workshop(options.root, planned.past.words(), work.shelf, code)
    if not code.compiled:
        tools.templates.compile(planned.past.studied.digests)
        base.save(CODE, code)
    return make(work.stale, tools, public.stage, options.jobs)


def _system(error: OSError, root: Path) -> Problem:
    """What the system refused: a full disk, a file without permission. The site's files are whole."""
    path = str(error.filename or "")
    inside = Path(path).is_relative_to(root) if path else False
    shown = Path(path).relative_to(root).as_posix() if inside else path
    return Problem(shown, 0, f"the system refused: {error.strerror or error}", "see to it, and build again")

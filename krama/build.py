"""The pipeline: read → parse → assemble → plan → make → publish, and the early exits of that one road.

A check is a build whose last step is left out. Where nothing changed since the last build, it ends before anything is
understood. While one error stands, nothing is published, and the last good site is untouched.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from krama import engine, standing
from krama.engine import Engine
from krama.memo import Damaged, Memo
from krama.options import Options, Report, stops
from krama.problems import Problem, errors, ordered, refused
from krama.publish import Public
from krama.said import Said, said
from krama.standing import MEMO, PAST, STAMP, Look, Stamp
from krama.survey import Survey

if TYPE_CHECKING:
    from krama.make import Stage
    from krama.plan import Kept, Plan
    from krama.recipes import Made, Output
    from krama.scales import Scales
    from krama.shelf import Shelf
    from krama.site import Site

ENGINE, CODE = "engine", "code"
THROWN_AWAY = said(
    "What was remembered of the last build was damaged. It was thrown away, and everything was made anew."
)


def build(options: Options) -> Report:
    """Makes the site and publishes it, or says what keeps it from being published."""
    look = standing.look(options)
    return look.report or _locked(options, look, _build)


def check(options: Options) -> Report:
    """All that a build would find wrong, and pages that weigh too much; what changed is made, nothing is published."""
    return _locked(options, Look(0), _check)


def why(options: Options, asked: str) -> Report:
    """Why a page was made again the last time, and what the next build would make of it, as notices.

    asked: its address, the path of its file below the published folder, or that of its source.
    """
    return _locked(options, Look(0), partial(_why, asked))


Work = Callable[[Options, Look, Public, Memo], Report]


def _locked(options: Options, look: Look, work: Work) -> Report:
    """Does some work while no other build goes on."""
    # Imported here, as is all that this way needs: a build with nothing to do ended before.
    from filelock import Timeout  # noqa: PLC0415

    public = Public(options.out)
    stopped = public.refuse(options.root)
    if stopped:
        return Report((stopped,))
    try:
        with public.lock():
            return _remembering(options, look, public, work)
    except Timeout:
        hint = said("wait until it is done, and build again")
        return Report((Problem(str(options.out), 0, said("another build is publishing into this folder"), hint),))
    except NotImplementedError:
        hint = said("publish into a folder on another disk with --out")
        return Report((Problem(str(options.out), 0, said("this file system cannot keep two builds apart"), hint),))
    except OSError as error:
        return Report((refused(error, options.root),))


def _remembering(options: Options, look: Look, public: Public, work: Work) -> Report:
    """Does some work with a memo that is whole: one that is found damaged is thrown away, and all begins anew."""
    place = public.state / MEMO
    try:
        with Memo(place, writing=True) as base:
            return work(options, look, public, base)
    except Damaged:
        for one in (place, place.with_name(f"{place.name}-journal")):
            one.unlink(missing_ok=True)
    with Memo(place, writing=True) as base:
        report = work(options, Look(look.began), public, base)
    return structs.replace(report, notices=(*report.notices, THROWN_AWAY))


def _build(options: Options, look: Look, public: Public, base: Memo) -> Report:
    finished_earlier = public.finish()
    work = _plan(options, look, public, base)
    planned = work.planned
    if not planned.past.frames or stops(planned.problems, options):
        return Report(planned.problems, finished_earlier=finished_earlier)
    public.clear()
    wrong = _make(work, options, public.stage)
    if wrong:
        public.clear()
        return Report(ordered((*planned.problems, *wrong)), finished_earlier=finished_earlier)
    staged = {output.path: work.made[output.path].key for output in work.stale}
    made, removed = public.publish(staged, work.paths, work.engine.name, work.survey)
    report = Report(
        planned.problems,
        published=True,
        made=made,
        kept=len(work.paths) - made,
        removed=removed,
        articles=planned.site.count() if planned.site else work.last.articles,
        due=planned.site.due if planned.site else work.last.due,
        coming=planned.site.coming if planned.site else work.last.coming,
        finished_earlier=finished_earlier,
    )
    _remember(work, standing.stamp(options, work.engine, planned, public.name(), report))
    return report


def _check(options: Options, look: Look, public: Public, base: Memo) -> Report:
    work = _plan(options, look, public, base)
    planned = work.planned
    if planned.site is None or errors(planned.problems):
        return Report(planned.problems)
    wrong = _make(work, options, scales := _scales(work, planned.site, options))
    stale = {output.path for output in work.stale}
    stands = (one.path for one in planned.outputs if one.path.endswith(".html") and one.path not in stale)
    heavy = (scales(path, (options.out / path).read_bytes()) for path in stands)
    told = (*planned.problems, *wrong, *(one for one in heavy if one))
    return Report(ordered(told), made=len(work.paths), articles=planned.site.count())


def _scales(work: "_Work", site: "Site", options: Options) -> "Scales":
    """On which a check lays what it made, and what stands."""
    from krama.scales import Scales  # noqa: PLC0415 — as in _plan

    sizes = {one.path: one.size for one in site.assets}
    most = site.config.settings.limits.page_kb
    return Scales(options.root, site.config.prefix, most, work.planned.outputs, sizes)


def _why(asked: str, options: Options, look: Look, public: Public, base: Memo) -> Report:
    from krama.recipes import Made  # noqa: PLC0415 — as in _plan
    from krama.why import because, found  # noqa: PLC0415

    work = _plan(options, look, public, base)
    stale = {output.path for output in work.stale}
    lines: list[Said] = []
    for path in found(asked, work.made, work.planned.past.prefix):
        last = base.load("recipe", path, Made)
        lines.append(said("{}, from {}", path, work.made[path].origin))
        if last is not None:
            lines += [said("  made the last time because: {}", one) for one in last.because]
        if path in stale:
            reasons = because(base, path, work.made[path]).because
            lines += [said("  the next build makes it again because: {}", one) for one in reasons]
        else:
            lines.append(said("  the next build leaves it as it is"))
    if not lines:
        hint = said(
            "write its address, like /en/news/some-story/, or the path of its source, like content/en/news/x.md"
        )
        return Report((*errors(work.planned.problems), Problem(asked, 0, said("no page has this address"), hint)))
    return Report(errors(work.planned.problems), notices=tuple(lines))


class _Work(Struct):
    """A build under way: what is planned, the outputs that do not stand, how they are made, and every path there is.

    survey: of what is published. remembered: whether the memo tells how all of that was made; it does not after a build
    that was killed. last: what the last build said, where only bodies changed since.
    """

    engine: Engine
    planned: "Plan"
    stale: "list[Output]"
    made: "dict[str, Made]"
    paths: Collection[str]
    shelf: "Shelf"
    survey: Survey
    remembered: bool = True
    last: Report = Report(())


def _plan(options: Options, look: Look, public: Public, base: Memo) -> _Work:
    # Imported here: Markdown, Jinja and what belongs to them take 0.2 s, and a build with nothing to do needs none.
    from krama.plan import Kept, Past, plan, scan  # noqa: PLC0415
    from krama.recipes import written  # noqa: PLC0415
    from krama.replan import replan  # noqa: PLC0415
    from krama.shelf import Shelf  # noqa: PLC0415

    began = look.began or public.clock()
    here = engine.recognise(base.load("site", ENGINE, Engine), began)
    past = base.load("site", PAST, Past)
    if past is None or past.engine != here.name:
        with base.writing():
            base.clear()
        past, look = Past(engine=here.name), Look(began)
    shelf = Shelf(base)
    if look.stamp and look.scan and look.asked and look.asked.untouched(look.stamp.manifest):
        planned = replan(options, look.scan, past, look.stamp, base, shelf)
        if planned is not None:
            _keep(planned, {}, here, shelf)
            made = {output.path: written(output, planned.past.studied.digests) for output in planned.outputs}
            last = public.believed()
            return _Work(here, planned, list(planned.outputs), made, last.stands, shelf, last, last=look.stamp.report)
    survey = public.survey()
    kept = base.all("document", Kept)
    planned = plan(options, scan(options.root, began, look.scan), past, kept, shelf)
    _keep(planned, kept, here, shelf)
    made = {output.path: written(output, planned.past.studied.digests) for output in planned.outputs}
    stands = survey.stands if survey.manifest and survey.manifest.engine == here.name else {}
    stale = [output for output in planned.outputs if stands.get(output.path) != made[output.path].key]
    stamp = base.load("site", STAMP, Stamp)
    remembered = stamp is not None and stamp.manifest == survey.name
    return _Work(here, planned, stale, made, made, shelf, survey, remembered)


def _keep(planned: "Plan", last: "dict[str, Kept]", here: Engine, shelf: "Shelf") -> None:
    """Keeps what was understood, whether or not it is published: the next build need not do it again."""
    shelf.flush()
    base = shelf.base
    with base.writing():
        base.save("site", [(ENGINE, here), (PAST, planned.past)])
        base.save("document", ((path, row) for path, row in planned.kept.items() if last.get(path) is not row))
        base.drop("document", last.keys() - planned.kept.keys())


def _make(work: _Work, options: Options, stage: "Stage") -> tuple[Problem, ...]:
    """Makes and stages what does not stand; gives what could not be made."""
    if not work.stale:
        return ()
    from krama.make import Code, Workshop, make  # noqa: PLC0415 — as above

    past, base = work.planned.past, work.shelf.base
    code = base.load("site", CODE, Code)
    if code is None or code.templates != past.templates:
        code = Code(past.templates, {})
    files = past.found.digests if past.found else {}
    tools = Workshop(options.root, past.spoken.words, work.shelf, files, code)
    if not code.compiled:
        tools.templates.compile(past.studied.digests)
        with base.writing():
            base.save("site", [(CODE, code)])
    return make(work.stale, tools, stage, options.jobs, options.step)


def _remember(work: _Work, stamp: Stamp) -> None:
    """Keeps how what was published now was made, and drops what nothing asks for any more."""
    from krama.why import NEW, because  # noqa: PLC0415 — as above

    base, planned = work.shelf.base, work.planned
    known = base.names("recipe") if planned.site else work.paths
    rows = [
        (path, because(base, path, work.made[path]) if path in known else structs.replace(work.made[path], because=NEW))
        for path in (output.path for output in (work.stale if work.remembered else planned.outputs))
    ]
    with base.writing():
        base.save("recipe", rows)
        base.save("site", [(STAMP, stamp)])
        if planned.site is not None:
            base.drop("recipe", set(known) - set(work.paths))
            base.sweep(planned.names())

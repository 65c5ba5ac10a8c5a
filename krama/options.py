"""What a build is asked for, and what it did."""

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from krama import problems as told
from krama.problems import Problem, errors
from krama.progress import Step, silent
from krama.said import Said, Translate


class Options(Struct, frozen=True):
    """What a build is asked for. now: with an offset. jobs: processes that work, 0 for one a core. step: is told how
    far long work has come."""

    root: Path
    out: Path
    now: datetime
    drafts: bool = False
    strict: bool = False
    jobs: int = 0
    step: Step = silent


class Coming(Struct, frozen=True, array_like=True):
    """A document that is shown (live), or no longer shown, from a moment on. path: of its file; zone: the name of the
    site's time zone, since a moment that was remembered has lost its own."""

    moment: datetime
    path: str
    live: bool
    zone: str = "UTC"


class Report(Struct, frozen=True):
    """What a build did: pages made and left as they were, files removed, what is wrong.

    due: when it should run next; coming: what comes and goes then and later, the soonest first, as far as it is listed.
    notices: what happened to Krama's own state, a line each; it asks for nothing. outside: what is wrong with links to
    other sites, if a check was asked to test them; it decides nothing.
    """

    problems: tuple[Problem, ...]
    published: bool = False
    made: int = 0
    kept: int = 0
    removed: int = 0
    articles: tuple[tuple[str, int], ...] = ()
    due: datetime | None = None
    coming: tuple[Coming, ...] = ()
    finished_earlier: bool = False
    notices: tuple[Said, ...] = ()
    outside: tuple[Problem, ...] = ()


def plain(report: Report, translate: Translate = str) -> dict[str, object]:
    """The report as plain data for JSON, what is said in it as text."""
    found = msgspec.to_builtins(structs.replace(report, problems=(), notices=(), outside=()))
    return {
        **found,
        "problems": [told.plain(one, translate) for one in report.problems],
        "notices": [one.within(translate) for one in report.notices],
        "outside": [told.plain(one, translate) for one in report.outside],
    }


def stops(problems: tuple[Problem, ...], options: Options) -> bool:
    """Whether what is wrong keeps the site from being published."""
    return bool(problems if options.strict else errors(problems))

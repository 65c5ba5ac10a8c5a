"""Whether a site still stands as the last build left it: the early exit that makes a build with nothing to do instant.

It costs a look at every source and every published file (size, times, inode), and imports neither Markdown nor Jinja
nor Babel. What cannot be told from that look is left to the long way round.
"""

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from krama import digests, engine, sources
from krama.engine import Engine
from krama.memo import Damaged, Memo
from krama.options import Options, Report, stops
from krama.publish import Public
from krama.sources import Scan
from krama.survey import Asked

if TYPE_CHECKING:
    from krama.plan import Plan

MEMO = "memo.sqlite"
STAMP = "stamp"
PAST = "past"
"""Under which names the memo keeps what is known of the whole site."""


class Stamp(Struct, frozen=True, array_like=True):
    """What the last build saw and said.

    files: the digest of the stamps of all sources. racy: path and digest of those that may change without a new stamp,
    since they were saved at the time of the look. manifest: the digest of that of the published folder. since and
    until: the moments between which the same sources make the same site.
    """

    engine: Engine
    places: tuple[str, ...]
    files: str
    racy: tuple[tuple[str, str], ...]
    drafts: bool
    since: datetime
    until: datetime | None
    manifest: str
    report: Report


class Look(Struct, frozen=True):
    """What can be told before anything is understood.

    began: the time of the file system before this look. stamp: that of the last build, if the same site is asked for
    now. scan: of the site's folders, if they were looked at. asked: whether the published one is untouched. report:
    what a build says that has nothing to do.
    """

    began: int
    stamp: Stamp | None = None
    scan: Scan | None = None
    asked: Asked | None = None
    report: Report | None = None


def look(options: Options) -> Look:
    """Looks whether there is anything to do."""
    try:
        return _look(options)
    except OSError:  # the long way round tells what it is
        return Look(0)


def _look(options: Options) -> Look:
    public = Public(options.out)
    place = public.state / MEMO
    if not place.exists():
        return Look(0)
    began = public.clock()
    try:
        with Memo(place) as base:
            stamp = base.load("site", STAMP, Stamp)
    except Damaged:
        return Look(began)
    if stamp is None or not _asked(stamp, options, began):
        return Look(began)
    asked = public.asked()  # now: it is looked at while the sources are
    scan = sources.scan(options.root, stamp.places, began)
    if public.cut_off():
        return Look(began, None, scan)
    if not _same(stamp, scan, options.root):
        return Look(began, stamp, scan, asked)
    if not asked.untouched(stamp.manifest):
        return Look(began, None, scan)
    if stamp.racy:
        _refresh(stamp, scan, public)
    return Look(began, stamp, scan, asked, stamp.report)


def stamp(options: Options, engine: Engine, planned: "Plan", manifest: str, report: Report) -> Stamp:
    """The stamp of a build that published, or found all standing; manifest: the digest of what is published now."""
    found = planned.past.found
    assert found is not None
    return Stamp(
        engine=engine,
        places=sources.tops(planned.past.frames),
        files=sources.name(found.scan),
        racy=_racy(found.scan, found.digests),
        drafts=options.drafts,
        since=options.now,
        until=planned.until,
        manifest=manifest,
        report=structs.replace(
            report, made=0, removed=0, kept=report.made + report.kept, finished_earlier=False, notices=()
        ),
    )


def _asked(stamp: Stamp, options: Options, began: int) -> bool:
    """Whether the same site is asked for, at a moment when it is the same, from the same engine."""
    if stamp.drafts != options.drafts or stops(stamp.report.problems, options):
        return False
    if options.now < stamp.since or (stamp.until and options.now >= stamp.until):
        return False
    return engine.stands(stamp.engine, began)


def _same(stamp: Stamp, scan: Scan, root: Path) -> bool:
    """Whether the sources are the same; of those that may have changed unseen, the bytes are compared."""
    return (
        not scan.problems
        and sources.name(scan) == stamp.files
        and all(digests.digest((root / path).read_bytes()) == digest for path, digest in stamp.racy)
    )


def _refresh(stamp: Stamp, scan: Scan, public: Public) -> None:
    """Remembers that the bytes were compared, so that the next build need not: after a fresh checkout, it is all."""
    # Imported here: needed once, some seconds after an edit.
    from filelock import Timeout  # noqa: PLC0415

    with contextlib.suppress(Timeout, Damaged), public.lock(), Memo(public.state / MEMO, writing=True) as base:
        base.save(
            "site",
            [
                (
                    STAMP,
                    structs.replace(
                        stamp, racy=tuple(one for one in stamp.racy if sources.racy(scan.files[one[0]], scan.began))
                    ),
                )
            ],
        )


def _racy(scan: Scan, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((path, names[path]) for path, seen in scan.files.items() if sources.racy(seen, scan.began))

"""What staff are told beside a page of the preview: mistakes with their cure, and a bar of what readers do not see."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec import Struct

from krama import urls
from krama.config import Limits
from krama.digests import digest
from krama.filters import Filters
from krama.live import Live
from krama.model import Document
from krama.outputs.articles import Story
from krama.pages import Formats
from krama.problems import Problem, count, errors, levels, lines
from krama.recipes import Render
from krama.said import NOTHING, Said, Translate, said
from krama.schedule import appears
from krama.settings import read_settings
from krama.templates import TemplateMistake
from krama.weight import Weight, fetched, weigh

SHEET = re.compile(rb'(<link rel="stylesheet" href=")([^"]*)"')
"""A stylesheet as templates/parts/head.html writes it; with another spelling the page is loaded anew, and no more."""
LABELS = {
    "hide": said("Hide"),
    "show": said("Show the staff bar"),
    "close": said("Close"),
    "open": said("Open the file"),
    "away": said("The preview was stopped. Start it again with: python build.py serve"),
    "language": said("Language of the messages"),
}
LAST = said("What you see is the last good page.")
FRESH = said("The page behind this is as you saved it; the mistake is in another file.")
UNSEEN = {"draft": said("draft"), "later": said("not yet published")}
SHARED = ("site.toml", "templates/", "locale/")
"""Files and folders of which, while they are wrong, every page shows an older state."""
MOST = 40
"""Problems that are shown; the rest is counted."""
LONGEST = 160  # letters of a line on either side of the place


class Told(Struct, frozen=True):
    """A problem in the reader's language. excerpt: the line of the file, and around what is wrong: before, in it, and
    behind. own: it is of the file that the page is made from, or of one that it shows."""

    level: str
    path: str
    line: int
    message: str
    hint: str
    excerpt: tuple[str, str, str]
    own: bool


class Note(Struct, frozen=True):
    """Something about a page that readers do not see. kind: draft, later, ending, untranslated, weight or heavy."""

    kind: str
    text: str


class Desk(Struct, frozen=True):
    """All that is told beside a page.

    page: the digest of its bytes without the names of its stylesheets; styles: those names. open: the mistakes are to
    be seen at once, since they are in what the page shows, or in what has no page of its own. title: of the list of
    mistakes; count: of the button that shows it; state: what is shown behind it. unseen: by address, what a page that
    readers do not see is called in lists.
    """

    version: int
    lang: str
    page: str
    styles: tuple[str, ...]
    source: str
    notes: tuple[Note, ...]
    problems: tuple[Told, ...]
    open: bool
    title: str
    count: str
    state: str
    unseen: dict[str, str]
    labels: dict[str, str]


class Shown(Struct, frozen=True):
    """A page as it is shown: its published path ("" where there is none), its bytes, and what keeps it from being made
    anew."""

    path: str
    data: bytes
    wrong: tuple[Problem, ...] = ()


def desk(live: Live, shown: Shown, lang: str, translate: Translate) -> Desk:
    """What is told beside a page to who reads `lang`."""
    with live.lock:
        source = live.origin(shown.path)
        parts = fetched(shown.data) if shown.path.endswith(".html") else {}
        own = {source, *(live.origin(path) for url in parts if (path := live.path(url)))}
        problems = _ordered((*shown.wrong, *live.problems), own)
        wrong = errors(problems)
        placed = {live.origin(path) for path in live.outputs} if wrong else set()
        urgent = any(one.path == source or one.path not in placed for one in wrong) or bool(shown.wrong)
        stale = bool(shown.wrong) or any(one.path == source or one.path.startswith(SHARED) for one in wrong)
        notes = list(_notes(live, shown, parts, lang))
        files: dict[str, list[str]] = {}
        told = tuple(_told(live, one, translate, files, own=one.path in own) for one in problems[:MOST])
        unseen = {url: UNSEEN[kind].within(translate) for url, kind in _unseen(live).items()}
    return Desk(
        version=live.version,
        lang=lang,
        page=name(shown),
        styles=tuple(match[2].decode() for match in SHEET.finditer(shown.data)),
        source=source,
        notes=tuple(Note(kind, text.within(translate)) for kind, text in notes),
        problems=told,
        open=urgent,
        title=_title(problems).within(translate),
        count=levels(problems).within(translate),
        state=(NOTHING if not wrong else LAST if stale else FRESH).within(translate),
        unseen=unseen,
        labels={name: words.within(translate) for name, words in LABELS.items()},
    )


def name(shown: Shown) -> str:
    """What a page was made of, but for the names of its stylesheets."""
    return digest(SHEET.sub(rb"\1", shown.data))


def page(live: Live, url: str, last: dict[str, bytes]) -> Shown:
    """What lies at an address, or the page that says that nothing does; where it cannot be made, the last good one.

    last: the last good pages by path; it is added to. Raises Damaged.
    """
    with live.lock:
        path = live.path(url) or live.path(live.lost(url))
        if path is None:
            return Shown("", b"")
        try:
            found = live.make(path)
        except TemplateMistake as mistake:
            return Shown(path, last.get(path, b""), () if errors(live.problems) else (mistake.problem,))
        if path.endswith(".html"):
            last[path] = found
        return Shown(path, found)


def _ordered(problems: tuple[Problem, ...], own: set[str]) -> list[Problem]:
    """Errors before warnings, those of the page's own files first; of warnings only those."""
    kept = [one for one in problems if one.level == "error" or one.path in own]
    return sorted(kept, key=lambda one: (one.level != "error", one.path not in own))


def _title(problems: list[Problem]) -> Said:
    if errors(problems):
        return said("{}: nothing can be published until this is mended.", count(errors(problems)))
    return said("{} on this page", levels(problems))


def _told(live: Live, problem: Problem, translate: Translate, files: dict[str, list[str]], *, own: bool) -> Told:
    if problem.path not in files:
        files[problem.path] = lines(live.options.root / problem.path) if problem.line else []
    return Told(
        level=problem.level,
        path=problem.path,
        line=problem.line,
        message=problem.message.within(translate),
        hint=problem.hint.within(translate),
        excerpt=_excerpt(problem, files[problem.path]),
        own=own,
    )


def _excerpt(problem: Problem, source: list[str]) -> tuple[str, str, str]:
    """The line that a problem stands in, parted around the place; empty where none can be named."""
    if not 0 < problem.line <= len(source):
        return "", "", ""
    text = source[problem.line - 1]
    start, end = max(0, problem.column - 1), max(0, problem.column - 1 + problem.width)
    return text[:start][-LONGEST:], text[start:end], text[end:][:LONGEST]


def _notes(live: Live, shown: Shown, parts: dict[str, str], lang: str) -> Iterator[tuple[str, Said]]:
    """What readers will not see of a page, in the order of weight. parts: what it fetches."""
    document = live.document(shown.path)
    if document:
        yield from _time_of(document, live, _words(live, lang))
        yield from _translations(live, shown.path)
    if shown.data and shown.path.endswith(".html"):
        weight, most = weigh(shown.data, parts, live.sent), _most(live)
        yield "heavy" if weight.total > most else "weight", _weight(weight, _words(live, lang).filesize)


def _unseen(live: Live) -> dict[str, str]:
    """The addresses of pages that readers do not see (yet): "draft" or "later"."""
    now, found = live.clock(), dict[str, str]()
    for row in live.kept.values():
        document = row.parsed.document
        if row.output and document is not None:
            start = appears(document)
            if document.matter.draft or (start and start > now):
                url = urls.href(live.past.prefix, row.output.removesuffix("index.html"))
                found[url] = "draft" if document.matter.draft else "later"
    return found


def _most(live: Live) -> int:
    """What a page may weigh, in bytes."""
    settings, _ = read_settings(live.options.root)
    return (settings.settings.limits if settings else Limits()).page_kb * 1000


def _words(live: Live, lang: str) -> Filters:
    """Dates and sizes in the language of who reads them, as the site writes them."""
    frame = live.past.frames.get(lang)
    zone = next((one.formats.zone for one in live.past.frames.values()), "UTC")
    return Filters(frame.formats if frame else Formats(lang, zone, khmer_digits=False, long_dates=False))


def _time_of(document: Document, live: Live, words: Filters) -> Iterator[tuple[str, Said]]:
    now, matter, start = live.clock(), document.matter, appears(document)
    if matter.draft:
        yield "draft", said("Draft: not published")
    if start and start > now:
        yield "later", said("Goes live on {}", _moment(start, words))
    if matter.expire:
        yield "ending", said("Goes away on {}", _moment(matter.expire, words))


def _moment(moment: datetime, words: Filters) -> str:
    return f"{words.date(moment)} {words.time(moment)}".strip()


def _translations(live: Live, path: str) -> Iterator[tuple[str, Said]]:
    recipe = live.outputs[path].recipe
    if not isinstance(recipe, Render) or not isinstance(recipe.page, Story):
        return
    there = {recipe.frame.lang, *(live.shelf.card(name).lang for name in recipe.page.translations)}
    for lang in recipe.frame.languages:
        if lang not in there:
            yield "untranslated", TRANSLATE.get(lang, said("Not translated: {}", lang))


TRANSLATE = {"en": said("Not in English yet"), "km": said("Not in Khmer yet")}


def _weight(weight: Weight, size: Callable[[int], str]) -> Said:
    rest = weight.pictures + weight.lazy
    if rest:
        return said("{}, with {} of pictures", size(weight.total), size(rest))
    return said("{} without pictures", size(weight.total))

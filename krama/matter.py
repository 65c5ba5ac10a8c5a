"""The text of a file → its front matter as plain data, with the line and column of everything in it.

python-frontmatter gives no metadata and no error where a fence is missing, a space is not a plain one or the front
matter is a list, and PyYAML cuts "We are #1" after "are". So what they pass over is looked for first, here, and the
YAML is read from its events: every scalar stays the text that was written, a repeated key and an alias are seen.
"""

import re

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from krama.mending import mend
from krama.problems import Problem
from krama.said import Said, said
from krama.schema import NULL, Path

MOST_BYTES = 65_536
DEEPEST = 12
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FENCE = re.compile(r"---\s*")
ALMOST_FENCE = re.compile(r"\s*(?:[-–—‐‑−]{1,5}|\.\.\.|\+\+\+|- - -)\s*")
KEY_LINE = re.compile(r"\s*[\w-]+\s*:")

THREE_HYPHENS = said("write three plain hyphens: ---")
IN_ITS_PLACE = said("write --- in its place")
NOT_CLOSED = said("the front matter is not closed")


class Spot(Struct, frozen=True):
    """A place in a file: line and column are 1-based, width in characters (0: to be shown without a mark)."""

    line: int
    column: int = 0
    width: int = 0


class FrontMatter(Struct, frozen=True):
    """Front matter as plain data (dicts, lists, texts, None), where values and keys stand, and the Markdown below.

    data is None where YAML cannot be read.
    """

    data: dict[str, object] | None
    spots: dict[Path, Spot]
    keys: dict[Path, Spot]
    body: str
    body_line: int


class _Handler(BaseHandler):
    """What python-frontmatter calls to split a text and to read its head: the strict reading below."""

    FM_BOUNDARY = re.compile(r"^---\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, first: int, last: int, events: "_Events") -> None:
        super().__init__()
        self.first, self.last, self.events = first, last, events

    def split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        return "\n".join(lines[1 : self.last - self.first]), "\n".join(lines[self.last - self.first + 1 :])

    def load(self, fm: str) -> dict[str, object]:
        return self.events.read(fm)


def split(path: str, text: str, text_keys: frozenset[str]) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    """The front matter of a file and the Markdown below it, with all that is wrong with its form.

    It is None where its end or beginning cannot be told; a line with a mistake is read as it was probably meant, so
    that what else is wrong can be told too.

    text has plain line ends and no byte-order mark. text_keys are the keys that hold a line of text, in which an
    unquoted ": " or " #" would cut what a reader sees.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not FENCE.fullmatch(lines[first]):
        return None, (_no_opening(path, lines, first),)
    last = next((number for number in range(first + 1, len(lines)) if FENCE.fullmatch(lines[number])), 0)
    if not last:
        return None, (_no_closing(path, lines, first),)
    head = lines[first + 1 : last]
    if sum(len(line.encode()) for line in head) > MOST_BYTES:
        limit = said("at most {} KB; is the closing --- in its place?", MOST_BYTES // 1024)
        return None, (Problem(path, first + 1, said("the front matter is very long"), limit),)
    mended, problems = mend(path, head, first + 2, text_keys)
    lines[first + 1 : last] = mended
    events = _Events(path, first + 2)
    data = None
    try:
        # The library trims the text below the head; it is taken from the lines, so that a line number stays one.
        data, _ = frontmatter.parse("\n".join(lines[first : last + 1]), handler=_Handler(first, last, events))
    except yaml.YAMLError as error:
        problems += (_yaml_mistake(path, error, first + 2, mended),)
    except _Stop as stop:
        problems += (stop.problem,)
    problems += tuple(events.problems)
    return FrontMatter(data, events.spots, events.keys, "\n".join(lines[last + 1 :]), last + 2), problems


def _no_opening(path: str, lines: list[str], first: int) -> Problem:
    line = lines[first]
    closes = any(FENCE.fullmatch(one) for one in lines[first + 1 : first + 60])
    if line.strip() == "+++":
        hint = said("write it as YAML: a line ---, lines like title: The title, and a line ---")
        return Problem(path, first + 1, said("the front matter is TOML (+++)"), hint)
    if ALMOST_FENCE.fullmatch(line) or re.fullmatch(r"-{4,}\s*", line):
        return Problem(path, first + 1, said('the file begins with "{}"', line.strip()), THREE_HYPHENS)
    if KEY_LINE.match(line) and closes:
        hint = said("begin the file with a line ---")
        return Problem(path, first + 1, said("the line --- above the front matter is missing"), hint)
    hint = said("begin the file with:\n---\ntitle: The title of the page\n---")
    return Problem(path, first + 1, said("the file has no front matter"), hint)


def _no_closing(path: str, lines: list[str], first: int) -> Problem:
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip() and not line.startswith((" ", "\t", "-", "#")) and not KEY_LINE.match(line):
            if ALMOST_FENCE.fullmatch(line):
                return Problem(path, number + 1, _not_closed(line), IN_ITS_PLACE)
            hint = said("write a line of three plain hyphens, ---, below the last key")
            return Problem(path, number + 1, NOT_CLOSED, hint)
        if ALMOST_FENCE.fullmatch(line) or re.fullmatch(r"-{4,}\s*", line):
            return Problem(path, number + 1, _not_closed(line), IN_ITS_PLACE)
    return Problem(path, first + 1, NOT_CLOSED, said("write a line --- below the last key"))


def _not_closed(line: str) -> Said:
    return said('the front matter is not closed: this line is "{}"', line.strip())


class _Stop(Exception):  # noqa: N818
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


class _Events:
    """One reading of a head through YAML's events; spots and problems gather on the way."""

    def __init__(self, path: str, start: int) -> None:
        self.path, self.start = path, start
        self.spots: dict[Path, Spot] = {}
        self.keys: dict[Path, Spot] = {}
        self.problems: list[Problem] = []

    def read(self, text: str) -> dict[str, object]:
        self.events = yaml.parse(text, Loader=LOADER)
        document = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                document = self.node(event, (), 0)
            elif isinstance(event, yaml.DocumentStartEvent) and document is not None:
                message = said("the front matter holds a second document")
                raise self.stop(event, message, said("keep one block of keys"))
        if document is None:
            return {}
        if not isinstance(document, dict):
            a_list = isinstance(document, list)
            message = said("the front matter is a list") if a_list else said("the front matter is one text")
            raise _Stop(Problem(self.path, self.start, message, said("write lines like title: The title")))
        return document

    def node(self, event: yaml.Event, path: Path, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = said("write the value out, or put the text between quotes")
            raise self.stop(event, said("the front matter uses & or * of YAML"), hint)
        if depth > DEEPEST:
            hint = said("a title, lists and tables are enough")
            raise self.stop(event, said("the front matter is nested too deeply"), hint)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in NULL else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def sequence(self, path: Path, depth: int) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*path, len(found))
            self.spots[here] = self.spot(event)
            found.append(self.node(event, here, depth + 1))
        return found

    def mapping(self, path: Path, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self.stop(key, said("a key is not a word"), said("write a key like title:"))
            event = next(self.events)
            here = (*path, str(key.value))
            if key.value in found:
                first = self.spots[here].line
                message = said('the key "{}" stands here a second time; the first is in line {}', key.value, first)
                spot = self.spot(key)
                hint = said("keep one of the two")
                self.problems.append(Problem(self.path, spot.line, message, hint, "error", spot.column, spot.width))
            self.keys.setdefault(here, self.spot(key))
            spot = self.spot(event)
            empty = isinstance(event, yaml.ScalarEvent) and not event.value
            self.spots.setdefault(here, self.spot(key) if empty or spot.width == 0 else spot)
            found[str(key.value)] = self.node(event, here, depth + 1)
        return found

    def spot(self, event: yaml.Event) -> Spot:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Spot(self.start)
        one_line = isinstance(event, yaml.ScalarEvent) and start.line == end.line
        return Spot(start.line + self.start, start.column + 1, end.column - start.column if one_line else 0)

    def stop(self, event: yaml.Event, message: Said, hint: Said) -> _Stop:
        return _Stop(Problem(self.path, self.spot(event).line, message, hint))


def _yaml_mistake(path: str, error: yaml.YAMLError, start: int, head: list[str]) -> Problem:
    """PyYAML's own refusal, at the line where the mistake begins."""
    mark, problem = getattr(error, "problem_mark", None), str(getattr(error, "problem", None) or error)
    context, begun = str(getattr(error, "context", None) or ""), getattr(error, "context_mark", None)
    if "escape" in problem and mark is not None:
        message = said("within double quotes a \\ begins an escape")
        hint = said("write \\\\, or put the text between single quotes")
    elif "quoted scalar" in context and begun is not None:
        message, mark = said("a quote is opened here and not closed"), begun
        hint = said("close it, or double the ones within")
    elif "flow" in context and begun is not None:
        message, mark = said("a bracket is opened here and not closed"), begun
        hint = said("close it with ] or }")
    elif "could not find expected ':'" in problem:
        message, hint = said("this line is no key"), said("write it like title: The title")
        mark = begun or mark
    elif mark is not None and "mapping values" in problem and "".join(head[mark.line : mark.line + 1]).startswith(" "):
        key = head[mark.line].strip().partition(":")[0]
        message = said('"{}" stands further in than the line above allows', key)
        hint = said("write {}: at the start of the line", key)
    else:
        message = said("YAML cannot read this line ({})", problem)
        hint = said("check the indentation and the dashes, or put the text between quotes")
    line = start + mark.line if mark is not None else start
    return Problem(path, line, message, hint, "error", mark.column + 1 if mark is not None else 0, 1)

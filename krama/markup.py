"""Markdown → Body: safe html, its headings, what it points to, its first paragraph.

Python-Markdown makes the html, nh3 makes it safe, and only then are its links read: so what is checked is what readers
get, raw HTML included. Content is never a template. Targets within the site are left as krama: addresses, because where
they lead is known only when all documents are; markup.resolve puts the addresses in when a page is made.
"""

import html
import posixpath
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from urllib.parse import unquote

import nh3
from msgspec import Struct

from krama import dialect, slips, stumbles
from krama.khmer import heading_id, khmer_digits, truncate
from krama.model import Body, Heading, Link, Reference
from krama.problems import Problem
from krama.said import said
from krama.schema import clean, without_controls

MOST_LETTERS = 500_000
MOST_SECONDS = 20
EXCERPT = {"en": 160, "km": 100}  # clusters; a Khmer cluster is about as wide as two Latin letters

TAGS = nh3.ALLOWED_TAGS - {"center", "strike", "tt", "acronym", "article", "nav", "header", "footer", "hgroup"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers", "style"},
    "th": {"colspan", "rowspan", "headers", "scope", "style"},
    "time": {"datetime"},
    "data": {"value"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "details": {"open"},
    "col": {"span"},
    "colgroup": {"span"},
}
ZWSP = "\u200b"
"""What the space bar of the usual Khmer keyboard types. Browsers break Khmer lines well without it."""
SCHEMES = {"http", "https", "mailto", "tel", "sms"}


class Reading(Struct, frozen=True):
    """How documents of one language are read: what raw HTML may hold beyond the allow-list, the words that Markdown's
    extensions put in ("footnote": "Back to the text {}"), whether zero-width spaces stay and notes have Khmer numbers,
    and the hotline's numbers of now and of before, and what the site says of it."""

    lang: str
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    keep_zwsp: bool = False
    khmer_digits: bool = False
    phones: tuple[str, ...] = ()
    old_phones: tuple[str, ...] = ()
    hotline: str = ""


class TooSlow(Exception):  # noqa: N818
    """A text on which Python-Markdown would take minutes."""


def convert(path: str, text: str, first_line: int, reading: Reading) -> tuple[Body, tuple[Problem, ...]]:
    """The Markdown of a document as its Body.

    path is the document's, for its relative links; first_line is the line of the file in which the text begins.
    Problems: a text too long or too tangled (errors), tags left out, pictures from elsewhere, stumbles (warnings).
    """
    text = without_controls(text if reading.keep_zwsp else text.replace(ZWSP, ""))
    if len(text) > MOST_LETTERS:
        hint = said("split it: a page may have {} characters", f"{MOST_LETTERS:,}")
        return Body(""), (Problem(path, first_line, said("the text has {} characters", f"{len(text):,}"), hint),)
    try:
        with _deadline(MOST_SECONDS):
            raw = dialect.engine(reading.lang, reading.words).reset().convert(text)
    except (RecursionError, TooSlow) as error:
        dialect.engine.cache_clear()  # it was stopped in the middle of its work
        slow = said("reading this text takes over {} seconds", MOST_SECONDS)
        message = slow if isinstance(error, TooSlow) else said("reading this text is nested too deeply")
        hint = said("look for very long runs of brackets or deeply nested lists and quotes")
        return Body(""), (Problem(path, first_line, message, hint),)
    problems = [_left_out(path, text, first_line, tag) for tag in _foreign_tags(raw, reading)]
    cleaned = without_controls(_cleaner(reading).clean(raw))
    ids = tuple(html.unescape(one) for one in ID.findall(cleaned))
    targets = _Targets(path, text, first_line, ids)
    targets.refuse_schemes(raw)
    safe = LINK.sub(targets.rewrite, cleaned)
    if reading.khmer_digits and 'class="footnote' in safe:
        safe = NOTE_NUMBER.sub(lambda match: match[1] + khmer_digits(match[2]), safe)
    body = Body(safe, tuple(_headings(safe)), ids, tuple(targets.links), excerpt(safe, EXCERPT[reading.lang]))
    problems += (*targets.problems, *stumbles.problems(path, text, first_line, cleaned, doubt=targets.doubt))
    return body, tuple(problems)


def resolve(text: str, references: dict[str, Reference]) -> str:
    """The html of a body with its krama: addresses replaced by where they lead, and pictures with their size."""

    def place(match: re.Match[str]) -> str:
        reference = references.get(html.unescape(match[1]))
        if reference is None:
            return match[0]
        more = f' hreflang="{reference.hreflang}"' if reference.hreflang else ""
        # A picture whose size the writer chose does not begin with its src.
        if reference.width and reference.height and match.string.startswith("<img src", match.start() - 8):
            more = f' width="{reference.width}" height="{reference.height}"'
        return f'="{html.escape(reference.url)}"{more}'

    return KRAMA.sub(place, text)


KRAMA = re.compile(r'="krama:([^"]*)"')  # ="-first: 240 → 15 µs a body
LINK = re.compile(r'<(?P<tag>a|img)(?P<attributes>(?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>')
ADDRESS = re.compile(r'="(?:(?<=href=")|(?<=src="))([A-Za-z][A-Za-z0-9+.-]*:[^"]*)"')  # ="-first: 50 → 10 µs
ATTRIBUTE = re.compile(r'\s+([\w:-]+)(?:="([^"]*)")?')
ID = re.compile(r'<[a-z][^>]*?\sid="([^"]+)"')
HEADING = re.compile(r'<h([1-6])((?:\s+[\w:-]+="[^"]*")*)>(.*?)</h\1>', re.DOTALL)
TAG = re.compile(r"<(/?)([a-z][\w-]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
VOID = {"br", "img", "hr", "wbr", "col", "source", "input", "area"}
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
NOTE_NUMBER = re.compile(r'(<a class="footnote-ref"[^>]*>|<a class="footnote-backref"[^>]* title="[^"\d]*)(\d+)')
FOOTNOTE = re.compile(r'<sup\b[^>]*>\s*<a class="footnote-ref".*?</sup>|<a class="footnote-backref".*?</a>', re.DOTALL)


def excerpt(safe: str, most: int) -> str:
    """The words of the first paragraph that stands by itself (not in a list, quote or figure), cut for a reader."""
    depth, start = 0, -1
    for match in TAG.finditer(safe):
        closing, tag = bool(match[1]), match[2]
        if tag in VOID:
            continue
        depth += -1 if closing else 1
        if tag == "p" and not closing and depth == 1:
            start = match.end()
        elif tag == "p" and closing and depth == 0 and start >= 0:
            words = plain(safe[start : match.start()])
            if words:
                return truncate(words, most)
            start = -1
    return ""


BLOCK = re.compile(
    r"</?(?:p|li|[uod]l|h[1-6]|t[dhr]|d[dt]|div|section|aside|details|blockquote|fig(?:ure|caption)|caption|pre|summary|hr)\b[^>]*>"
)
BREAK = re.compile(r"<br\b[^>]*>")


def lines(safe: str) -> str:
    """The words of safe html, a line for each paragraph, heading, item or cell; without footnote marks."""
    text = " ".join(BREAK.sub(" ", FOOTNOTE.sub("", safe)).split())
    found = map(_words, BLOCK.split(text))
    return "\n".join(line for line in found if line)


def plain(safe: str) -> str:
    """The words of a piece of safe html, on one line, without footnote marks."""
    return _words(BREAK.sub(" ", FOOTNOTE.sub("", safe)))


def _words(piece: str) -> str:
    """The words of a piece of html, its tags left out."""
    return clean(html.unescape(re.sub(r"<[^>]*>", "", piece)))


def _headings(safe: str) -> Iterator[Heading]:
    for match in HEADING.finditer(safe):
        found = re.search(r'\sid="([^"]*)"', match[2])
        if found:
            yield Heading(int(match[1]), html.unescape(found[1]), plain(match[3]))


class _Targets:
    """Reads the links and pictures of one body and rewrites those within the site."""

    def __init__(self, path: str, text: str, first_line: int, ids: tuple[str, ...]) -> None:
        self.path, self.text, self.first_line, self.ids = path, text, first_line, ids
        self.folder = posixpath.dirname(path)
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}
        self.doubt = False  # whether a picture or a link may be without words

    def rewrite(self, match: re.Match[str]) -> str:
        """One tag, with krama: in front of a target within the site."""
        attributes = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(match["attributes"])}
        picture = match["tag"] == "img"
        written = attributes.get(key := "src" if picture else "href", "")
        self.doubt = self.doubt or stumbles.doubtful(match["tag"], attributes, match.string[match.end()])
        if _elsewhere(written):
            return self.foreign_picture(written, attributes) if picture else match[0]
        if not written:
            return match[0]
        target = self.target(written)
        if target.startswith("#"):
            target = f"#{anchor(target[1:], self.ids) or target[1:]}"
        self.links.append(Link(target, written, self.line(written), picture))
        if target.startswith("#"):
            return match[0] if target == unquote(written) else _tag(match["tag"], attributes | {key: target})
        attributes[key] = f"krama:{target}"
        if picture:
            attributes |= {"loading": "lazy", "decoding": "async"}
            if "width" not in attributes and "height" not in attributes:
                # In front, where resolve adds the size; a size that the writer chose is kept by standing before it.
                attributes = {"src": attributes.pop("src"), **attributes}
            else:
                attributes["src"] = attributes.pop("src")
        return _tag(match["tag"], attributes)

    def refuse_schemes(self, raw: str) -> None:
        """A warning for each address that nh3 will take away."""
        for written in (html.unescape(one) for one in ADDRESS.findall(raw)):
            if written.partition(":")[0].lower() in SCHEMES:
                continue
            known = ", ".join(f"{one}:" for one in sorted(SCHEMES))
            left_out = (
                said('the address "{}" was left out', written[:80]),
                said("an address begins with {} or is a path", known),
            )
            own = slips.own_computer(written)
            self.problems.append(
                Problem(self.path, self.line(written), *(own or left_out), "error" if own else "warning")
            )

    def target(self, written: str) -> str:
        """A target within the site, from the root: "content/en/news/a.md#goals", "/en/news/" or "#goals"."""
        address, mark, fragment = written.partition("#")
        address = unquote(address).replace("\\", "/")
        if address and not address.startswith("/"):
            address = posixpath.normpath(posixpath.join(self.folder, address))
        return address + mark + unquote(fragment)

    def line(self, written: str) -> int:
        """The line of the file in which a target stands, as well as can be told."""
        at = self.text.find(written, self.seen.get(written, 0))
        if at < 0:
            at = self.text.find(unquote(written))
        if at < 0:
            return self.first_line
        self.seen[written] = at + 1
        return self.first_line + self.text.count("\n", 0, at)

    def foreign_picture(self, written: str, attributes: dict[str, str]) -> str:
        """A picture that lies elsewhere becomes a link: a reader's visit is told to nobody."""
        hint = said("save it in static/images and write its path, like /images/hall.jpg")
        message = said('the picture "{}" lies on another site; a link to it is shown instead', written)
        self.problems.append(Problem(self.path, self.line(written), message, hint, "warning"))
        words = html.escape(attributes.get("alt", "") or written)
        return f'<a href="{html.escape(written)}">{words}</a>'


def anchor(fragment: str, ids: tuple[str, ...]) -> str:
    """The id that a fragment of a link means: itself, or what it is folded to; "" for none."""
    if fragment in ids:
        return fragment
    folded = heading_id(fragment)
    return folded if folded in ids else ""


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join(f' {key}="{html.escape(one)}"' for key, one in attributes.items()) + ">"


def _elsewhere(written: str) -> bool:
    return bool(SCHEME.match(written)) or written.startswith("//")


@cache
def _cleaner(reading: Reading) -> nh3.Cleaner:
    """nh3 with its lists made once: to make them takes 30 µs, of 150 that a text takes."""
    tags, attributes = _allowed(reading)
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        url_schemes=SCHEMES,
        link_rel=None,
        filter_style_properties={"text-align"},
    )


@cache
def _allowed(reading: Reading) -> tuple[set[str], dict[str, set[str]]]:
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    for tag, names in reading.attributes:
        # A handler attribute is a script, whoever allows it.
        attributes.setdefault(tag, set()).update(name for name in names if not name.lower().startswith("on"))
    return set(TAGS) | (set(reading.tags) - {"script", "style"}), attributes


def _foreign_tags(raw: str, reading: Reading) -> list[str]:
    allowed, _ = _allowed(reading)
    return sorted({tag.lower() for tag in re.findall(r"<([A-Za-z][^\s/>]*)", raw)} - allowed)


def _left_out(path: str, text: str, first_line: int, tag: str) -> Problem:
    found = re.search(rf"<{re.escape(tag)}", text, re.IGNORECASE)
    line = first_line + (text.count("\n", 0, found.start()) if found else 0)
    return Problem(path, line, *slips.left_out(tag), "warning")


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """Raises TooSlow after `seconds`, where the system can: not on Windows, and only in a process's main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

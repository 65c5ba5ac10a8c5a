"""What readers stumble over in a text: pictures without words, headings that skip a level, empty links, bare tables.

Whether there is something is told by the safe html, raw HTML of the source included. Where it stands is looked for in
the source, and only then.
"""

import re
from collections.abc import Iterator

from krama import slips
from krama.problems import Problem
from krama.said import Said, said

ATTRIBUTES = r'(?:\s+[\w:-]+(?:="[^"]*")?)*'
PICTURE = re.compile(rf"<img({ATTRIBUTES})\s*/?>")
WORDS = re.compile(r'\salt="[^"]*[^"\s]')
NO_WORDS = re.compile(r'\salt="\s*"')
ELSEWHERE = re.compile(r'\ssrc="(?:[A-Za-z][A-Za-z0-9+.-]*:|//|")')
EMPTY_LINK = re.compile(rf"<a({ATTRIBUTES})>((?:\s|&nbsp;|<(?!/?a\b)[^>]*>)*)</a>")
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
HEADER = re.compile(r"<th\b[^>]*>(?!\s*</th>)")

# The same in a source.
CODE = re.compile(
    r"^[ \t>]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"
    r"|<(?P<raw>pre|code)\b.*?</(?P=raw)>|<!--.*?-->|(?P<ticks>`+)[^`\n]+(?P=ticks)",
    re.MULTILINE | re.DOTALL,
)
BARE_PICTURE = re.compile(r"!\[\s*\][(\[]|<img\b(?![^>]*\salt\s*=\s*[\"'][^>]*>)[^>]*>")
BARE_LINK = re.compile(
    r"(?<!!)\[(?:\s|&nbsp;|!\[\s*\]\([^)\n]*\))*\]\(|<a\b[^>]*\shref\b[^>]*>(?:\s|&nbsp;|<(?!/?a\b)[^>]*>)*</a>"
)
HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})(?P<words>[^\n]*)|<h(?P<raw>[1-6])\b(?P<rest>[^\n]*)"
    r"|^(?P<over>[^\n#>|\-=][^\n]*)\n(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
START_OF_TABLE = re.compile(r"^[ \t>]*[^\n]*\|[^\n]*\n(?=[ \t>]*\|?[ \t]*:?-+[-:| \t]*$)|<table\b", re.MULTILINE)


def doubtful(tag: str, attributes: dict[str, str], inside: str) -> bool:
    """Whether a picture may have no words, or a link be empty; inside: the first letter of what stands in the link."""
    return not attributes.get("alt", "").strip() if tag == "img" else inside in "<& \n"


def problems(path: str, text: str, first_line: int, safe: str, *, doubt: bool = True) -> Iterator[Problem]:
    """A warning for each of them in a text.

    text: the source of the body, which begins in line first_line of the file; safe: its html, with links as written.
    doubt: whether some picture or link of it is doubtful: to look for each takes 30 µs of the 2,000 of a text.
    """
    levels = [int(piece[0]) for piece in safe.split("<h")[1:] if piece[0].isdecimal()]
    skips = [index for index, (above, level) in enumerate(zip([1, *levels], levels, strict=False)) if level > above + 1]
    links = [one for one in EMPTY_LINK.finditer(safe) if _is_empty(one)] if doubt else []
    bare = [one for one in PICTURE.findall(EMPTY_LINK.sub("", safe)) if _is_bare(one)] if doubt else []
    tables = TABLE.findall(safe) if "<table" in safe else []
    slipped = slips.doubtful(text, safe)
    if not (slipped or skips or links or bare or 1 in levels or not all(map(HEADER.search, tables))):
        return
    place = _Place(path, CODE.sub(_blank, text), first_line)
    yield from slips.problems(path, place.text, first_line, safe) if slipped else ()
    yield from _pictures(place, bare)
    yield from _links(place, links)
    yield from _levels(place, levels, skips)
    yield from _tables(place, tables)


def repeated(path: str, text: str, first_line: int, title: str, heading: str) -> Iterator[Problem]:
    """A warning where the first heading of a text is the title of its page, which stands above it already."""
    if heading and title and heading.casefold() == title.casefold():
        place = _Place(path, CODE.sub(_blank, text), first_line)
        found = place.headings()
        message = said('the heading "{}" repeats the title of the page', heading)
        yield place.problem(found[0] if found else -1, message, said("delete it: the title stands above the text"))


def _is_empty(link: re.Match[str]) -> bool:
    return " href=" in link[1] and not WORDS.search(link[2])


def _is_bare(attributes: str) -> bool:
    """Whether a picture of the site has no words. One from elsewhere becomes a link, and is told as such."""
    return not WORDS.search(attributes) and " src=" in attributes and not ELSEWHERE.search(attributes)


class _Place:
    """A source in which places are looked for: its code is blanked, every line where it was."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.text, self.first_line = path, text, first_line

    def all(self, pattern: re.Pattern[str]) -> list[int]:
        return [one.start() for one in pattern.finditer(self.text)]

    def headings(self) -> list[int]:
        return self.all(HEADING)

    def problem(self, at: int, message: Said, hint: Said) -> Problem:
        """A warning at a place of the text; -1 where it was not found."""
        line = self.first_line + (self.text.count("\n", 0, at) if at > 0 else 0)
        return Problem(self.path, line, message, hint, "warning")


def _pictures(place: _Place, bare: list[str]) -> Iterator[Problem]:
    message = said("a picture in the text has no alt text")
    hint = said("say what it shows, for those who cannot see it: ![A hall with rows of chairs](/images/hall.jpg)")
    # In a link that holds nothing else, it is told as an empty link.
    found = [one.start() for one in BARE_PICTURE.finditer(BARE_LINK.sub(_blank, place.text))]
    # Raw HTML may say by alt="" that a picture is for the eye alone; Markdown has no way to say so.
    if not found and any(not NO_WORDS.search(one) for one in bare):
        found = [-1]
    yield from (place.problem(at, message, hint) for at in (found if bare else ()))


def _links(place: _Place, links: list[re.Match[str]]) -> Iterator[Problem]:
    message = said("a link has no words that could be read or tapped")
    hint = said("write them between the brackets: [the report](report.md); for a picture, its alt text")
    found = place.all(BARE_LINK) or [-1]
    yield from (place.problem(at, message, hint) for at in (found if links else ()))


def _levels(place: _Place, levels: list[int], skips: list[int]) -> Iterator[Problem]:
    found = list(HEADING.finditer(place.text))
    at = [one.start() for one in found] if len(found) == len(levels) else [-1] * len(levels)
    # Where a text uses # for its headings, all of them were set one level lower.
    lower = int(any(one["marks"] == "#" for one in found))
    for index in skips:
        before, level = (levels[index - 1] if index else 1) - lower, levels[index] - lower
        above = said('"{}"', "#" * before) if index else said("the title of the page")
        message = said('a level of headings is left out: "{}" stands below {}', "#" * level, above)
        yield place.problem(at[index], message, said("write {} in front of the words", "#" * (before + 1)))
    for index in (number for number, level in enumerate(levels) if level == 1):
        hint = said("write <h2>, or a line that begins with ##")
        yield place.problem(at[index], said("<h1> is for the title of the page alone"), hint)


def _tables(place: _Place, tables: list[str]) -> Iterator[Problem]:
    found = place.all(START_OF_TABLE)
    at = found if len(found) == len(tables) else [-1] * len(tables)
    hint = said("name each column in the first line; those who have the table read to them hear it with every cell")
    for start, table in zip(at, tables, strict=True):
        if not HEADER.search(table):
            yield place.problem(start, said("a table has no headers"), hint)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])

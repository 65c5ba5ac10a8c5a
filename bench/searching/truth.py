"""What a search should find: the pages that hold what was asked, looked for one by one.

A page is what its reader sees of an article: the title, the text and the tags, taken from the published HTML. Both
searches and the truth go by the same marks, which are Pagefind's: data-pagefind-body.
"""

import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from measure import Failed
from peers.krama import HOME

sys.path.insert(0, str(HOME))

from krama.khmer import units

MARK = "data-pagefind-body"
PLACES = (
    (re.compile(r"<h1>"), f"<h1 {MARK}>"),
    (re.compile(r'<div class="body">'), f'<div class="body" {MARK}>'),
    (re.compile(r'(<nav class="tags".*?<ul)>', re.DOTALL), rf"\1 {MARK}>"),
)
PARAGRAPHS = {"p", "div", "blockquote", "pre", "figure", "figcaption", "hr", "br", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = PARAGRAPHS | {"li", "ul", "ol", "dt", "dd", "table", "tr", "td", "th"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CLUSTERS = range(2, 9)  # of a word that is asked
A_PHRASE = range(3, 13)
LETTERS = 4  # of an English word that is asked, at least


@dataclass(frozen=True)
class Query:
    """What is asked, what kind of thing it is, and the addresses of the pages that hold it."""

    lang: str
    kind: str
    text: str
    pages: frozenset[str]


def marked(html: str) -> str:
    """A page with marks at what is to be searched."""
    for pattern, wanted in PLACES:
        html = pattern.sub(wanted, html, count=1)
    if html.count(MARK) < 2:
        raise Failed("an article's page has no <h1> or no <div class=body>: the templates have changed")
    return html


class _Text(HTMLParser):
    """The text of what is marked, blocks on lines of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Goes into a marked element, or deeper."""
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag not in VOID and (self.depth or any(name == MARK for name, _ in attrs)):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Comes out."""
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag not in VOID and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        """Keeps what is marked."""
        if self.depth:
            self.pieces.append(data)


@dataclass(frozen=True)
class Page:
    """The text of a page, its units in a row, and its words."""

    address: str
    text: str
    row: str
    words: frozenset[str]


def pages(public: Path, addresses: Iterable[str]) -> Iterator[Page]:
    """The pages of articles, as they are published."""
    for address in addresses:
        reader = _Text()
        reader.feed(marked((public / address / "index.html").read_text(encoding="utf-8")))
        text = "".join(reader.pieces)
        yield Page(f"/{address}", text, row(text), frozenset(one.folded for one in units(text) if one.word))


def row(text: str) -> str:
    """The folded units of a text with a bar between them, so that a run of them can be looked for as a string."""
    return "|" + "".join(f"{one.folded}|" for one in units(text))


class Truth:
    """All pages of a language."""

    def __init__(self, found: Sequence[Page]) -> None:
        self.found = found
        self.every = "\n".join(one.row for one in found)

    def holding(self, text: str) -> frozenset[str]:
        """The pages that hold a run of clusters."""
        wanted = row(text)
        if wanted not in self.every:
            return frozenset()
        return frozenset(one.address for one in self.found if wanted in one.row)

    def with_word(self, word: str) -> frozenset[str]:
        """The pages that hold a word."""
        return frozenset(one.address for one in self.found if word in one.words)


def khmer(truth: Truth, words: Sequence[str], count: int, chance: random.Random) -> list[Query]:
    """Words of a list that stand in the pages, in a quarter of the queries pieces of a page as it is written."""
    asked: list[Query] = []
    wanted = count - count // 4
    for word in chance.sample(words, len(words)):
        if len(asked) == wanted:
            break
        cut = units(word)
        if len(cut) in CLUSTERS and all(one.folded and not one.word for one in cut):
            held = truth.holding(word)
            if held:
                asked.append(Query("km", "word", word, held))
    for _ in range(100 * count):
        if len(asked) >= count:
            break
        text = chance.choice(truth.found).text
        cut = units(text)
        start, size = chance.randrange(len(cut)), chance.choice(A_PHRASE)
        piece = cut[start : start + size]
        if len(piece) == size and all(one.folded and not one.word for one in piece):
            phrase = re.sub(r"\s", "", text[piece[0].start : piece[-1].end])
            asked.append(Query("km", "phrase", phrase, truth.holding(phrase)))
    return asked


def english(truth: Truth, count: int, chance: random.Random) -> list[Query]:
    """Words of the pages, a common one as often as it is on pages."""
    asked: dict[str, Query] = {}
    for _ in range(100 * count):
        if len(asked) == count:
            break
        words = sorted(one for one in chance.choice(truth.found).words if len(one) >= LETTERS and one.isalpha())
        if words:
            word = chance.choice(words)
            asked[word] = Query("en", "word", word, truth.with_word(word))
    return list(asked.values())

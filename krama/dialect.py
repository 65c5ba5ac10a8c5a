"""The Markdown that writers use: Python-Markdown, its extensions, and what Krama adds to them.

A quotation with its speaker becomes a pull quote, a picture with a title a figure; headings keep their Khmer letters
and stay below the page's own title.
"""

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from krama import quick
from krama.khmer import heading_id


@cache
def engine(lang: str, spoken: tuple[tuple[str, str], ...]) -> markdown.Markdown:
    """Python-Markdown set up for one language, with the words that its extensions put in: the quick one."""
    if markdown.__version_info__[:2] != quick.KNOWN:
        return stock(lang, spoken)
    return quick.Markdown(extensions=_extensions(lang, dict(spoken)))


def stock(lang: str, spoken: tuple[tuple[str, str], ...]) -> markdown.Markdown:
    """The same without the quick stages: what engine() is held against, to the byte."""
    return markdown.Markdown(extensions=_extensions(lang, dict(spoken)))


def _extensions(lang: str, words: dict[str, str]) -> list[Extension]:
    """The extensions that writers can count on.

    The first seven are "extra", in its order. They stand here as classes: for names, the library looks through all that
    is installed, and to set it up takes 28 ms instead of 4. Smart quotes are for English only: Khmer has its own.
    """
    return [
        FencedCodeExtension(),
        FootnoteExtension(BACKLINK_TITLE=words.get("footnote", "Back to the text {}")),
        AttrListExtension(),
        DefListExtension(),
        TableExtension(),
        AbbrExtension(),
        MarkdownInHtmlExtension(),
        TocExtension(slugify=_slugify),
        SaneListExtension(),
        AdmonitionExtension(),
        *([SmartyExtension()] if lang == "en" else []),
        _House(words),
    ]


def _slugify(text: str, separator: str) -> str:
    return heading_id(text) or "section"


class _House(Extension):
    """What Krama adds: pull quotes, figures, headings below the page's own, words in the page's language."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 — the library's name
        register = md.treeprocessors.register
        register(_Walk(md, "blockquote", _pull_quote), "krama-quote", 30)  # before inline (20): text is raw
        register(_Walk(md, "div", _translate(self.words)), "krama-words", 29)
        register(_Demote(md), "krama-demote", 28)  # before toc (5) gives ids
        register(_Walk(md, "p", _figure, sign="img"), "krama-figure", 15)  # after inline: pictures are elements


Change = Callable[[ElementTree.Element], list[ElementTree.Element]]


class _Walk(Treeprocessor):
    """Puts in place of each element with a tag what `change` makes of it: itself, another, or several.

    sign: the tag of an element without which `change` has nothing to do, if it is another. Where there is none, no walk
    is taken: three walks of a 4.7 KB article are 80 µs of 900.
    """

    def __init__(self, md: markdown.Markdown, tag: str, change: Change, sign: str = "") -> None:
        super().__init__(md)
        self.tag, self.change, self.sign = tag, change, sign or tag

    def run(self, root: ElementTree.Element) -> None:
        if any(element is not root for element in root.iter(self.sign)):
            self.walk(root)

    def walk(self, root: ElementTree.Element) -> None:
        for child in list(root):
            if len(child):
                self.walk(child)
            if child.tag == self.tag and (made := self.change(child)) != [child]:
                at = list(root).index(child)
                root[at : at + 1] = made


class _Demote(Treeprocessor):
    """The page's title is its only h1: where a text uses # for its headings, all go one level down."""

    def run(self, root: ElementTree.Element) -> None:
        if next(root.iter("h1"), None) is None:
            return
        for element in root.iter():
            if re.fullmatch("h[1-5]", str(element.tag)):
                element.tag = f"h{int(element.tag[1]) + 1}"


SPEAKER = re.compile(r"(?:^|\n)[ \t]*(?:—|–|―|--)[ \t]*(?P<name>[^\n]+)\s*$")


def _pull_quote(element: ElementTree.Element) -> list[ElementTree.Element]:
    """A blockquote becomes a figure at each line "— Speaker", with the speaker as its caption.

    Markdown makes one blockquote of two that follow each other, so there may be several speakers in it.
    """
    if not any(_speaker(child) for child in element):
        return [element]
    made: list[ElementTree.Element] = []
    quote = ElementTree.Element("blockquote")
    for child in list(element):
        quote.append(child)
        if match := _speaker(child):
            child.text = (child.text or "")[: match.start()]
            if not child.text.strip():
                quote.remove(child)
            figure = ElementTree.Element("figure", {"class": "quote"})
            figure.append(quote)
            ElementTree.SubElement(figure, "figcaption").text = match["name"].strip()
            made.append(figure)
            quote = ElementTree.Element("blockquote")
    return [*made, quote] if len(quote) else made


def _speaker(child: ElementTree.Element) -> re.Match[str] | None:
    return SPEAKER.search(child.text or "") if child.tag == "p" and not len(child) else None


def _figure(element: ElementTree.Element) -> list[ElementTree.Element]:
    """A picture with a title that stands alone in its paragraph becomes a figure with a caption."""
    if len(element) != 1 or element[0].tag != "img":
        return [element]
    image = element[0]
    if (element.text or "").strip() or (image.tail or "").strip() or not image.get("title"):
        return [element]
    figure = ElementTree.Element("figure")
    figure.tail, image.tail = element.tail, None
    caption = ElementTree.SubElement(figure, "figcaption")
    caption.text = image.attrib.pop("title")
    figure.insert(0, image)
    return [figure]


def _translate(words: dict[str, str]) -> Change:
    """The title that the admonition extension makes of its type, in the page's language."""

    def change(element: ElementTree.Element) -> list[ElementTree.Element]:
        classes = (element.get("class") or "").split()
        if classes[:1] == ["admonition"] and len(element) and len(classes) > 1:
            title = element[0]
            if title.get("class") == "admonition-title" and title.text == classes[1].capitalize():
                title.text = words.get(classes[1], title.text)
        return [element]

    return change

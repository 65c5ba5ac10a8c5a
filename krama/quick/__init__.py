"""Python-Markdown, several times quicker, and the same to the byte.

The library stays the engine: it parses, and all this does is to spare it work that would come to nothing. Each stage
takes the place of one of the library's, through its registries, and hands over to it whatever is unusual. What is done
here rests on how version 3.11 does it; with another, the library runs alone. tests/test_quick.py holds the two against
each other.
"""

from typing import Any, ClassVar, Self

import markdown
from markdown.inlinepatterns import IMAGE_LINK_RE
from markdown.serializers import to_html_string

from krama.quick import blocks, inline, smarty, trees

KNOWN = (3, 11)
"""The version of Python-Markdown whose inner ways are followed here."""


class Markdown(markdown.Markdown):
    """Python-Markdown with quick stages in the place of its own."""

    output_formats: ClassVar = {"html": to_html_string, "xhtml": trees.serialize}

    def __init__(self, **settings: Any) -> None:
        self.levels: dict[object, bool] = {}
        super().__init__(**settings)
        _quicken(self)

    parser: blocks.Blocks

    def build_parser(self) -> Self:
        """The registries, and a quick parser of blocks from the beginning: extensions keep hold of it."""
        super().build_parser()
        self.parser = blocks.Blocks(self)
        return self

    def is_block_level(self, tag: Any) -> bool:
        """Whether a tag stands for a block; the library goes through a list of 60, 300 times an article."""
        level = self.levels.get(tag)
        if level is None:
            level = self.levels[tag] = super().is_block_level(tag)
        return level


PATTERNS = (
    ("link", 160, inline.OPENING, inline.Link),
    ("image_link", 150, IMAGE_LINK_RE, inline.Image),
    ("reference", 170, inline.OPENING, inline.Reference),
    ("image_reference", 140, IMAGE_LINK_RE, inline.ImageReference),
    ("short_reference", 130, inline.OPENING, inline.ShortReference),
    ("short_image_ref", 125, IMAGE_LINK_RE, inline.ShortImageReference),
)


def _quicken(md: Markdown) -> None:
    """Quick stages under the names and priorities of the library's."""
    source = trees.Whitespace(md)
    md.preprocessors.register(source, "normalize_whitespace", 30)
    md.preprocessors.register(trees.Fences(md.preprocessors["fenced_code_block"], source), "fenced_code_block", 25)
    md.preprocessors.register(trees.Html(md.preprocessors["html_block"], source), "html_block", 20)
    for name, priority, pattern, kind in PATTERNS:
        md.inlinePatterns.register(kind(pattern, md), name, priority)
    md.treeprocessors.register(inline.Inline(md), "inline", 20)
    md.treeprocessors.register(trees.Prettify(md), "prettify", 10)
    md.treeprocessors.register(trees.Attributes(md, source), "attr_list", 8)
    if "smarty" in md.treeprocessors:
        md.treeprocessors.register(smarty.Smarty(md.treeprocessors["smarty"]), "smarty", 6)
    md.treeprocessors.register(trees.Toc(md.treeprocessors["toc"], source), "toc", 5)
    md.treeprocessors.register(trees.Unescape(md, source), "unescape", 0)
    md.parser.arrange()

"""How HarfBuzz, the engine of Chromium, Firefox and Android, sets a text in a font."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from krama.khmer import clusters

FOLDER = Path(__file__).parent
WRITTEN = ("content/**/*.md", "locale/km/**/*.po", "templates/**/*.html", "site.toml")
KHMER_RUN = re.compile("[\u1780-\u17ff\u200b-\u200d]+")


class Glyph(NamedTuple):
    """One glyph in its place; lengths in font units."""

    number: int
    advance: int
    x: int
    y: int


def opened(font: bytes) -> hb.Font:
    """A font file (woff2 or not) as HarfBuzz reads it."""
    bare = io.BytesIO()
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as read:
        read.flavor = None
        read.save(bare)
    return hb.Font(hb.Face(bare.getvalue()))


def shaped(font: hb.Font, text: str, script: str, features: Mapping[str, bool] | None = None) -> list[Glyph]:
    """The glyphs of `text`, set from left to right; script: "khmr" or "latn"."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = script
    buffer.language = "km" if script == "khmr" else "en"
    hb.shape(font, buffer, dict(features or {}))
    return [
        Glyph(glyph.codepoint, place.x_advance, place.x_offset, place.y_offset)
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True)
    ]


def broken(font: hb.Font, text: str) -> bool:
    """Whether a reader would see a box or a dotted circle in the Khmer `text`."""
    circle = font.get_nominal_glyph(0x25CC)
    return any(glyph.number in {0, circle} for glyph in shaped(font, text, "khmr"))


def khmer_runs(root: Path) -> list[str]:
    """Every different run of Khmer in what this repository publishes, sorted."""
    paths = [path for pattern in WRITTEN for path in root.glob(pattern)]
    return sorted({run for path in paths for run in KHMER_RUN.findall(path.read_text(encoding="utf-8"))})


def syllables(texts: Iterable[str]) -> list[str]:
    """Every different Khmer syllable of `texts`, sorted."""
    return sorted({one for text in texts for one in clusters(text) if "\u1780" <= one[0] <= "\u17b3"})


def known_syllables() -> list[str]:
    """The syllables of a large dictionary, a list that holds what this repository does not say yet."""
    return (FOLDER / "syllables.txt").read_text(encoding="utf-8").split()


def hard_syllables() -> list[str]:
    """Syllables that fonts get wrong: stacked, tall, deep."""
    lines = (FOLDER / "hard.txt").read_text(encoding="utf-8").splitlines()
    return [syllable for line in lines if not line.startswith("#") for syllable in line.split()]


def khmer_texts(root: Path) -> Iterator[str]:
    """What a Khmer font is verified with: syllables alone, syllables side by side, and whole runs."""
    runs, known = khmer_runs(root), known_syllables()
    yield from runs
    yield from syllables(runs)
    yield from hard_syllables()
    yield from known
    yield from (left + right for left, right in pairwise(known))


def latin_texts(characters: Iterable[int]) -> Iterator[str]:
    """What a Latin font is verified with: every character beside every other."""
    letters = [chr(character) for character in characters]
    yield from (left + right for left in letters for right in letters)
    words = ("office", "official", "flag", "waffle", "1–31 October 2014", "AVA To. Ye, “Wo”")
    yield from (word for word in words if set(word) <= set(letters))

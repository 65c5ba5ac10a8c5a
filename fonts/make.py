"""Makes the files in static/fonts/ out of their npm packages, and verifies that nothing is set otherwise than before.

`make fonts` runs it. It writes nothing unless every text has the same glyphs at the same places in the original and in
the subset. The same packages and libraries give the same bytes.
"""

import argparse
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from fonts.shaping import khmer_texts, latin_texts, opened, shaped

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "fonts/node_modules"
TARGET = ROOT / "static/fonts"

# The packages' files and their SHA-256, so that another version is never taken unseen.
KHMER = (
    "@fontsource/noto-serif-khmer/files/noto-serif-khmer-khmer-400-normal.woff2",
    "3a77ad2d92a1ecb0c6824918e4dc144ea68c055e70e6fb9d598b77c8404c8247",
)
KHMER_BOLD = (
    "@fontsource/noto-serif-khmer/files/noto-serif-khmer-khmer-600-normal.woff2",
    "fd8bc73b3aa4c233132a3a1a112c404d2dace51bfcffde64915537617ecab5ee",
)
LATIN = (
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "382475f38242c52d42a3e5ff8dc69b5d73f10d0d21e4550b5fe232984688779a",
)

# The Khmer block without its lunar symbols; joiners; the circle under a mark that lacks its letter.
KHMER_RANGE = "U+1780-17DD, U+17E0-17E9, U+200B-200D, U+25CC"
NAME = "ភាសាខ្មែរ"
LATIN_RANGE = "U+20-7E, U+A0, U+A9, U+AB, U+B7, U+BB, U+2013, U+2014, U+2018, U+2019, U+201C, U+201D, U+2022, U+2026"
MORE_RANGE = (
    "U+A1-A8, U+AA, U+AC, U+AE-B6, U+B8-BA, U+BC-FF, U+131, U+152-153, U+2BC, U+2C6, U+2DA, U+2DC, U+201A, U+201E, "
    "U+2032, U+2033, U+2039, U+203A, U+2044, U+20AC, U+2122, U+2191, U+2193, U+2212"
)
# Of the Latin features, what browsers do by themselves, and the figures of equal width that tables ask for.
LATIN_FEATURES = ("ccmp", "kern", "liga", "locl", "tnum")


class Recipe(NamedTuple):
    """What a file is made from, and what of it is kept."""

    file: str
    source: tuple[str, str]
    script: str
    characters: frozenset[int]
    features: tuple[str, ...] = ("*",)
    weights: tuple[int, ...] = ()  # of a variable font; the first and the last are its ends
    word: str = ""  # the one word that the file is for: glyphs that other words of its letters need are left out


def characters(unicode_range: str) -> frozenset[int]:
    """The characters of a `unicode-range` as CSS writes it."""
    ends = (part.strip().removeprefix("U+").partition("-") for part in unicode_range.split(","))
    return frozenset(at for first, _, last in ends for at in range(int(first, 16), int(last or first, 16) + 1))


ALL = (
    Recipe("khmer.woff2", KHMER, "khmr", characters(KHMER_RANGE)),
    Recipe("khmer-bold.woff2", KHMER_BOLD, "khmr", characters(KHMER_RANGE)),
    Recipe("khmer-name.woff2", KHMER, "khmr", frozenset(map(ord, NAME)), word=NAME),
    Recipe("latin.woff2", LATIN, "latn", characters(LATIN_RANGE), LATIN_FEATURES, (400, 600)),
    Recipe("latin-more.woff2", LATIN, "latn", characters(MORE_RANGE), LATIN_FEATURES, (400, 600)),
)


def made(recipe: Recipe, original: bytes) -> tuple[bytes, list[str]]:
    """The bytes of the file, and the names that its glyphs have in the original, in order."""
    font = TTFont(io.BytesIO(original), recalcTimestamp=False)
    if recipe.weights:
        font = instancer.instantiateVariableFont(font, {"wght": (recipe.weights[0], recipe.weights[-1])})
    font.cfg["fontTools.otlLib.optimize.gpos:COMPRESSION_LEVEL"] = 5  # 1 % smaller; above 5 nothing is won
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=list(recipe.features),
        layout_scripts=["DFLT", recipe.script],
        name_IDs=[0, 14],  # copyright and licence; not the name, since "Source" is a reserved font name
        layout_closure=not recipe.word,
    )
    options.drop_tables += ["STAT", "gasp"]
    numbers = [glyph.number for glyph in shaped(opened(original), recipe.word, recipe.script)]
    keeper = subset.Subsetter(options)
    keeper.populate(unicodes=recipe.characters, gids=numbers)
    keeper.subset(font)
    names = font.getGlyphOrder()
    written = io.BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue(), names


def texts_for(recipe: Recipe) -> Iterator[str]:
    """What the file is verified with: all that it may be asked to set."""
    if recipe.script == "latn":
        yield from latin_texts(sorted(recipe.characters))
        return
    yield NAME
    if not recipe.word:
        yield from khmer_texts(ROOT)


def differences(recipe: Recipe, original: bytes, small: bytes, names: list[str]) -> Iterator[str]:
    """The texts whose glyphs, advances or offsets differ between the original and the subset."""
    before, after = opened(original), opened(small)
    old_names = TTFont(io.BytesIO(original)).getGlyphOrder()
    asked = ({}, {"tnum": True}) if "tnum" in recipe.features else ({},)
    for weight in recipe.weights or (None,):
        if weight is not None:
            before.set_variations({"wght": weight})
            after.set_variations({"wght": weight})
        for features in asked:
            for text in texts_for(recipe):
                old = [(old_names[one.number], *one[1:]) for one in shaped(before, text, recipe.script, features)]
                new = [(names[one.number], *one[1:]) for one in shaped(after, text, recipe.script, features)]
                if old != new:
                    yield f"{recipe.file}: {text!r} is set otherwise: {old} before, {new} now"


def source(recipe: Recipe) -> bytes:
    """The file of the package, the very one that is meant."""
    name, digest = recipe.source
    path = PACKAGES / name
    if not path.exists():
        sys.exit(f"{path} is not there; run: make fonts")
    original = path.read_bytes()
    if hashlib.sha256(original).hexdigest() != digest:
        sys.exit(f"{path} is another file than the one fonts/make.py names; look at what changed, then name it there")
    return original


def main() -> None:
    """Makes and verifies every file, then writes them, or with --check compares them with those that are there."""
    parser = argparse.ArgumentParser(description="Makes and verifies the files in static/fonts/.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    check = parser.parse_args().check
    ready: dict[Path, bytes] = {}
    for recipe in ALL:
        original = source(recipe)
        small, names = made(recipe, original)
        found = list(differences(recipe, original, small, names))
        if found:
            sys.exit(
                "\n".join([*found[:5], f"{recipe.file}: {len(found)} texts are set otherwise; nothing is written"])
            )
        ready[TARGET / recipe.file] = small
        count = len(set(texts_for(recipe)))
        print(f"{recipe.file}: {len(small):,} bytes, {len(names)} glyphs, {count:,} texts set as before")
    changed = [path for path, small in ready.items() if not path.exists() or path.read_bytes() != small]
    if check and changed:
        sys.exit("\n".join(f"{path.name} would change" for path in changed))
    for path in changed:
        path.write_bytes(ready[path])


if __name__ == "__main__":
    main()

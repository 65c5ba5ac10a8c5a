"""Python-Markdown as it is and with the quick stages: the milliseconds of an article, and whether both make the same.

    python bench/texts.py                    the sample's stories
    python bench/texts.py --rounds 9 FOLDER  every .md file below a folder
    python bench/texts.py --hostile          texts that take long: none may take longer than it does with the library

A text is Khmer where "km" is one of its folders, else English. Each round takes every text through both engines, one
after the other; of a text's rounds the median counts. The exit status is 1 where one text came out differently.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from krama import dialect  # noqa: E402 — the path comes first


@dataclass(frozen=True)
class Result:
    """What one language took: milliseconds of a text, and the texts that came out differently."""

    lang: str
    texts: int
    letters: float
    stock: float
    quick: float
    different: tuple[Path, ...]


def texts(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Language, path and Markdown of each file, without its front matter."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        body = text.partition("\n---\n")[2] if text.startswith("---\n") else text
        if body.strip():
            yield ("km" if "km" in path.parts else "en"), path, body


def measure(lang: str, bodies: dict[Path, str], rounds: int) -> Result:
    """Both engines over all texts of a language."""
    engines = dialect.stock(lang, ()), dialect.engine(lang, ())
    times: dict[Path, tuple[list[float], list[float]]] = {path: ([], []) for path in bodies}
    different = []
    for number in range(rounds + 1):  # the first warms up
        for path, body in bodies.items():
            made = []
            for engine, taken in zip(engines, times[path], strict=True):
                started = time.perf_counter()
                made.append(engine.reset().convert(body))
                if number:
                    taken.append(1000 * (time.perf_counter() - started))
            if not number and made[0] != made[1]:
                different.append(path)
    stock, quick = (mean(median(times[path][which]) for path in bodies) for which in (0, 1))
    return Result(lang, len(bodies), mean(map(len, bodies.values())), stock, quick, tuple(different))


HOSTILE = {
    "brackets": "[" * 1500 + "]",
    "links": "[a](" * 800,
    "pictures": "![" * 1500,
    "lists": "\n".join("    " * depth + "- x" for depth in range(80)),
    "quotes": "> " * 300 + "x",
    "emphasis": "*a **b " * 800,
    "underscores": "_a" * 3000,
    "smart quotes": "\"'a" * 1500,
    "tags": "<a " * 1500,
    "comments": "<!-- " * 1500,
    "code": "`a ``b " * 800,
    "footnotes": "x[^1] " * 400 + "\n\n[^1]: n",
    "tables": "|a" * 1500 + "\n" + "|-" * 1500,
    "paragraphs": "\n\n".join(['it\'s "x" -- y'] * 1000),
}
"""Texts for which Python-Markdown's time grows faster than their length."""


def hostile(rounds: int) -> int:
    """Each hostile text by itself; 1 where one came out differently."""
    print("text           stock ms   quick ms  times")
    different = 0
    for name, text in HOSTILE.items():
        one = measure("en", {Path(name): text}, rounds)
        different |= bool(one.different)
        print(f"{name:13}  {one.stock:8.1f}  {one.quick:9.1f}  {one.stock / one.quick:5.1f}")
    return different


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "content")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hostile", action="store_true", help="texts that take long, instead of a folder")
    arguments = parser.parse_args()
    if arguments.hostile:
        return hostile(arguments.rounds)
    found: dict[str, dict[Path, str]] = {}
    for lang, path, body in texts(arguments.folder):
        found.setdefault(lang, {})[path] = body
    results = [measure(lang, bodies, arguments.rounds) for lang, bodies in sorted(found.items())]
    print("language  texts  letters  stock ms  quick ms  times")
    for one in results:
        numbers = f"{one.texts:5}  {one.letters:7.0f}  {one.stock:8.2f}  {one.quick:8.2f}  {one.stock / one.quick:5.1f}"
        print(f"{one.lang:8}  {numbers}")
        for path in one.different:
            print(f"          different: {path}")
    return 1 if any(one.different for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())

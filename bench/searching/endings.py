"""English words in another form: how many of the pages that matter does each rule find, and how many that do not?

A simulation over the words of all pages, so that rules can be compared which Krama does not have.
"""

import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from searching.truth import Page

SHORTEST = 4  # letters of a word that is asked for in another form
RARE = 500  # a word and its forms are on one page of so many at least,
COMMON = 2  # and none of them on half of all
LEFT_OFF = re.compile(r"^(.{4,}?)(?:ies|ing|ed|es|s|y)$")
ENDINGS = re.compile(r"^(?:|y|e|s|es|ed|ing|ies|ied|er|ers|ly|d)$")

Words = frozenset[str]
Rule = Callable[[str], Words]
"""From what is asked to the words that are found by it."""


@dataclass(frozen=True)
class Outcome:
    """Of the pages that matter, what share is found, on average; how many others come with them, for each query; what
    share of what is found matters."""

    rule: str
    queries: int
    recall: float
    others: float
    precision: float


def stemmer() -> Callable[[str], str] | None:
    """Snowball's English stemmer, or nothing where it is not installed."""
    beside = Path(__file__).parents[1].glob("peers/venv/lib/python3*/site-packages")
    sys.path += [str(one) for one in beside]
    try:
        import snowballstemmer  # noqa: PLC0415 — only here
    except ImportError:
        return None
    one = snowballstemmer.stemmer("english")
    return lambda word: str(one.stemWord(word))


def compare(found: Sequence[Page], stem: Callable[[str], str], queries: int, seed: int) -> dict[str, list[Outcome]]:
    """Every rule against two truths: the same Snowball stem, and the regular forms of a word."""
    pages: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(found):
        for word in page.words:
            if word.isascii() and word.isalpha():
                pages[word].add(number)
    stems: dict[str, set[str]] = defaultdict(set)
    for word in pages:
        stems[stem(word)].add(word)
    rules: dict[str, Rule] = {
        "the word itself": lambda word: frozenset({word}),
        "Krama: ending left off, any beginning": lambda word: _beginning(left_off(word), pages),
        "the same, but only an ending may follow": lambda word: frozenset(
            one for one in _beginning(left_off(word), pages) if ENDINGS.match(one[len(left_off(word)) :])
        ),
        "Snowball at both ends": lambda word: frozenset(stems[stem(word)]),
    }
    truths = {
        "the same Snowball stem": [frozenset(one) for one in stems.values()],
        "regular forms: -s, -es, -ed, -ing": list(_families(pages)),
    }
    return {name: _measure(families, pages, rules, queries, seed) for name, families in truths.items()}


def left_off(word: str) -> str:
    """What static/js/search.js looks for."""
    return LEFT_OFF.sub(r"\1", word)


def _beginning(start: str, words: Iterable[str]) -> Words:
    return frozenset(one for one in words if one.startswith(start))


def _families(pages: dict[str, set[int]]) -> Iterable[Words]:
    """Each word with those of its regular forms that are there; a form of two words goes with the shorter one."""
    taken: set[str] = set()
    for word in sorted(pages, key=lambda one: (len(one), one)):
        if word not in taken and len(word) >= SHORTEST - 1:
            family = frozenset(one for one in _forms(word) if one in pages and one not in taken)
            taken |= family
            yield family


def _forms(word: str) -> set[str]:
    forms = {word, f"{word}s", f"{word}es", f"{word}ed", f"{word}ing"}
    if word.endswith("e"):
        forms |= {f"{word}d", f"{word[:-1]}ing"}
    if re.search(r"[^aeiou]y$", word):
        forms = {word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", word):
        forms |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return forms


def _measure(
    families: Iterable[Words], pages: dict[str, set[int]], rules: dict[str, Rule], queries: int, seed: int
) -> list[Outcome]:
    """Families with two forms at least; asked for is one of them, drawn by lot."""
    chance, total = random.Random(seed), len(set().union(*pages.values()))
    several = [sorted(one for one in family if len(one) >= SHORTEST) for family in families]
    several = [one for one in several if len(one) > 1 and max(len(pages[form]) for form in one) <= total / COMMON]
    several = [one for one in several if sum(len(pages[form]) for form in one) >= max(2, total / RARE)]
    asked = [(chance.choice(one), one) for one in chance.sample(sorted(several), min(queries, len(several)))]
    made = []
    for name, rule in rules.items():
        recalls, precisions, others = [], [], []
        for word, family in asked:
            wanted = set().union(*(pages[one] for one in family))
            held = set().union(*(pages[one] for one in rule(word)))
            recalls.append(len(held & wanted) / len(wanted))
            precisions.append(len(held & wanted) / len(held))
            others.append(len(held - wanted))
        if asked:
            made.append(Outcome(name, len(asked), mean(recalls), mean(others), mean(precisions)))
    return made

"""How well a search finds: all that should be found, and nothing else."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import corpus
from peers.krama import HOME

from searching.truth import Query

NODE = os.environ.get("NODE") or shutil.which("node")
MODULE = HOME / "static" / "js" / "search.js"
MOST = 100  # texts of a query that are looked through once more: a common word has thousands
FIRST = 10


@dataclass(frozen=True)
class Found:
    """What a search answers: the addresses that the index gives, the best first; of the first `walked` of them those
    that are shown, where the search looks once more."""

    pages: tuple[str, ...]
    walked: int = 0
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quality:
    """Averages over queries. recall: of the pages that hold what was asked, the share that is found. precision: of
    what the index gives, the share that holds it; shown: the same of what is shown after a second look; lost: pages
    that hold it and that the second look left out. first: the share of the first ten; in_vain: the share of queries
    without a result."""

    lang: str
    kind: str
    queries: int
    pages: float
    recall: float
    precision: float
    shown: float | None
    lost: int | None
    first: float
    in_vain: float


def krama(public: Path, queries: Sequence[Query]) -> list[Found]:
    """The answers of static/js/search.js, in Node."""
    job = {
        "module": MODULE.as_uri(),
        "public": str(public),
        "queries": [{"lang": one.lang, "text": one.text} for one in queries],
        "most": MOST,
    }
    command = [str(NODE), str(Path(__file__).with_name("ask.mjs"))]
    made = subprocess.run(command, input=json.dumps(job), capture_output=True, encoding="utf-8", check=True)
    urls = {lang: _urls(public / lang / "search" / "texts") for lang in corpus.LANGUAGES}
    return [
        Found(tuple(urls[query.lang][text] for text in one["texts"]), one["walked"], tuple(one["shown"]))
        for query, one in zip(queries, json.loads(made.stdout), strict=True)
    ]


def _urls(folder: Path) -> dict[int, str]:
    """The address of every text, by its number."""
    return {int(path.stem): json.loads(path.read_text(encoding="utf-8"))["url"] for path in folder.iterdir()}


def qualities(queries: Sequence[Query], answers: Sequence[Found], walks: bool) -> list[Quality]:
    """One for each kind of query. walks: whether the search looks once more at what the index gives."""
    kinds = list(dict.fromkeys((one.lang, one.kind) for one in queries))
    pairs = list(zip(queries, answers, strict=True))
    return [
        _quality(lang, kind, [pair for pair in pairs if (pair[0].lang, pair[0].kind) == (lang, kind)], walks)
        for lang, kind in kinds
    ]


def _quality(lang: str, kind: str, pairs: Sequence[tuple[Query, Found]], walks: bool) -> Quality:
    some = [(query.pages, found) for query, found in pairs if found.pages]
    last = [(held, found.shown if walks else found.pages) for held, found in some]
    lost = sum(len((held & set(found.pages[: found.walked])) - set(found.shown)) for held, found in some)
    return Quality(
        lang=lang,
        kind=kind,
        queries=len(pairs),
        pages=mean(len(query.pages) for query, _ in pairs),
        recall=mean(len(query.pages & set(found.pages)) / len(query.pages) for query, found in pairs),
        precision=_precision([(held, found.pages) for held, found in some]),
        shown=_precision(last) if walks else None,
        lost=lost if walks else None,
        first=_precision([(held, found[:FIRST]) for held, found in last]),
        in_vain=1 - len(some) / len(pairs),
    )


def _precision(answers: Sequence[tuple[frozenset[str], tuple[str, ...]]]) -> float:
    """Of what is found, the share that should be; the average over all that find something."""
    return mean([len(held & set(found)) / len(found) for held, found in answers if found] or [0.0])

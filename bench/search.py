"""How Krama's search does: what it costs a build, what it finds, and what a reader waits for it; beside Pagefind.

    python bench/search.py --pages 1000
    python bench/search.py --pages 10000 --texts FOLDER --words FILE --peers krama,pagefind --markdown FILE

One site, half Khmer, is built with a search and without; Pagefind indexes the same pages. The queries are words and
phrases of the pages, and the truth is looked up in every page, one by one. What is not installed (Node, Playwright
and Chromium, Pagefind, snowballstemmer) is left out, and named. bench/README.md tells the rest.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import corpus
import machine
import measure
import report
from measure import Failed
from peers.krama import PEER
from searching import asking, endings, indexing, stories, tables, truth, wire
from searching.asking import Found
from searching.stories import Site
from searching.tables import Result
from searching.truth import Page, Query, Truth

PEERS = ("krama", "pagefind")
WARM_PAGES = 20


def main() -> int:
    """Measure, print the tables; 1 if a build failed."""
    options = _options()
    versions = PEER.versions()
    if not versions:
        print(f"Krama does not run here. It needs {PEER.needs}.", file=sys.stderr)
        return 1
    used = {"krama": versions}
    result = Result()
    if "pagefind" in options.peers:
        found = indexing.pagefind_version()
        if found:
            used["pagefind"] = {"pagefind": found}
        else:
            _leave_out(result, "Pagefind: it is not installed")
    work = Path(tempfile.mkdtemp(prefix=f"search-{options.pages}-", dir=options.work))
    made = ""
    try:
        for _ in _measure(result, options, work, used):
            made = _write(result, options, used)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if not options.keep:
            shutil.rmtree(work)
    print(made)
    return 0


def _write(result: Result, options: argparse.Namespace, used: dict[str, dict[str, str]]) -> str:
    """The tables, and the files that were asked for; after each step, so that a run that is cut off is not in vain."""
    facts = {**machine.facts(options.work), "seed": options.seed, "runs": options.runs, "versions": used}
    made = f"{tables.tables(result)}\n{report.machine(facts)}"
    if options.json:
        plain = json.dumps({"measured": facts, **asdict(result)}, indent=1, ensure_ascii=False)
        options.json.write_text(plain, encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(made, encoding="utf-8")
    return made


def _measure(
    result: Result, options: argparse.Namespace, work: Path, used: dict[str, dict[str, str]]
) -> Iterator[None]:
    """All of it, one step after the other."""
    found = stories.articles(options.pages, options.seed, options.texts)
    warm = stories.prepare(work / "warm", corpus.articles(WARM_PAGES), True)
    measure.run(warm.command, warm.root)
    searched, plain = (stories.prepare(work / name, found, name == "searched") for name in ("searched", "plain"))
    result.articles, folder = len(found), work / "pagefind"
    result.built = indexing.krama(searched, plain, options.runs)
    result.sizes["krama"] = indexing.krama_sizes(searched.public)
    _say("the builds are measured")
    yield
    if "pagefind" in used:
        indexing.copy(searched, folder)
        result.indexed = indexing.pagefind(searched, folder, options.runs)
        result.sizes["pagefind"] = indexing.pagefind_sizes(folder)
        for lang in corpus.LANGUAGES:
            (folder / f"{lang}.html").write_text(wire.PAGEFIND_PAGE.format(lang=lang), encoding="utf-8")
        _say("Pagefind's index is measured")
        yield
    pages = {
        lang: list(truth.pages(searched.public, [one.address for one in found if one.lang == lang]))
        for lang in ("km", "en")
    }
    result.letters = {lang: sum(len(page.text) for page in own) for lang, own in pages.items()}
    queries = _queries(pages, options)
    answers = _ask_krama(result, searched, queries)
    yield
    stem = endings.stemmer()
    if stem:
        result.endings = endings.compare(pages["en"], stem, options.queries, options.seed)
    else:
        _leave_out(result, "English endings: snowballstemmer is not installed")
    yield
    yield from _browse(result, options, queries, answers, {"krama": searched.public, "pagefind": folder}, used)


def _queries(pages: dict[str, list[Page]], options: argparse.Namespace) -> list[Query]:
    """Those of both languages."""
    chance = random.Random(options.seed)
    words = options.words.read_text(encoding="utf-8").split() if options.words else corpus.VOCABULARY["km"].words
    asked = truth.khmer(Truth(pages["km"]), words, options.queries, chance)
    return asked + truth.english(Truth(pages["en"]), options.queries, chance)


def _ask_krama(result: Result, site: Site, queries: Sequence[Query]) -> list[Found]:
    if not asking.NODE:
        _leave_out(result, "what Krama finds: there is no Node here")
        return []
    answers = asking.krama(site.public, queries)
    result.quality["krama"] = asking.qualities(queries, answers, True)
    _say("what Krama finds is compared")
    return answers


def _browse(
    result: Result,
    options: argparse.Namespace,
    queries: list[Query],
    answers: list[Found],
    folders: dict[str, Path],
    used: dict[str, dict[str, str]],
) -> Iterator[None]:
    """What Pagefind finds, and what a reader waits for either, in Chromium."""
    lacking = wire.missing()
    if lacking:
        _leave_out(result, f"all that is seen in a browser: there is no {lacking} here")
        yield
        return
    shown = {query: len(found.shown) for query, found in zip(queries, answers, strict=False)}
    spread = random.Random(options.seed)
    timed = [one for one in queries if one.lang == "km"], [one for one in queries if one.lang == "en"]
    asked = [one for own in timed for one in spread.sample(own, min(options.wire, len(own)))]
    with wire.chromium() as (browser, version):
        used["chromium"] = {"chromium": version}
        for peer in (one for one in options.peers if one in used):
            with wire.served(folders[peer]) as base:
                if peer == "pagefind":
                    ids = wire.pagefind_pages(folders[peer])
                    found = [
                        Found(tuple(ids[one] for one in own)) for own in wire.pagefind_found(browser, base, queries)
                    ]
                    result.quality[peer] = asking.qualities(queries, found, False)
                    _say("what Pagefind finds is compared")
                result.opened[peer] = wire.opened(browser, _page(peer, base, "km"))
                result.answered[peer] = wire.ask(
                    browser, asked, lambda one, peer=peer, base=base: _typed(peer, base, one, shown)
                )
                _say(f"{peer} is timed")
                yield


def _page(peer: str, base: str, lang: str) -> str:
    return f"{base}/{lang}/search/" if peer == "krama" else f"{base}/{lang}.html"


def _typed(peer: str, base: str, query: Query, shown: dict[Query, int]) -> tuple[str, str, int]:
    script = wire.KRAMA if peer == "krama" else wire.PAGEFIND
    wanted = min(asking.FIRST, shown.get(query, len(query.pages)) if peer == "krama" else asking.FIRST)
    return _page(peer, base, query.lang), script, wanted


def _leave_out(result: Result, what: str) -> None:
    result.left_out.append(what)
    _say(f"left out: {what}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _peers(text: str) -> list[str]:
    found = [one for one in text.split(",") if one]
    if set(found) - set(PEERS):
        raise argparse.ArgumentTypeError(f"known are {', '.join(PEERS)}")
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000, help="articles, half of them Khmer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, help="a folder with km/*.txt and en/*.txt, real texts to make them from")
    parser.add_argument("--words", type=Path, help="a file of Khmer words, one a line, to ask for")
    parser.add_argument("--queries", type=int, default=200, help="of each language")
    parser.add_argument("--wire", type=int, default=20, help="of them, so many in a browser, over a slow line")
    parser.add_argument("--peers", type=_peers, default=list(PEERS))
    parser.add_argument("--runs", type=int, default=3, help="builds of each kind")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()), help="a folder for the sites")
    parser.add_argument("--keep", action="store_true", help="keep the sites")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    parser.add_argument("--markdown", type=Path, help="a file for the tables")
    options = parser.parse_args()
    options.work = Path(os.path.abspath(options.work))
    return options


if __name__ == "__main__":
    sys.exit(main())

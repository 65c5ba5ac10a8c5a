"""Time Krama and other static site generators side by side, on the same texts.

    python bench/run.py --pages 1000 --peers hugo,krama --runs 3
    python bench/run.py --growth 1000,10000,40000 --peers krama --runs 1

Each round takes the generators in turn: cold (no output, no cache), nothing changed, one body edited, one title
edited; a fresh process each. Then, once, the preview: from saving a text to seeing it. Every generator has to make
every page, and after the edits the output is compared with that of a cold build. bench/README.md tells the rest.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import checks
import corpus
import machine
import measure
import preview
import report
from corpus import Article
from measure import Failed, Run
from peers import ALL
from peers.base import OUTPUT, Peer
from report import Result

SCENARIOS = ("cold", "nothing", "body", "title", "watch")
WARM_PAGES = 20


@dataclass(frozen=True)
class Place:
    """A generator and its site; kept: what belongs to the site from the beginning. The rest its builds made."""

    peer: Peer
    site: Path
    article: Article
    kept: frozenset[str]

    @property
    def page(self) -> Path:
        """The page of the article that is edited."""
        return self.site / OUTPUT / self.peer.moved(self.article.address) / "index.html"


def main() -> int:
    """Measure, print the tables; 1 if a generator did not do what it has to."""
    options = _options()
    peers, versions = _installed(options.peers)
    if not peers:
        print("None of these generators is installed: see bench/README.md.", file=sys.stderr)
        return 1
    facts = {**machine.facts(options.work), "seed": options.seed, "runs": options.runs, "versions": versions}
    sizes: dict[int, dict[str, Result]] = {}
    for pages in options.growth or [options.pages]:
        sizes[pages] = _measure(peers, pages, options)
        _write(options, facts, sizes)
    print(_tables(options, facts, sizes))
    return 1 if any(result.wrong for results in sizes.values() for result in results.values()) else 0


def _installed(wanted: list[str]) -> tuple[list[Peer], dict[str, dict[str, str]]]:
    known = {peer.name: peer for peer in ALL}
    peers, versions = [], {}
    for name in wanted:
        found = known[name].versions()
        if found:
            peers.append(known[name])
            versions[name] = found
        else:
            _say(f"{name} is left out: it does not run here. It needs {known[name].needs}.")
    return peers, versions


def _measure(peers: list[Peer], pages: int, options: argparse.Namespace) -> dict[str, Result]:
    """All generators on a corpus of one size."""
    work = Path(tempfile.mkdtemp(prefix=f"bench-{pages}-", dir=options.work))
    found = corpus.articles(pages, options.seed)
    places: list[Place] = []
    results: dict[str, Result] = {}
    for peer in peers:
        try:
            _warm(peer, work / f"warm-{peer.name}")
            places.append(_prepare(peer, found, work / peer.name))
            results[peer.name] = Result()
        except Failed as error:
            results[peer.name] = Result(wrong=(str(error),))
    for number in range(options.runs):
        for place in places:
            results[place.peer.name] = _round(place, results[place.peer.name], number, options.scenarios)
    for place in places:
        if not results[place.peer.name].wrong:
            results[place.peer.name] = _finish(place, results[place.peer.name], found, options)
    if not options.keep:
        shutil.rmtree(work)
    for name, result in results.items():
        for one in result.wrong:
            _say(f"{name}: {one}")
    return results


def _warm(peer: Peer, site: Path) -> None:
    """A small site first: programs are then in memory, and Python's byte code is written."""
    measure.run(peer.build(_prepare(peer, corpus.articles(WARM_PAGES), site).site), site)


def _prepare(peer: Peer, found: Sequence[Article], site: Path) -> Place:
    site.mkdir()
    peer.prepare(site, found)
    for article in found:
        path = site / peer.source(article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(peer.text(article), encoding="utf-8")
    return Place(peer, site, corpus.edited(found), frozenset(one.name for one in site.iterdir()))


def _round(place: Place, result: Result, number: int, scenarios: list[str]) -> Result:
    """Once each way. A generator that has failed is not asked again."""
    if result.wrong:
        return result
    runs: dict[str, Run] = {}
    try:
        _save(place)
        _clean(place)
        runs["cold"] = measure.run(place.peer.build(place.site), place.site)
        if "nothing" in scenarios:
            runs["nothing"] = measure.run(place.peer.build(place.site), place.site)
        body, title = f"editedbody{number}" if "body" in scenarios else "", f"editedtitle{number}"
        if body:
            runs["body"] = _edit(place, body, "")
        if "title" in scenarios:
            runs["title"] = _edit(place, body, title)
    except (Failed, OSError) as error:
        return replace(result, wrong=(str(error),))
    shown = "  ".join(f"{name} {run.wall:.2f} s" for name, run in runs.items())
    _say(f"{place.peer.name:9} round {number + 1}  {shown}")
    return replace(result, rounds=(*result.rounds, {name: run for name, run in runs.items() if name in scenarios}))


def _edit(place: Place, body: str, title: str) -> Run:
    """A build after an edit, which then has to be in the page."""
    _save(place, body, title)
    run = measure.run(place.peer.build(place.site), place.site)
    if (title or body) not in place.page.read_text(encoding="utf-8"):
        raise Failed(f"the edit is not in the page {place.article.address}")
    return run


def _save(place: Place, body: str = "", title: str = "") -> None:
    """Write the article as it was in the beginning, with these words added."""
    article = replace(
        place.article,
        title=f"{place.article.title} {title}".strip(),
        body=f"{place.article.body}\n{body}\n" if body else place.article.body,
    )
    (place.site / place.peer.source(article)).write_text(place.peer.text(article), encoding="utf-8")


def _clean(place: Place) -> None:
    for entry in place.site.iterdir():
        if entry.name not in place.kept:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def _finish(place: Place, result: Result, found: Sequence[Article], options: argparse.Namespace) -> Result:
    """What is looked at once: the output, whether it is that of a cold build, and the preview."""
    try:
        result = _checked(place, result, found)
        if "watch" in options.scenarios:
            result = replace(result, seen=_watch(place, options.edits))
    except Failed as error:
        return replace(result, wrong=(*result.wrong, str(error)))
    return result


def _checked(place: Place, result: Result, found: Sequence[Article]) -> Result:
    """The output as the edits left it: nothing is missing, and a cold build makes the same."""
    peer, output = place.peer, place.site / OUTPUT
    edited = checks.digests(output)
    size = sum((output / name).stat().st_size for name in edited) / 1e6
    wanted = frozenset(map(peer.moved, checks.expected(found)))
    missing = sorted(wanted - edited.keys())
    _clean(place)
    measure.run(peer.build(place.site), place.site)
    differing = checks.differing(edited, checks.digests(output))
    wrong = []
    if missing:
        wrong.append(f"{len(missing)} files were not made, such as {', '.join(missing[:5])}")
    if differing and peer.exact:
        wrong.append(f"{len(differing)} files differ from a cold build, such as {', '.join(differing[:5])}")
    return replace(
        result,
        files=len(edited),
        extra=len(edited.keys() - wanted),
        missing=len(missing),
        megabytes=size,
        differing=len(differing),
        wrong=tuple(wrong),
    )


def _watch(place: Place, edits: int) -> preview.Seen | None:
    port = preview.free_port()
    command = place.peer.preview(place.site, port)
    if not command:
        _say(f"{place.peer.name:9} has no preview of such a site")
        return None
    url = f"http://127.0.0.1:{port}/{place.peer.moved(place.article.address)}"
    _save(place)
    seen = preview.watch(command, place.site, url, lambda body, title: _save(place, body, title), edits)
    _say(f"{place.peer.name:9} preview  body {median(seen.body):.3f} s  title {median(seen.title):.3f} s")
    return seen


def _tables(options: argparse.Namespace, facts: dict[str, object], sizes: dict[int, dict[str, Result]]) -> str:
    made = report.growth(sizes) if options.growth else report.comparison(options.pages, sizes[options.pages])
    return f"{made}\n{report.machine(facts)}"


def _write(options: argparse.Namespace, facts: dict[str, object], sizes: dict[int, dict[str, Result]]) -> None:
    """The files that were asked for; after each size, so that a run that is cut off has not been in vain."""
    if options.json:
        options.json.write_text(json.dumps(report.plain(facts, sizes), indent=1, ensure_ascii=False), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(_tables(options, facts, sizes), encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    """A type for argparse: names with commas between them, each of which is known."""

    def names(text: str) -> list[str]:
        found = [one for one in text.split(",") if one]
        wrong = [one for one in found if one not in known]
        if wrong:
            raise argparse.ArgumentTypeError(f"{', '.join(wrong)}: known are {', '.join(known)}")
        return found

    return names


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = [peer.name for peer in ALL]
    parser.add_argument("--pages", type=int, default=1000, help="articles of the corpus")
    parser.add_argument("--growth", type=lambda text: [int(one) for one in text.split(",")], help="sizes to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", type=_names(known), default=known, help="the first one is what ratios refer to")
    parser.add_argument("--scenarios", type=_names(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument("--runs", type=int, default=3, help="rounds")
    parser.add_argument("--edits", type=int, default=5, help="edits of a body, and of a title, in the preview")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()), help="a folder for the sites")
    parser.add_argument("--keep", action="store_true", help="keep the sites")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    parser.add_argument("--markdown", type=Path, help="a file for the tables")
    options = parser.parse_args()
    if options.growth:  # a preview does not say more when it is measured for each size
        options.scenarios = [one for one in options.scenarios if one != "watch"]
    options.work = Path(os.path.abspath(options.work))
    return options


if __name__ == "__main__":
    sys.exit(main())

"""The tables of a search benchmark, from its result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from measure import Run

from searching.asking import Quality
from searching.endings import Outcome
from searching.indexing import Built, Edit, Indexed, Size
from searching.wire import Answered

LANGUAGES = {"km": "Khmer", "en": "English"}


@dataclass
class Result:
    """All that was found; what is missing was left out."""

    articles: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    built: Built | None = None
    indexed: Indexed | None = None
    sizes: dict[str, dict[str, Size]] = field(default_factory=dict)
    quality: dict[str, list[Quality]] = field(default_factory=dict)
    opened: dict[str, dict[str, int]] = field(default_factory=dict)
    answered: dict[str, list[Answered]] = field(default_factory=dict)
    endings: dict[str, list[Outcome]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def tables(result: Result) -> str:
    """All of it, as Markdown."""
    letters = ", ".join(f"{LANGUAGES[lang]} {count / 1e6:.1f}" for lang, count in result.letters.items())
    lines = [f"### {result.articles:,} articles", "", f"Millions of letters: {letters}."]
    for part in (_cost(result), _sizes(result), _quality(result), _wire(result), _endings(result)):
        lines += ["", *part] if part else []
    lines += ["", *(f"Left out: {one}." for one in result.left_out)] if result.left_out else []
    return "\n".join(lines) + "\n"


def _cost(result: Result) -> list[str]:
    built, indexed = result.built, result.indexed
    if built is None:
        return []
    more = [one.cpu - other.cpu for one, other in zip(built.searched, built.plain, strict=True)]
    later = [one.wall - other.wall for one, other in zip(built.searched, built.plain, strict=True)]
    rows = [
        ["Krama, build from nothing without a search", _cpu(built.plain), _wall(built.plain), "–", "–"],
        ["the same with a search", _cpu(built.searched), _wall(built.searched), "–", "–"],
        ["**what its search costs**", _middle(more), _middle(later), "–", "–"],
        *_edits("a body edited", built.body),
        *_edits("a title edited", built.title),
    ]
    if indexed:
        changed = [f"{indexed.changed:,}", f"{indexed.changed_bytes / 1e6:.2f}"]
        rows.append(["Pagefind, after any build", _cpu(indexed.runs), _wall(indexed.runs), *changed])
    lines = _table(["", "CPU s", "s", "files that differ, after an edit", "MB of them"], rows)
    others = [run.others for run in (*built.searched, *built.plain) if run.others is not None]
    taken = f" Taken by others: median {median(others):.0%}, most {max(others):.0%}." if others else ""
    return [*lines, "", f"Median (best) of the rounds, of which there were {len(built.searched)}.{taken}"]


def _edits(title: str, edits: Sequence[Edit]) -> Iterator[list[str]]:
    searched, plain = [one.searched for one in edits], [one.plain for one in edits]
    files = f"{median(one.files - one.search_files for one in edits):,.0f}"
    of_search = f"{median(one.search_files for one in edits):,.0f}"
    size = f"{median(one.search_bytes for one in edits) / 1e6:.2f}"
    yield [f"Krama, {title}, without a search", _cpu(plain), _wall(plain), files, "–"]
    yield ["the same with a search", _cpu(searched), _wall(searched), f"{files} and {of_search} of the search", size]


def _sizes(result: Result) -> list[str]:
    names = {"terms": "the index", "texts": "what results show", "first": "what is loaded first"}
    rows = [
        [f"{peer.capitalize()}: {names[name]}", f"{one.files:,}", f"{one.raw / 1e6:.2f}", f"{one.packed / 1e6:.2f}"]
        for peer, sizes in result.sizes.items()
        for name, one in sizes.items()
    ]
    return _table(["", "files", "MB", "MB with gzip"], rows) if rows else []


def _quality(result: Result) -> list[str]:
    rows = [
        [
            f"{peer.capitalize()}: {LANGUAGES[one.lang]} {one.kind}s",
            f"{one.queries}",
            f"{one.pages:,.0f}",
            f"{one.recall:.3f}",
            f"{one.precision:.3f}",
            "–" if one.shown is None else f"{one.shown:.3f}",
            "–" if one.lost is None else f"{one.lost}",
            f"{one.first:.3f}",
            f"{one.in_vain:.1%}",
        ]
        for peer, found in result.quality.items()
        for one in found
    ]
    head = ["", "queries", "pages each", "recall", "precision", "after a second look", "lost by it", "of the first ten"]
    return _table([*head, "queries in vain"], rows) if rows else []


def _wire(result: Result) -> list[str]:
    rows = []
    for peer, answers in result.answered.items():
        for lang in dict.fromkeys(one.lang for one in answers):
            own = [one for one in answers if one.lang == lang]
            taken = [one.milliseconds / 1000 for one in own if one.milliseconds is not None]
            late = len(own) - len(taken)
            cells = [f"{len(own)}", f"{late}" if late else "–", *_spread(taken, "{:.2f}")]
            cells += _spread([one.loaded / 1000 for one in own], "{:.0f}")
            rows.append([f"{peer.capitalize()}: {LANGUAGES[lang]}", *cells, f"{median(one.files for one in own):.0f}"])
    if not rows:
        return []
    head = ["", "queries", "never", "s, median", "90 %", "most", "KB, median", "90 %", "most", "files, median"]
    lines = _table(head, rows)
    for peer, files in result.opened.items():
        named = ", ".join(f"{name} {size / 1000:.1f}" for name, size in sorted(files.items(), key=lambda one: -one[1]))
        lines += [
            "",
            f"{peer.capitalize()}, before the first query, KB: {sum(files.values()) / 1000:.1f} in all; {named}.",
        ]
    return lines


def _spread(values: Sequence[float], form: str) -> list[str]:
    if not values:
        return ["–"] * 3
    ninth = quantiles(values, n=10, method="inclusive")[8] if len(values) > 1 else values[0]
    return [form.format(one) for one in (median(values), ninth, max(values))]


def _endings(result: Result) -> list[str]:
    lines: list[str] = []
    for truth, outcomes in result.endings.items():
        rows = [[one.rule, f"{one.recall:.3f}", f"{one.precision:.3f}", f"{one.others:,.1f}"] for one in outcomes]
        count = outcomes[0].queries if outcomes else 0
        head = [f"English, {truth}, {count} words", "recall", "precision", "other pages a query"]
        lines += ["", *_table(head, rows)] if rows else []
    return lines[1:]


def _cpu(runs: Sequence[Run]) -> str:
    return _middle([one.cpu for one in runs])


def _wall(runs: Sequence[Run]) -> str:
    return _middle([one.wall for one in runs])


def _middle(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f})"


def _table(head: list[str], rows: Sequence[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]

"""Results as tables and as JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from measure import Run
from preview import Seen

Rounds = tuple[dict[str, Run], ...]
TITLES = {
    "cold": "cold",
    "nothing": "nothing changed",
    "body": "a body edited",
    "title": "a title edited",
}

EACH = ("cold", "nothing", "body", "title")


@dataclass(frozen=True)
class Result:
    """What was found of one generator on one corpus.

    extra: files that not every generator makes. missing: files that all have to make, and it did not. differing: files
    that are not those of a cold build after the edits. wrong: what makes the benchmark fail, in words.
    """

    rounds: Rounds = ()
    files: int | None = None
    extra: int | None = None
    missing: int | None = None
    megabytes: float | None = None
    differing: int | None = None
    seen: Seen | None = None
    wrong: tuple[str, ...] = ()

    def values(self, scenario: str, figure: str) -> list[float]:
        """A figure of a scenario, from every round that has it."""
        found = (getattr(one[scenario], figure) for one in self.rounds if scenario in one)
        return [value for value in found if value is not None]


def comparison(pages: int, results: dict[str, Result]) -> str:
    """A column for each generator, a row for each figure; ratios to the first of them."""
    shown = {name: result for name, result in results.items() if result.rounds}
    found = list(shown.values())
    rows = [row for scenario in TITLES for row in _scenario(scenario, found)]
    rows += [_preview("body", found), _preview("title", found)]
    rows.append(_row("preview, MB", ["–" if not one.seen else _number(one.seen.peak, 0) for one in found]))
    rows += _output(found)
    others = [[run.others for one in result.rounds for run in one.values()] for result in found]
    rows.append(_row("taken by others, median and most", [_share(one) for one in others]))
    first = next(iter(shown), "none")
    lines = [f"### {pages:,} articles", "", *_table(["", *shown], [row for row in rows if row])]
    lines += ["", f"Median (best) of the rounds; × is the ratio to {first}.", *_wrong(results)]
    return "\n".join(lines) + "\n"


def _scenario(scenario: str, found: Sequence[Result]) -> Iterator[list[str]]:
    title = TITLES[scenario]
    yield _row(f"**{title}**, s", _ratios(found, lambda one: one.values(scenario, "wall")))
    yield _row(f"{title}, CPU s", _ratios(found, lambda one: one.values(scenario, "cpu")))
    yield _row(f"{title}, MB", [_number(max(one.values(scenario, "peak"), default=None), 0) for one in found])


def _preview(where: str, found: Sequence[Result]) -> list[str]:
    def times(result: Result) -> list[float]:
        return [1000 * one for one in getattr(result.seen, where)] if result.seen else []

    return _row(f"**{where}: save to visible**, ms", _ratios(found, times, digits=0))


def _output(found: Sequence[Result]) -> Iterator[list[str]]:
    for title, figure in (
        ("files", "files"),
        ("of them extra", "extra"),
        ("missing", "missing"),
        ("unlike a cold build, after the edits", "differing"),
    ):
        yield _row(title, [_number(getattr(one, figure), 0) for one in found])
    yield _row("output, MB", [_number(one.megabytes, 1) for one in found])


def _ratios(found: Sequence[Result], values: Callable[[Result], list[float]], digits: int = 2) -> list[str]:
    """The median and the best of each, and how it stands to the first."""
    medians = [_median(values(one)) for one in found]
    first = medians[0] if medians else None
    cells = []
    for one, middle in zip(found, medians, strict=True):
        if middle is None:
            cells.append("–")
            continue
        ratio = f" {middle / first:.2f}×" if first else ""
        cells.append(f"{middle:,.{digits}f} ({min(values(one)):,.{digits}f}){ratio}")
    return cells


def growth(sizes: dict[int, dict[str, Result]]) -> str:
    """Whether time and memory grow as the site does: milliseconds and kilobytes for each article."""
    head = ["generator", "articles"]
    head += [f"{title}, s" for title in TITLES.values()] + [f"{name}, ms an article" for name in EACH]
    head += ["cold, MB", "cold, KB an article", "unlike a cold build"]
    rows, wrong = [], []
    for name in next(iter(sizes.values())):
        for pages, results in sizes.items():
            rows.append([name, f"{pages:,}", *_growth(results[name], pages)])
            wrong += _wrong({name: results[name]})
    return "\n".join([*_table(head, rows), "", "Medians of the rounds.", *wrong]) + "\n"


def _growth(result: Result, pages: int) -> list[str]:
    middle = {name: _median(result.values(name, "wall")) for name in TITLES}
    each = [None if one is None else 1000 * one / pages for one in (middle[name] for name in EACH)]
    peak = max(result.values("cold", "peak"), default=None)
    return [
        *(_number(one, 2) for one in middle.values()),
        *(_number(one, 3) for one in each),
        _number(peak, 0),
        _number(peak and 1024 * peak / pages, 1),
        _number(result.differing, 0),
    ]


def machine(facts: dict[str, object]) -> str:
    """What it was measured on and with."""
    versions = facts["versions"]
    assert isinstance(versions, dict)
    used = "; ".join(" ".join(f"{tool} {number}" for tool, number in one.items()) for one in versions.values())
    keys = ("date", "processor", "cores", "memory_gb", "system", "libc", "python", "file_system", "seed", "runs")
    about = " · ".join(f"{key.replace('_', ' ')} {facts[key]}" for key in keys if facts[key])
    return f"{about}\n\n{used}\n"


def plain(facts: dict[str, object], sizes: dict[int, dict[str, Result]]) -> dict[str, object]:
    """All of it for JSON."""
    return {
        "measured": facts,
        "sizes": [
            {"pages": pages, "peers": {name: asdict(result) for name, result in results.items()}}
            for pages, results in sizes.items()
        ],
    }


def _wrong(results: dict[str, Result]) -> list[str]:
    return [f"\n**{name}: {one.partition(chr(10))[0]}**" for name, result in results.items() for one in result.wrong]


def _row(title: str, cells: list[str]) -> list[str]:
    """A row, or nothing where no generator has the figure."""
    return [title, *cells] if any(cell != "–" for cell in cells) else []


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _share(values: Sequence[float | None]) -> str:
    known = [one for one in values if one is not None]
    return f"{median(known):.0%}, {max(known):.0%}" if known else "–"

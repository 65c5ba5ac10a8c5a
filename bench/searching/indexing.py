"""What an index costs: processor time of a build from nothing and after an edit, files that change, bytes."""

import gzip
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import checks
import corpus
import measure
from corpus import Article
from measure import Run
from peers.base import said, tool

from searching.stories import Site, edited
from searching.truth import MARK, marked

PAGEFIND = tool(
    "PAGEFIND", "venv/lib/python3*/site-packages/pagefind_bin_extended/pagefind_extended", "pagefind_extended"
)
LEVEL = 6  # of gzip, as servers have it


@dataclass(frozen=True)
class Edit:
    """A build after an edit: with the search and without, what changed of the site, and of the search."""

    searched: Run
    plain: Run
    files: int
    search_files: int
    search_bytes: int


@dataclass(frozen=True)
class Built:
    """Builds from nothing, with a search and without, in pairs; and edits of a body and of a title."""

    searched: tuple[Run, ...]
    plain: tuple[Run, ...]
    body: tuple[Edit, ...]
    title: tuple[Edit, ...]


@dataclass(frozen=True)
class Size:
    """So many files, their bytes, and their bytes with gzip, each by itself."""

    files: int
    raw: int
    packed: int


@dataclass(frozen=True)
class Indexed:
    """Pagefind's runs over the finished site, from nothing, and the files that another one changed after an edit."""

    runs: tuple[Run, ...]
    changed: int
    changed_bytes: int


def krama(searched: Site, plain: Site, runs: int) -> Built:
    """Builds of two sites that differ in their search alone, in turns; each round ends with edits."""
    with_search, without, bodies, titles = [], [], [], []
    for number in range(runs):
        for site, taken in ((plain, without), (searched, with_search)):
            site.save(edited(site.found))
            site.clean()
            taken.append(measure.run(site.command, site.root))
        bodies.append(_edit(searched, plain, number, titled=False))
        titles.append(_edit(searched, plain, number, titled=True))
    return Built(tuple(with_search), tuple(without), tuple(bodies), tuple(titles))


def _edit(searched: Site, plain: Site, number: int, titled: bool) -> Edit:
    """A paragraph of another article at the end of a body; or then, besides, a piece of its title behind a title."""
    article = edited(searched.found)
    other = [one for one in searched.found if one.lang == article.lang and one != article][number]
    title = f"{article.title} {other.title.split()[0]}" if titled else article.title
    made = replace(article, title=title, body=f"{article.body}\n{_paragraph(other)}\n")
    before = checks.digests(searched.public)
    runs = []
    for site in (plain, searched):
        site.save(made)
        runs.append(measure.run(site.command, site.root))
    changed = checks.differing(before, checks.digests(searched.public))
    of_search = [name for name in changed if "/search/" in name]
    size = sum((searched.public / name).stat().st_size for name in of_search)
    return Edit(runs[1], runs[0], len(changed), len(of_search), size)


def _paragraph(article: Article) -> str:
    """The first that is plain."""
    return next(one for one in article.body.split("\n\n") if one[0] not in "#-|>1![")


def krama_sizes(public: Path) -> dict[str, Size]:
    """The index, and what results show."""
    folders = [public / lang / "search" for lang in corpus.LANGUAGES]
    return {name: size(path for folder in folders for path in (folder / name).iterdir()) for name in ("terms", "texts")}


def size(paths: Iterable[Path]) -> Size:
    """Files together, each packed by itself; what is packed already stays as it is."""
    files = raw = packed = 0
    for path in paths:
        data = path.read_bytes()
        files, raw, packed = files + 1, raw + len(data), packed + len(pack(data))
    return Size(files, raw, packed)


def pack(data: bytes) -> bytes:
    """Bytes as a server sends them."""
    return data if data[:2] == b"\x1f\x8b" else gzip.compress(data, LEVEL, mtime=0)


def pagefind_version() -> str:
    """Pagefind's version, or nothing where it is not installed."""
    return said(PAGEFIND, "--version").rpartition(" ")[2]


def copy(site: Site, folder: Path) -> None:
    """The pages of the articles, with marks at what Pagefind is to search."""
    for article in site.found:
        _copy(site, folder, article.address)


def _copy(site: Site, folder: Path, address: str) -> None:
    path = folder / address / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    html = (site.public / address / "index.html").read_text(encoding="utf-8")
    path.write_text(marked(html), encoding="utf-8")


def pagefind(site: Site, folder: Path, runs: int) -> Indexed:
    """Index a folder of pages some times, and once more after an article was edited."""
    made, original, bundle = [], edited(site.found), folder / "pagefind"
    command = [PAGEFIND, "--site", str(folder), "--silent"]
    for _ in range(runs):
        shutil.rmtree(bundle, ignore_errors=True)
        made.append(measure.run(command, folder))
    before = checks.digests(bundle)
    path = folder / original.address / "index.html"
    kept = path.read_text(encoding="utf-8")
    others = [one for one in site.found if one.lang == original.lang and one != original]
    head, body, rest = kept.partition(f'<div class="body" {MARK}>')
    path.write_text(f"{head}{body}<p>{_paragraph(others[0])}</p>{rest}", encoding="utf-8")
    shutil.rmtree(bundle)
    measure.run(command, folder)
    now = checks.digests(bundle)
    changed = [name for name, digest in now.items() if before.get(name) != digest]
    volume = sum((bundle / name).stat().st_size for name in changed)
    path.write_text(kept, encoding="utf-8")
    shutil.rmtree(bundle)
    measure.run(command, folder)
    return Indexed(tuple(made), len(changed), volume)


def pagefind_sizes(folder: Path) -> dict[str, Size]:
    """The index, what results show, and what is loaded first: numbers of pages, program."""
    bundle = folder / "pagefind"
    first = [path for path in bundle.iterdir() if path.suffix in {".pf_meta", ".pagefind"}]
    first += [bundle / "pagefind.js", bundle / "pagefind-entry.json"]
    return {
        "terms": size((bundle / "index").iterdir()),
        "texts": size((bundle / "fragment").iterdir()),
        "first": size(first),
    }

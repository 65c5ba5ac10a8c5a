"""What every generator has to make, and whether two builds made the same."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import corpus
from corpus import Article
from peers.base import PAGE_SIZE


def expected(found: Sequence[Article]) -> frozenset[str]:
    """The files of the finished site, by their paths: the same for every generator."""
    files = {"sitemap.xml", *(name for name, _ in corpus.static())}
    for lang in corpus.LANGUAGES:
        own = [one for one in found if one.lang == lang]
        files |= {f"{lang}/feed.xml", *(f"{address}index.html" for address in _addresses(lang, own))}
        files |= {f"{lang}/tags/{tag}/feed.xml" for one in own for tag in one.tags}
    return frozenset(files)


def _addresses(lang: str, own: list[Article]) -> Iterator[str]:
    yield from (f"{lang}/", f"{lang}/tags/", f"{lang}/archive/")
    lists: dict[str, int] = {}
    for one in own:
        yield one.address
        yield f"{lang}/archive/{one.date:%Y}/"
        yield f"{lang}/archive/{one.date:%Y/%m}/"
        for name in (one.section, *(f"tags/{tag}" for tag in one.tags)):
            lists[name] = lists.get(name, 0) + 1
    for name, count in lists.items():
        yield f"{lang}/{name}/"
        yield from (f"{lang}/{name}/page/{number}/" for number in range(2, -(-count // PAGE_SIZE) + 1))


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder and the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The files that are not the same in both, or are missing in one."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))

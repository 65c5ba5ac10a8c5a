"""No two texts of a language have the same title: readers, searches and feeds could not tell them apart."""

from collections.abc import Iterator
from hashlib import blake2b

from krama.model import Document
from krama.problems import Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Site

LENGTH = 8  # bytes of a mark


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Titles that a text shares with another; told of all but the first, which is named."""
    held: dict[tuple[str, str], list[Document]] = {}
    for article in site.articles:
        document = article.document
        held.setdefault((document.lang, document.matter.title.casefold()), []).append(document)
    for documents in held.values():
        if len(documents) > 1:
            first, *others = sorted(documents, key=lambda one: one.path)
            for one in others:
                message = said('the title "{}" is also that of {}', one.matter.title, first.path)
                hint = said("give each a title of its own, with the day or the place, or delete one of the two")
                yield Problem(one.path, one.lines.get("title", 1), message, hint, "warning")


def marks(site: Site) -> dict[str, bytes]:
    """Digests of all titles by language, one behind the other: by them an edit knows a title that is taken."""
    found: dict[str, list[bytes]] = {lang: [] for lang in site.config.languages}
    for article in site.articles:
        found[article.document.lang].append(_mark(article.document.matter.title))
    return {lang: b"".join(sorted(held)) for lang, held in found.items()}


def retitled(marks: bytes, old: str, new: str) -> bytes | None:
    """The marks after one text got another title; None where the old or the new one is that of another text, too."""
    before, after = _mark(old), _mark(new)
    places = _places(marks, before)
    if old != new and (len(places) != 1 or (before != after and _places(marks, after))):
        return None
    if before == after:
        return marks
    return marks[: places[0]] + after + marks[places[0] + LENGTH :]


def _mark(title: str) -> bytes:
    return blake2b(title.casefold().encode(), digest_size=LENGTH).digest()


def _places(marks: bytes, mark: bytes) -> list[int]:
    places, at = [], marks.find(mark)
    while at >= 0:
        if at % LENGTH == 0:
            places.append(at)
        at = marks.find(mark, at + 1)
    return places

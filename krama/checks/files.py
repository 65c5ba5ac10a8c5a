"""Pictures, documents and photos that front matter names are there."""

from collections.abc import Iterator

from krama import references
from krama.model import Document
from krama.problems import Problem
from krama.recipes import Output
from krama.site import Site


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """A file that front matter names and nobody has put in place."""
    for article in site.articles:
        for key, written in _named(article.document):
            if references.file(written, article.document, site.library) is None:
                yield references.missing_file(written, article.document, key, site.library)


def _named(document: Document) -> Iterator[tuple[str, str]]:
    matter = document.matter
    if matter.image:
        yield "image", matter.image.src
    yield from (("documents", one.file) for one in matter.documents)
    yield from (("photos", one.file) for one in matter.photos)

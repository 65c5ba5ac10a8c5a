"""Pictures that readers are shown are light enough for a telephone."""

from collections.abc import Iterator

from krama import references
from krama.problems import Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Article, Site
from krama.sources import PICTURES


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Pictures heavier than the limit that some page shows: each is told once, with the first text that shows it."""
    most = site.config.settings.limits.picture_kb
    heavy = {
        one.path: one.size for one in site.assets if one.size > most * 1000 and one.path.lower().endswith(PICTURES)
    }
    if not heavy:
        return
    users: dict[str, str] = {}
    for article in sorted(site.articles, key=lambda one: one.document.path):
        for path in _shown(article, site):
            users.setdefault(path, article.document.path)
    for path, size in heavy.items():
        if path in users:
            message = said("the picture weighs {} KB, and {} shows it", round(size / 1000), users[path])
            hint = said("make it smaller: at most 1,600 pixels wide, as JPEG or WebP, and at most {} KB", most)
            yield Problem(path, 0, message, hint, "warning")


def _shown(article: Article, site: Site) -> Iterator[str]:
    """The files of the pictures on the page of a story."""
    document = article.document
    image, photos = document.matter.image, document.matter.photos
    for written in (*((image.src,) if image else ()), *(one.file for one in photos)):
        asset = references.file(written, document, site.library)
        if asset:
            yield asset.path
    yield from article.pictures

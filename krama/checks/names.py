"""Tags, authors and programmes that nothing else knows: they are shown as written, with a warning."""

import re
from collections.abc import Iterator

from krama.problems import Problem, did_you_mean
from krama.recipes import Output
from krama.said import Said, said
from krama.site import Site


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Names that stand neither in site.toml nor, for programmes, in a file name."""
    settings = site.config.settings
    programmes = dict.fromkeys(sorted(one.document.slug for one in site.articles if one.card.kind == "programmes"))
    tags, authors = settings.tags.keys(), settings.people.keys()
    for article in site.articles:
        document, matter = article.document, article.document.matter
        for key, written, known in (
            ("tags", matter.tags, tags),
            ("authors", matter.authors, authors),
            ("programmes", matter.programmes, programmes),
        ):
            for one in written:
                if one not in known:
                    message = said('"{}" names "{}", which is not known', key, one)
                    hint = did_you_mean(one, list(known), _hint(key, one))
                    yield Problem(document.path, document.lines.get(key, 1), message, hint, "warning")


def _hint(key: str, written: str) -> Said:
    """How a name becomes known."""
    bare = written if re.fullmatch(r"[A-Za-z0-9_-]+", written) else f'"{written}"'
    if key == "tags":
        return said('add it to site.toml: [tags] {} = {{ en = "…", km = "…" }}', bare)
    if key == "authors":
        return said("add [people.{}] to site.toml", bare)
    return said("write the file name of a programme, without .md")

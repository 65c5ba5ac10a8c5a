"""Tags, authors and programmes that nothing else knows: they are shown as written, with a warning."""

import re
from collections.abc import Iterator

from krama.problems import Problem, did_you_mean
from krama.recipes import Output
from krama.site import Site


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Names that stand neither in site.toml nor, for programmes, in a file name."""
    settings = site.config.settings
    programmes = sorted({one.document.slug for one in site.articles if one.card.kind == "programmes"})
    for article in site.articles:
        document, matter = article.document, article.document.matter
        for key, written, known, otherwise in (
            ("tags", matter.tags, list(settings.tags), 'add it to site.toml: [tags] {} = {{ en = "…", km = "…" }}'),
            ("authors", matter.authors, list(settings.people), "add [people.{}] to site.toml"),
            ("programmes", matter.programmes, programmes, "write the file name of a programme, without .md"),
        ):
            for one in written:
                if one not in known:
                    message = f'"{key}" names "{one}", which is not known'
                    bare = one if re.fullmatch(r"[A-Za-z0-9_-]+", one) else f'"{one}"'
                    hint = did_you_mean(one, known, otherwise.format(bare))
                    yield Problem(document.path, document.lines.get(key, 1), message, hint, "warning")

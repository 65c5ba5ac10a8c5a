"""Files beside texts that are there to be worked on, and would be published."""

from collections.abc import Iterator

from krama.problems import Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Site

OFFICE = (".docx", ".doc", ".odt", ".rtf")


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Files of word processors below content/: they are published as they are."""
    for asset in site.assets:
        if asset.path.startswith("content/") and asset.path.lower().endswith(OFFICE):
            message = said("this file is published as it is, with all changes and comments that Word keeps in it")
            hint = said("save it as PDF, or put it into static/documents if readers shall have it so")
            yield Problem(asset.path, 0, message, hint, "warning")

"""Menu items with an address of their own lead to something that is there."""

from collections.abc import Iterator

from krama import urls
from krama.problems import Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Site


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """An address within the site that nothing is made for."""
    settings = site.config.settings
    paths = {output.path for output in outputs}
    for item in (*settings.menu, *settings.footer):
        if item.url.startswith("/") and urls.file(item.url.partition("#")[0].partition("?")[0]) not in paths:
            message = said('the menu item leads to "{}", which is not there', item.url)
            hint = said("write the address of a page, or of a file in a folder of keep_names")
            yield Problem("site.toml", 0, message, hint, "warning")

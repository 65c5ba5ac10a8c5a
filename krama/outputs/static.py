"""Files that are published as they are, and stylesheets with their addresses put in."""

from collections.abc import Iterator

from krama import urls
from krama.recipes import Copy, Output, Text
from krama.site import Site


def outputs(site: Site) -> Iterator[Output]:
    """One output for each asset and stylesheet."""
    keep = site.config.settings.keep_names
    for asset in site.assets:
        path = urls.file(urls.asset(asset.path, asset.digest, keep))
        yield Output(path, Copy(asset.path, asset.digest), asset.path)
    for style in site.styles:
        yield Output(urls.file(urls.asset(style.path, style.digest, keep)), Text(style.text), style.path)

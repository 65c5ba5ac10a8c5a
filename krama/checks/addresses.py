"""Each file of the finished site is made by one thing alone."""

from collections.abc import Iterator

from krama.problems import Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Site

LONGEST = 240  # bytes; file systems take 255, and a digest or an ending may be added


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Two outputs for one file, or for two that differ only in capitals, or a file where a folder is needed."""
    first: dict[str, Output] = {}
    folders: dict[str, Output] = {}
    for output in outputs:
        other = first.setdefault(output.path.casefold(), output)
        if other is not output:
            yield _twice(output, other)
        for folder in _above(output.path):
            folders.setdefault(folder, output)
        long = next((part for part in output.path.split("/") if len(part.encode()) > LONGEST), "")
        if long:
            message = said('a part of the address is too long for a file: "{}…"', long[:60])
            hint = said("at most {} bytes; a Khmer letter has three", LONGEST)
            yield Problem(output.source, 0, message, hint)
    for path, output in first.items():
        if path in folders:
            within = folders[path]
            message = said('"/{}" is a file here, and a folder for {}', output.path, within.origin)
            yield Problem(output.source, 0, message, said("change one of the two addresses"))


def _twice(output: Output, other: Output) -> Problem:
    address = "/" + output.path.removesuffix("index.html")
    message = said('the address "{}" is also that of {}', address, other.origin)
    if output.path != other.path:
        message = said(
            'the address "{}" is also that of {} (as "/{}", which some systems take for the same)',
            *(address, other.origin, other.path),
        )
    hint = said("give one of the two another slug or file name, or another address in site.toml")
    return Problem(output.source, 1 if output.origin.endswith(".md") else 0, message, hint)


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path.casefold()

"""The second early exit: where nothing changed but the bodies of some stories, the plan of the last build stands.

What the rest of a site sees of a story is its front matter, its place and its headings' ids; its body only its own page
shows. So if a text is edited and all else of it is as before, the recipe of its page is taken as it was, with the new
body in it, and neither assembling nor planning the other ten thousand pages is needed. Whatever does not fit goes the
long way round.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, structs

from krama import sources
from krama.memo import Memo, decode
from krama.model import Document, Link
from krama.options import Options
from krama.outputs.articles import Story
from krama.plan import Kept, Past, Plan, parse, read_settings
from krama.recipes import Made, Output, Render, Rendered
from krama.shelf import Shelf
from krama.sources import Found, Scan
from krama.standing import Stamp

RecipeOf = Callable[[Kept], Render | None]


class Bodies(Struct, frozen=True):
    """Stories with new bodies: their pages, and what came of their documents by path."""

    outputs: tuple[Output, ...]
    kept: dict[str, Kept]


def replan(options: Options, scan: Scan, past: Past, stamp: Stamp, base: Memo, shelf: Shelf) -> Plan | None:
    """The plan with only the pages whose bodies changed; None where more changed than that.

    stamp: of the last build, whose time has not passed; past: what is known from it.
    """
    found, last = _changed(options, scan, past, stamp), past.found
    if found is None or last is None:
        return None
    names = {path: name for path, name in found.digests.items() if name != last.digests[path]}
    kept = {path: row for path in names if (row := base.load("document", path, Kept))}
    if len(kept) != len(names):
        return None
    new = bodies(
        options.root, structs.replace(found, digests=names), past, kept, shelf, lambda row: _made(row, past, base)
    )
    if new is None:
        return None
    past = structs.replace(past, found=found)
    return Plan(None, new.outputs, stamp.report.problems, past, new.kept, stamp.until)


def bodies(
    root: Path, changed: Found, past: Past, kept: dict[str, Kept], shelf: Shelf, recipe_of: RecipeOf
) -> Bodies | None:
    """The pages of stories whose files changed; None where the rest of the site could see a difference.

    changed: their files only. kept: what came of them before. recipe_of: how the page of a story was made.
    """
    settings, _ = read_settings(root)
    if settings is None:
        return None
    _, parsed, links = parse(root, changed, settings, past.spoken.words, past.reading, kept, shelf, 1)
    outputs, rows = [], {}
    for path, row in kept.items():
        now = structs.replace(row, parsed=parsed[path])
        document, followed = now.parsed.document, row.followed
        recipe = recipe_of(row) if path in links and _alike(row, now, links[path], shelf) else None
        if document is None or followed is None or recipe is None:
            return None
        outputs.append(Output(row.output, structs.replace(recipe, body=document.body), path))
        rows[path] = structs.replace(now, followed=structs.replace(followed, body=document.body))
    return Bodies(tuple(outputs), rows)


def _changed(options: Options, scan: Scan, past: Past, stamp: Stamp) -> Found | None:
    """The files of the site, if only the bytes of documents differ from those that the last build published."""
    last = past.found
    if last is None or scan.problems or stamp.files != sources.name(last.scan):
        return None
    found = sources.recognise(options.root, scan, last)
    if found.digests.keys() != last.digests.keys():
        return None
    stories = set(sources.documents(found))
    return found if all(last.digests[path] == name or path in stories for path, name in found.digests.items()) else None


def _made(row: Kept, past: Past, base: Memo) -> Render | None:
    """How the page of a story was made for the last build."""
    made = base.load("recipe", row.output, Made)
    if made is None or row.parsed.document is None:
        return None
    last = decode(made.recipe, Rendered)
    frame = past.frames[row.parsed.document.lang]
    return Render(last.template, frame, decode(last.page, Story), last.body, last.references)


def _alike(row: Kept, now: Kept, links: tuple[Link, ...], shelf: Shelf) -> bool:
    """Whether the rest of the site sees no difference, and the links lead where they led."""
    before, after, followed = row.parsed.document, now.parsed.document, row.followed
    if before is None or after is None or followed is None or not row.output:
        return False
    if not (row.parsed.whole and now.parsed.whole) or now.parsed.problems != row.parsed.problems or followed.problems:
        return False
    return _seen(before) == _seen(after) and _targets(shelf.body(before.body).links) == _targets(links)


def _seen(document: Document) -> Document:
    """All of a document that the rest of the site sees."""
    return structs.replace(document, digest="", body="")


def _targets(links: tuple[Link, ...]) -> list[tuple[str, bool]]:
    """What links point to, each once, in order: where they lead depends on nothing else of them."""
    return list(dict.fromkeys((link.target, link.picture) for link in links))

"""The second early exit: where only texts changed, and what lists show of them, the plan of the last build stands.

What the rest of a site sees of a story is its place (address, day, tags, language, ids of headings) and its card; and
what is told of it depends on them, too: a title that is that of another text goes the long way. While
the place is as before, no list has another order or length, and no link leads elsewhere. So the recipe of the story's
page is taken as it was, with the new body in it; and where its card changed, so are the recipes that hold the card,
with the new one in them. Neither assembling nor planning the other ten thousand pages is needed. Whatever does not
fit goes the long way round.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from msgspec import Struct, structs

from krama import documents, index, sources, urls
from krama.checks import titles
from krama.memo import Memo, decode
from krama.model import AnyMatter, Card, Document, Link, News, Workshop
from krama.options import Options
from krama.outputs import AnySketch
from krama.outputs.articles import Story
from krama.pages import Frame, Sketch
from krama.plan import Kept, Past, Plan
from krama.problems import Problem, ordered
from krama.reading import parse
from krama.recipes import Json, Made, Output, Render, Rendered, Stored, renamed
from krama.references import Followed, Library, Trails
from krama.settings import read_settings
from krama.shelf import Shelf
from krama.site import Index, Indexed
from krama.sources import Found, Scan
from krama.standing import Stamp

SHOWN = {"title", "summary", "place", "venue", "organizers", "participants", "countries"}
"""The front matter that decides nothing but what is shown of a dated story."""
MOST_CARDS = 10
"""Changed cards from which the long way is not longer: each costs a look through all recipes, 20 ms for 13,000."""


class Planned(Protocol):
    """What was planned before."""

    def recipe(self, path: str) -> Render | Json | None:
        """How a published file was made."""

    def holding(self, cards: Iterable[str]) -> Iterator[Output]:
        """The outputs whose recipes hold one of these cards."""


class Edits(Struct, frozen=True):
    """Edited stories: the pages that show a difference, what came of the documents by path, all that is wrong now, and
    the marks of all titles.

    What a search finds them by is worked out apart (`shards`), since it takes longer than all the rest.
    """

    outputs: tuple[Output, ...]
    kept: dict[str, Kept]
    problems: tuple[Problem, ...]
    titles: dict[str, bytes]


def replan(options: Options, scan: Scan, past: Past, stamp: Stamp, base: Memo, shelf: Shelf) -> Plan | None:
    """The plan with only the pages that show a difference; None where more changed than texts and cards.

    stamp: of the last build, whose time has not passed; past: what is known from it.
    """
    found, last = _changed(options, scan, past, stamp), past.found
    if found is None or last is None:
        return None
    names = {path: name for path, name in found.digests.items() if name != last.digests[path]}
    kept = {path: row for path in names if (row := base.load("document", path, Kept))}
    if len(kept) != len(names):
        return None
    changed, before = structs.replace(found, digests=names), _Remembered(base, past.frames)
    new = edits(options, changed, past, kept, stamp.report.problems, shelf, before)
    if new is None:
        return None
    indexes, found_by = shards({path: row.indexed for path, row in kept.items()}, new.kept, past.indexes, shelf)
    past = structs.replace(past, found=found, indexes=indexes, titles=new.titles)
    return Plan(None, (*new.outputs, *found_by), new.problems, past, new.kept, stamp.until)


def edits(
    options: Options,
    changed: Found,
    past: Past,
    kept: dict[str, Kept],
    problems: tuple[Problem, ...],
    shelf: Shelf,
    before: Planned,
    library: Library | None = None,
) -> Edits | None:
    """What edited stories change; None where it is more than their texts and cards.

    changed: their files only. kept: what came of them before. problems: all that was told before. library: all that can
    be linked to, where it is at hand; without it, no link may be another.
    """
    settings, _ = read_settings(options.root)
    if settings is None:
        return None
    last = {path: row.parsed for path, row in kept.items()}
    _, parsed, links = parse(options, changed, settings, past.spoken.words, past.reading, last, shelf)
    told = {problem.path for problem in problems}
    rows, outputs, names = dict[str, Kept](), dict[str, Output](), dict[str, str]()
    marks = dict(past.titles)
    for path, row in kept.items():
        now = structs.replace(row, parsed=parsed[path])
        document, recipe = now.parsed.document, before.recipe(row.output)
        alike = path in links and _alike(row, now, links[path], shelf, told=path in told, follows=library is not None)
        followed = _followed(row, document, links[path], library, shelf) if document and alike else None
        if document is None or followed is None or not isinstance(recipe, Render):
            return None
        card = _card(shelf.card(row.card), document)
        if card.name != row.card:
            retitled = titles.retitled(marks[document.lang], shelf.card(row.card).title, card.title)
            if retitled is None or not _only_shown(card, document, past.frames):
                return None
            marks[document.lang] = retitled
            names[row.card] = card.name
            shelf.show([card], ())
        page = structs.replace(recipe.page, matter=_spelled_alike(document.matter, recipe.page))
        own = Output(
            row.output, structs.replace(recipe, body=document.body, references=followed.references, page=page), path
        )
        outputs |= {one.path: one for one in (own, *_passage(row, document, before))}
        indexed = structs.replace(row.indexed, terms=document.terms) if row.indexed else None
        rows[path] = structs.replace(now, followed=followed, card=card.name, indexed=indexed)
    if len(names) > MOST_CARDS:
        return None
    if names:
        for output in (*before.holding(names), *outputs.values()):
            held = outputs.get(output.path, output)
            assert isinstance(held.recipe, Render | Json)
            outputs[output.path] = Output(held.path, renamed(held.recipe, names), held.origin)
    return Edits(tuple(outputs.values()), rows, _told(problems, kept, rows), marks)


def _told(problems: tuple[Problem, ...], kept: dict[str, Kept], rows: dict[str, Kept]) -> tuple[Problem, ...]:
    """All that is wrong, with what is wrong now in the edited texts in place of what was.

    problems: in order, so that those of a text stand together; to put thousands in order anew takes 60 ms.
    """
    for path, row in rows.items():
        before, after = set(kept[path].parsed.problems), set(row.parsed.problems)
        if before != after:
            start, end = (bisect(problems, path, key=lambda one: one.path) for bisect in (bisect_left, bisect_right))
            problems = (*problems[:start], *ordered(set(problems[start:end]) - before | after), *problems[end:])
    return problems


def shards(
    before: dict[str, Indexed | None], rows: dict[str, Kept], indexes: dict[str, Index], shelf: Shelf
) -> tuple[dict[str, Index], tuple[Output, ...]]:
    """The search indexes with edited stories in them, and the shards that differ.

    before: how a search knew them. rows: what came of them. The shelf takes the new shards.
    """
    changes: dict[str, list[index.Change]] = {}
    for path, old in before.items():
        new, document = rows[path].indexed, rows[path].parsed.document
        if old and new and document and old != new:
            changes.setdefault(document.lang, []).append((new.number, old, new))
    now, outputs = dict(indexes), list[Output]()
    for lang, found in changes.items():
        last = indexes[lang]
        now[lang] = structs.replace(last, shards=index.edit(found, last, shelf))
        outputs += (
            Output(urls.file(urls.shard(lang, number)), Stored(one), f"content/{lang}")
            for number, one in enumerate(now[lang].shards)
            if one != last.shards[number]
        )
    return now, tuple(outputs)


def _changed(options: Options, scan: Scan, past: Past, stamp: Stamp) -> Found | None:
    """The files of the site, if only the bytes of documents differ from those that the last build published."""
    last = past.found
    if last is None or scan.problems or stamp.files != sources.name(last.scan):
        return None
    found = sources.recognise(options.root, scan, last)
    if found.digests.keys() != last.digests.keys():
        return None
    stories = set(sources.documents(found.digests))
    return found if all(last.digests[path] == name or path in stories for path, name in found.digests.items()) else None


def _alike(row: Kept, now: Kept, links: tuple[Link, ...], shelf: Shelf, *, told: bool, follows: bool) -> bool:
    """Whether a story stands where it stood and its links lead where they led.

    told: something is wrong with it. follows: its links are followed anew, so that it may have others; and it may have
    more headings than before, which no link can lead to yet.
    """
    before, after, followed = row.parsed.document, now.parsed.document, row.followed
    if before is None or after is None or followed is None or not row.output:
        return False
    if not (row.parsed.whole and now.parsed.whole) or followed.problems:
        return False
    if told and before.lines != after.lines:
        return False
    if follows:
        return set(before.ids) <= set(after.ids) and _place(before, ids=False) == _place(after, ids=False)
    return _place(before) == _place(after) and _targets(shelf.body(before.body).links) == _targets(links)


def _followed(
    row: Kept, document: Document, links: tuple[Link, ...], library: Library | None, shelf: Shelf
) -> Followed | None:
    """Where the links of an edited story lead: as before, or followed anew where all that can be linked to is at hand;
    None where one leads nowhere, or where it shows other pictures, since those are weighed."""
    if row.followed is None or library is None:
        return row.followed and structs.replace(row.followed, body=document.body)
    found = Trails({}, "", lambda _: links, shelf.keep).follow(document, library)
    return None if found.problems or found.pictures != row.followed.pictures else found


def _place(document: Document, *, ids: bool = True) -> Document:
    """All of a document that decides more than what is shown of it; ids: with those of its headings."""
    matter = structs.asdict(document.matter)
    bare = structs.replace(document.matter, **{field: type(matter[field])() for field in SHOWN & matter.keys()})
    return structs.replace(
        document, digest="", body="", terms="", excerpt="", lines={}, matter=bare, ids=document.ids if ids else ()
    )


def _spelled_alike(matter: AnyMatter, page: Sketch) -> AnyMatter:
    """Front matter with its tags and authors as the site spells them; they are the same as before."""
    assert isinstance(page, Story)
    return structs.replace(matter, tags=page.matter.tags, authors=page.matter.authors)


def _passage(row: Kept, document: Document, before: Planned) -> Iterator[Output]:
    """What a search shows of a story, with its new text; nothing where there is no search."""
    if row.indexed is None:
        return
    path = urls.file(urls.passage(document.lang, row.indexed.number))
    recipe = before.recipe(path)
    assert isinstance(recipe, Json)
    page = structs.replace(recipe.page, said=documents.facts(document.matter))
    yield Output(path, structs.replace(recipe, page=page, body=document.body), document.path)


def _targets(links: tuple[Link, ...]) -> list[tuple[str, bool]]:
    """What links point to, each once, in order: where they lead depends on nothing else of them."""
    return list(dict.fromkeys((link.target, link.picture) for link in links))


def _card(card: Card, document: Document) -> Card:
    """A card with what is shown of its document now."""
    matter = document.matter
    return structs.replace(card, title=matter.title, summary=matter.summary or document.excerpt, place=matter.place)


def _only_shown(card: Card, document: Document, frames: dict[str, Frame]) -> bool:
    """Whether a card decides no order and is named in no menu: it is that of a dated story."""
    dated = isinstance(document.matter, News | Workshop) and document.matter.date is not None
    return dated and not any(card.url == url for frame in frames.values() for url in _named(frame))


def _named(frame: Frame) -> Iterator[str]:
    yield from (label.url for label in (*frame.menu, *frame.footer))
    if frame.hotline and frame.hotline.link:
        yield frame.hotline.link.url


class _Remembered:
    """What the last build planned, in its memo."""

    def __init__(self, base: Memo, frames: dict[str, Frame]) -> None:
        self.base = base
        self.frames = {frame.key: frame for frame in frames.values()}

    def recipe(self, path: str) -> Render | Json | None:
        """How a published file was made."""
        made = self.base.load("recipe", path, Made)
        return None if made is None else self._restored(made)

    def holding(self, cards: Iterable[str]) -> Iterator[Output]:
        """The outputs whose recipes hold one of these cards."""
        for card in cards:
            for path, made in self.base.holding("recipe", card.encode(), Made).items():
                if recipe := self._restored(made):
                    yield Output(path, recipe, made.origin)

    def _restored(self, made: Made) -> Render | Json | None:
        if not made.sketched:
            return None
        row = decode(made.recipe, Rendered)
        frame, page = self.frames[row.frame], decode(row.page, cast("type[Sketch]", AnySketch))
        return (
            Json(frame, page, row.body)
            if row.kind == "Json"
            else Render(row.template, frame, page, row.body, row.references)
        )

"""A site held in memory for the preview: told which files were saved, it knows within milliseconds what its pages are.

The same stages as a build, with the same early exits; only that pages are made when they are asked for, and nothing is
published. While an error stands in a file, its last good text is shown in its place, and the other files are shown as
they are.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from msgspec import structs

from krama import engine, sources, urls
from krama.digests import digest
from krama.documents import Parsed
from krama.make import Code, Workshop
from krama.memo import Damaged, Memo
from krama.model import Document
from krama.options import Options
from krama.plan import Kept, Past, Plan, plan, scan
from krama.problems import Problem, errors, ordered, refused
from krama.publish import Public
from krama.recipes import Json, Output, Recipe, Render, names
from krama.references import Library
from krama.replan import edits, shards
from krama.settings import SITE
from krama.shelf import Shelf
from krama.site import Indexed
from krama.sources import Found, Scan
from krama.standing import MEMO, PAST
from krama.templates import TemplateMistake
from krama.weight import sent

SHARDS = "/search/terms/"
"""In the addresses of the shards of a search index."""


class Live:
    """One site, as it is now. Its methods may be called from several threads; each waits for the others."""

    def __init__(self, options: Options, state: Path, clock: Callable[[], datetime] | None = None) -> None:
        """state: a folder for the memo. What an earlier preview knew is used, or else what the last build did.

        clock: tells the time, since a preview runs for days; without it that of the options stands.
        """
        self.options = options
        self.clock = clock or (lambda: options.now)
        self.lock = threading.RLock()
        self.state = state
        began = sources.clock(state)
        built = Public(options.out).state / MEMO
        if built.exists() and not (state / MEMO).exists():
            shutil.copyfile(built, state / MEMO)
        here = engine.recognise(None, began)
        try:
            self.base, self.past, self.kept = _remembered(state / MEMO, here.name)
        except Damaged:
            (state / MEMO).unlink()
            self.base, self.past, self.kept = _remembered(state / MEMO, here.name)
        self.shelf = Shelf(self.base)
        self.outputs: dict[str, Output] = {}
        self.problems: tuple[Problem, ...] = ()
        self.good: dict[str, Parsed] = {}
        self.sizes: dict[Recipe, int] = {}
        self.tools: Workshop | None = None
        self.holders: dict[str, list[str]] | None = None
        self.unsearched: dict[str, Indexed | None] = {}
        self.until: datetime | None = None
        self.library: Library | None = None
        self.missed = False
        self.version = 0

    def refresh(self, touched: frozenset[str] | None = None) -> bool:
        """Takes in what was saved; True if any page may have changed.

        touched: the paths from the root of all files that may have changed, None where that is not known. Where the
        system refuses a file (somebody else holds it), that is told, `missed` is set, and it is to be tried again.
        """
        with self.lock:
            known = None if self.missed or (self.until and self.clock() >= self.until) else touched
            self.missed = False
            try:
                try:
                    return self._refresh(known)
                except Damaged:
                    self._forget()
                    return self._refresh(None)
            except OSError as error:
                self.missed = True
                told = ordered((*self.problems, refused(error, self.options.root)))
                new, self.problems = told != self.problems, told
                self.version += new
                return new

    def _forget(self) -> None:
        """Begins anew without what was remembered."""
        self.base.__exit__()
        (self.state / MEMO).unlink(missing_ok=True)
        self.base, self.past, self.kept = _remembered(self.state / MEMO, self.past.engine)
        self.shelf, self.good, self.unsearched = Shelf(self.base), {}, {}

    def _refresh(self, touched: frozenset[str] | None) -> bool:
        began = sources.clock(self.state)
        if touched is not None and (found := self._again(touched, began)) is not None:
            if not found.digests:
                return False
            if self._edits(found):
                self.version += 1
                return True
            last = self.past.found
            assert last is not None
            seen = structs.replace(last.scan, files=last.scan.files | found.scan.files)
            whole = scan(self.options.root, began, seen)  # another one, if site.toml names other languages
        else:
            whole = scan(self.options.root, began, None)
        self.options = structs.replace(self.options, now=self.clock())
        good = self._good()
        searched = {path: structs.replace(self.kept[path], indexed=one) for path, one in self.unsearched.items()}
        self._take(plan(self.options, whole, self.past, self.kept | searched, self.shelf, good), good)
        self.unsearched = {}
        self.version += 1
        return True

    def page(self, url: str) -> tuple[str, bytes] | None:
        """The published path and the bytes of what lies at an address, None where nothing does.

        Raises TemplateMistake where it cannot be made.
        """
        with self.lock:
            path = self.path(url)
            return None if path is None else (path, self.make(path))

    def make(self, path: str) -> bytes:
        """The bytes of a published file. Raises TemplateMistake where it cannot be made."""
        assert self.tools is not None
        if self.unsearched and SHARDS in path:
            self._search()
        return self.outputs[path].recipe.make(self.tools)

    def _search(self) -> None:
        """Puts edited stories into the search indexes: when a search asks, since a paragraph takes up to a second."""
        rows = {path: self.kept[path] for path in self.unsearched}
        indexes, found = shards(self.unsearched, rows, self.past.indexes, self.shelf)
        self.past = structs.replace(self.past, indexes=indexes)
        self.outputs.update((output.path, output) for output in found)
        self.unsearched = {}

    def origin(self, path: str) -> str:
        """The file of the site that a published one is made from, "" where there is none."""
        output = self.outputs.get(path)
        return output.source if output else ""

    def knows(self, path: str) -> bool:
        """Whether a path from the root is that of a file of the site."""
        return path in self._files()

    def document(self, path: str) -> Document | None:
        """The document that a published page shows."""
        origin = self.origin(path)
        row = self.kept.get(origin)
        return None if row is None or row.output != path else self.good.get(origin, row.parsed).document

    def sent(self, url: str) -> int | None:
        """The bytes on the way of a file at an address of the site, None where there is none."""
        path = self.path(url)
        if path is None or self.tools is None:
            return None
        recipe = self.outputs[path].recipe
        if recipe not in self.sizes:
            try:
                self.sizes[recipe] = sent(path, recipe.make(self.tools))
            except TemplateMistake:  # it is being saved
                return None
        return self.sizes[recipe]

    def path(self, url: str) -> str | None:
        """The published file that an address leads to."""
        prefix = self.past.prefix
        address = unquote(url)
        if not address.startswith(prefix):
            return None
        address = address.removeprefix(prefix)
        path = f"{address}index.html" if address.endswith("/") or not address else address
        return path if path in self.outputs else None

    def lost(self, url: str) -> str:
        """The address of the page that says that nothing lies at another one, in its language."""
        frames = self.past.frames
        home = next((frame for frame in frames.values() if url.startswith(frame.home)), None)
        return self.past.prefix + urls.lost(home.lang if home else "")

    def _files(self) -> dict[str, str]:
        return self.past.found.digests if self.past.found else {}

    def _again(self, touched: frozenset[str], began: int) -> Found | None:
        """The touched files that have other bytes than before; None where files came or went."""
        last = self.past.found
        if last is None or last.scan.problems or any(problem.path == SITE for problem in errors(self.problems)):
            return None  # of a site.toml that could not be read, nothing was taken in; nor of what is in a wrong place
        gone = {path for path in touched if path not in last.digests and not (self.options.root / path).exists()}
        if any(known.startswith(f"{path}/") for path in gone for known in last.digests):
            return None  # a folder, of which nothing else is told
        touched -= gone
        if not touched <= last.digests.keys():
            return None
        names: dict[str, str] = {}
        files: dict[str, sources.Stamp] = {}
        for path in sorted(touched):
            place = self.options.root / path
            try:
                if place.is_symlink():
                    return None
                files[path] = sources.stamp(place.stat())
                name = digest(place.read_bytes())
            except OSError:
                return None
            if name != last.digests[path]:
                names[path] = name
        return Found(Scan(began, last.scan.places, files), names, {})

    def _edits(self, changed: Found) -> bool:
        """Takes in edited stories, if nothing else changed."""
        last = self.past.found
        kept = {path: self.kept[path] for path in changed.digests if path in self.kept}
        if last is None or len(kept) != len(changed.digests) or errors(self.problems):
            return False
        new = edits(self.options, changed, self.past, kept, self.problems, self.shelf, self, self.library)
        if new is None:
            return False
        for path, row in kept.items():
            self.unsearched.setdefault(path, row.indexed)
        self.problems = new.problems
        for path, row in new.kept.items():
            if row.card != kept[path].card and self.holders is not None:
                self.holders[row.card] = self.holders.pop(kept[path].card)
        self.outputs.update((output.path, output) for output in new.outputs)
        self.kept.update(new.kept)
        self.past = structs.replace(self.past, titles=new.titles)
        # Changed in place: a copy of what is known of ten thousand files takes longer than all the rest of an edit.
        last.digests.update(changed.digests)
        last.scan.files.update(changed.scan.files)
        return True

    def recipe(self, path: str) -> Render | Json | None:
        """How a page is made."""
        output = self.outputs.get(path)
        return output.recipe if output and isinstance(output.recipe, Render | Json) else None

    def holding(self, cards: Iterable[str]) -> Iterator[Output]:
        """The outputs whose recipes hold one of these cards."""
        for path in dict.fromkeys(path for card in cards for path in self.index().get(card, ())):
            yield self.outputs[path]

    def index(self) -> dict[str, list[str]]:
        """The paths of the outputs that hold a card, by its name; made when it is first asked for after a plan."""
        with self.lock:
            if self.holders is None:
                self.holders = {}
                for path, output in self.outputs.items():
                    if isinstance(output.recipe, Render | Json):
                        for card in names(output.recipe.page):
                            self.holders.setdefault(card, []).append(path)
            return self.holders

    def _good(self) -> dict[str, Parsed]:
        """The last text of each document in which no error stood."""
        wrong = {problem.path for problem in errors(self.problems)}
        return self.good | {
            path: row.parsed for path, row in self.kept.items() if row.parsed.whole and path not in wrong
        }

    def _take(self, planned: Plan, good: dict[str, Parsed]) -> None:
        """What was planned is the site from now on; where an error stands in a file, what was made of it stays."""
        self.problems = planned.problems
        self.shelf.flush()
        before, self.kept = self.kept, planned.kept
        with self.base.writing():
            self.base.save("site", [(PAST, planned.past)])
            self.base.save("document", ((path, row) for path, row in self.kept.items() if before.get(path) is not row))
            self.base.drop("document", before.keys() - self.kept.keys())
        if planned.site is None:  # site.toml cannot be read
            return
        wrong = {problem.path for problem in errors(planned.problems)}
        self.good = {path: good[path] for path in wrong & good.keys()}
        self.until, self.library = planned.until, planned.site.library
        self.past = planned.past
        self.sizes = {}
        shown = {output.path: output for output in planned.outputs}
        held = {path: one for path, one in self.outputs.items() if path in shown and self._stays(shown[path], wrong)}
        self.outputs = shown | held
        self.holders = None
        code = self.tools.code.compiled if self.tools else {}
        tools = Workshop(
            self.options.root, self.past.spoken.words, self.shelf, self._files(), Code(self.past.templates, code)
        )
        if self.tools and self.past.studied.problems:
            tools.templates = self.tools.templates  # those that are compiled still hold the last good ones
        self.tools = tools

    def _stays(self, output: Output, wrong: set[str]) -> bool:
        """Whether the last page of a document is better than this one: its text can be read, but leads to nothing."""
        row = self.kept.get(output.origin)
        return row is not None and row.parsed.whole and output.origin in wrong


def _remembered(place: Path, name: str) -> tuple[Memo, Past, dict[str, Kept]]:
    """A memo, and what the engine of this name left in it."""
    base = Memo(place, writing=True, shared=True)
    try:
        past = base.load("site", PAST, Past)
        if past is None or past.engine != name:
            return base, Past(engine=name), {}
        return base, past, base.all("document", Kept)
    except Damaged:
        base.__exit__()
        raise

"""Jinja kept pure: a template sees its page, its frame and the words of its language, and nothing else.

A template's digest covers all that it includes, imports or extends; a name that is only known when a page is made could
not be covered, and is refused.
"""

import contextlib
import traceback
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import jinja2
import jinja2.bccache
from jinja2 import meta
from markupsafe import Markup
from msgspec import Struct

from krama import filters, markup
from krama.digests import digest
from krama.model import Body
from krama.pages import Formats
from krama.problems import Problem, did_you_mean
from krama.recipes import Render
from krama.said import said, verbatim
from krama.shelf import Shelf
from krama.words import Words

FOLDER = "templates"
ENDINGS = (".html", ".xml", ".txt")


class TemplateMistake(Exception):  # noqa: N818
    """A template that cannot be used, as a Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


class Studied(Struct, frozen=True, array_like=True):
    """What is known of the templates of a site without filling them in.

    digests: of each template and all that it draws in, none while one has a mistake. messages: every message of the
    templates that can be read: path, line, text (the singular of a pair).
    """

    problems: tuple[Problem, ...]
    digests: dict[str, str] = {}
    messages: tuple[tuple[str, int, str], ...] = ()


def is_template(path: str) -> bool:
    """Whether a file below templates/ is one that pages are made with."""
    return path.startswith(f"{FOLDER}/") and path.endswith(ENDINGS)


def study(root: Path, paths: Iterable[str]) -> Studied:
    """Reads templates and gives their digests, their messages and all their mistakes. Takes 0.3 s for 40 of them."""
    work, problems = _Study(_environment(None, None)), list[Problem]()
    for path in sorted(filter(is_template, paths)):
        try:
            work.add(path.removeprefix(f"{FOLDER}/"), (root / path).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            hint = said("save it with the encoding UTF-8")
            problems.append(Problem(path, 0, said("the file is not UTF-8"), hint))
        except TemplateMistake as mistake:
            problems.append(mistake.problem)
    if not problems:
        problems += work.missing()
    digests = {} if problems else {name: work.digest(name) for name in work.sources}
    return Studied(tuple(problems), digests, tuple(work.messages()))


class _Study:
    """Templates by name: their text, and the names of those that they draw in."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment
        self.sources: dict[str, str] = {}
        self.referenced: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, source: str) -> None:
        """Takes in one template. Raises TemplateMistake where it cannot be used; its text is kept all the same."""
        self.sources[name] = source
        self.referenced[name] = self._references(name)

    def missing(self) -> Iterator[Problem]:
        """Names of templates that are not there."""
        for name, others in self.referenced.items():
            for other in others:
                if other not in self.sources:
                    hint = did_you_mean(other, self.sources, said("add it, or take the line out"))
                    line = _line_of(self.sources[name], other)
                    yield Problem(_path(name), line, said('the template "{}" does not exist', other), hint)

    def messages(self) -> Iterator[tuple[str, int, str]]:
        for name in self.referenced:
            for line, _, message in self.environment.extract_translations(self.sources[name]):  # type: ignore[attr-defined]
                text = message[0] if isinstance(message, tuple) else message
                if text:
                    yield _path(name), line, text

    def _references(self, name: str) -> tuple[str, ...]:
        try:
            tree = self.environment.parse(self.sources[name])
        except jinja2.TemplateSyntaxError as error:
            hint = said("see the Jinja documentation for how it is written")
            raise TemplateMistake(Problem(_path(name), error.lineno, verbatim(error.message or ""), hint)) from error
        names = set(meta.find_referenced_templates(tree))
        if None in names:
            message = said("an include, import or extends does not name its template")
            raise TemplateMistake(Problem(_path(name), 1, message, said("write the name between quotes")))
        return tuple(sorted(name for name in names if name))

    def digest(self, name: str) -> str:
        """The digest of a template and of all that it draws in, at any depth."""
        reached, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting.extend(self.referenced[one])
        state = blake2b(digest_size=16)
        for one in (name, *sorted(reached - {name})):
            state.update(f"{one}\0{self.sources[one]}\0".encode())
        return state.hexdigest()


class Templates:
    """The templates of a site, to make pages with.

    words: the interface words by language. shelf: where bodies and references lie. files: the digest of each template
    by its path, as planned. code: what Jinja compiled, by name and text of a template; it grows.
    """

    def __init__(
        self, root: Path, words: dict[str, Words], shelf: Shelf, files: dict[str, str], code: dict[str, bytes]
    ) -> None:
        self.folder = root / FOLDER
        self.words, self.shelf, self.code = words, shelf, code
        self.loader = _Loader(self.folder, files)
        self.environments: dict[Formats, jinja2.Environment] = {}

    def compile(self, names: Iterable[str]) -> None:
        """Compiles templates for all languages and processes; one with a mistake is told when it is used."""
        plain = _environment(self.loader, _Compiled(self.code))
        for name in names:
            with contextlib.suppress(jinja2.TemplateError, RecursionError, TemplateMistake):
                plain.get_template(name)

    def render(self, recipe: Render) -> str:
        """The text of a page; raises TemplateMistake with the template's line."""
        body = self.shelf.body(recipe.body) if recipe.body else Body("")
        page = recipe.page.page(recipe.frame, body, self.shelf.card)
        variables: dict[str, object] = {"page": page, "frame": recipe.frame}
        if recipe.body:
            found = self.shelf.references(recipe.references) if recipe.references else ()
            # Safe: markup.convert passed it through nh3, and resolve only puts escaped addresses in.
            variables["body"] = Markup(markup.resolve(body.html, {one.target: one for one in found}))  # noqa: S704
        try:
            return self._environment(recipe.frame.formats).get_template(recipe.template).render(variables)
        except jinja2.TemplateNotFound as error:
            message, hint = said("this template does not exist"), said("take it back from the sample site")
            raise TemplateMistake(Problem(_path(str(error.name)), 0, message, hint)) from error
        except (
            jinja2.TemplateError,
            RecursionError,
            ArithmeticError,
            LookupError,
            AttributeError,
            TypeError,
            ValueError,
        ) as error:
            raise TemplateMistake(self._mistake(recipe.template, error)) from error

    def _environment(self, formats: Formats) -> jinja2.Environment:
        made = self.environments.get(formats)
        if made is None:
            made = _environment(self.loader, _Compiled(self.code))
            made.filters.update(filters.Filters(formats).table())
            made.install_gettext_translations(self.words[formats.lang].translations, newstyle=True)  # type: ignore[attr-defined]
            self.environments[formats] = made
        return made

    def _mistake(self, template: str, error: Exception) -> Problem:
        """An error at the line of the template in which it arose; Jinja tells it only through the traceback."""
        path, line = _path(template), 0
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(self.folder):
                path, line = _path(Path(frame.filename).relative_to(self.folder).as_posix()), frame.lineno or 0
        hint = said("the values a template sees are listed in docs/templates.md")
        return Problem(path, line, verbatim(error), hint)


class _Compiled(jinja2.BytecodeCache):
    """What Jinja compiled, for the environments of all languages and for later builds: it takes longer than all the
    pages of a small site (0.27 s of 0.75 s, measured on the sample hub before it was kept)."""

    def __init__(self, code: dict[str, bytes]) -> None:
        self.code = code

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Hands over what was compiled from the same source."""
        found = self.code.get(f"{bucket.key} {bucket.checksum}")
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keeps what was compiled."""
        self.code[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


class _Loader(jinja2.FileSystemLoader):
    """Loads the templates that were planned with: one that changed since would leave pages that nobody can explain."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        super().__init__(folder)
        self.files = files

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its place, and whether it is as it was."""
        source, place, unchanged = super().get_source(environment, template)
        if digest(Path(place).read_bytes()) != self.files.get(_path(template)):
            message = said("the template changed while the site was built")
            raise TemplateMistake(Problem(_path(template), 0, message, said("build again")))
        return source, place, unchanged


def _environment(loader: jinja2.BaseLoader | None, compiled: jinja2.BytecodeCache | None) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        bytecode_cache=compiled,
    )
    # Wrong for Khmer, which has no spaces between words and no capitals; truncate has a Khmer one in its place.
    for name in ("truncate", "wordcount", "title", "capitalize", "wordwrap"):
        del environment.filters[name]
    environment.filters.update(dict.fromkeys(_FILTER_NAMES, _only_in_a_page))
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment


def _only_in_a_page(*_: Any) -> str:
    raise TypeError("this filter belongs to a language")


_FILTER_NAMES = tuple(filters.Filters(Formats("en", "UTC", khmer_digits=False, long_dates=False)).table())


def _path(name: str) -> str:
    return f"{FOLDER}/{name}"


def _line_of(source: str, word: str) -> int:
    return source.count("\n", 0, max(0, source.find(word))) + 1

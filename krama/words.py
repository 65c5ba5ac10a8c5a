"""The words of the interface: gettext catalogues, read from their .po files.

Babel compiles a catalogue in memory, so that no .mo file need be kept beside its source and go stale.
"""

import re
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from msgspec import Struct

from krama.model import Source
from krama.problems import Problem


def N_(message: str) -> str:  # noqa: N802 — gettext's own name for "to be translated later"
    """Marks a message for the catalogue."""
    return message


INDEXES = {"tags": N_("Tags"), "authors": N_("Authors"), "archive": N_("Archive")}
LOST = N_("Page not found")
READING = {
    "note": N_("Note"),
    "tip": N_("Tip"),
    "important": N_("Important"),
    "warning": N_("Warning"),
    "danger": N_("Danger"),
    "footnote": N_("Back to the text {}"),
}
"""Words that Markdown's extensions put into a text."""

IN_CODE = tuple(("krama/words.py", 0, message) for message in (*INDEXES.values(), LOST, *READING.values()))
"""The messages that stand in code and not in templates: path, line, text."""

SOURCE_LANGUAGE = "en"
"""The language that the words stand in in templates and code."""


PO_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str)(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"\s*)?')
"""A line of a catalogue. Babel passes over an unclosed quote, and loses what follows."""


class Words(Struct, frozen=True):
    """The interface words of one language. digest: of its catalogue, "" for the source language."""

    lang: str
    digest: str
    translations: NullTranslations
    known: frozenset[str]

    def text(self, message: str) -> str:
        """A message in this language."""
        return self.translations.gettext(message)


def path(lang: str) -> str:
    """Where the catalogue of a language lies, from the site's root."""
    return f"locale/{lang}/LC_MESSAGES/krama.po"


def load(lang: str, source: Source | None) -> tuple[Words, tuple[Problem, ...]]:
    """The words of a language; its catalogue may be missing, and then all is in the source language."""
    if source is None:
        return Words(lang, "", NullTranslations(), frozenset()), ()
    torn = next((number for number, line in enumerate(source.text.split("\n"), 1) if not PO_LINE.fullmatch(line)), 0)
    if torn:
        problem = Problem(source.path, torn, "this line is no line of a gettext catalogue", "look for a missing quote")
        return Words(lang, source.digest, NullTranslations(), frozenset()), (problem,)
    try:
        catalog = read_po(BytesIO(source.text.encode()), locale=lang, abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        translations = GNUTranslations(compiled)
    except (PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", -1) + 1
        problem = Problem(source.path, line, f"this is not a gettext catalogue: {error}", "mend it, or run make words")
        return Words(lang, source.digest, NullTranslations(), frozenset()), (problem,)
    spoken = Words(lang, source.digest, translations, frozenset(_translated(catalog)))
    return spoken, tuple(_wrong_places(source, catalog))


def _wrong_places(source: Source, catalog: Catalog) -> Iterator[Problem]:
    """Translations whose places for values (%(count)s) are not those of the message: the page would fail."""
    for message, mistakes in catalog.check():
        for mistake in mistakes:
            text = f'the translation of "{message.id}" is wrong: {mistake}'
            hint = "keep what stands in %( ) as it is, in every form"
            yield Problem(source.path, message.lineno or 0, text, hint)


def _translated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        identity = message.id[0] if isinstance(message.id, list | tuple) else message.id
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if identity and all(texts) and not message.fuzzy:
            yield identity


def missing(words: Words, messages: Iterable[tuple[str, int, str]]) -> Iterator[Problem]:
    """A warning for each message (path, line, text) that a language has no words for."""
    if words.lang == SOURCE_LANGUAGE:
        return
    for file, line, message in messages:
        if message not in words.known:
            hint = f"translate it in {path(words.lang)} (make words adds it there)"
            yield Problem(file, line, f'"{message}" has no words in "{words.lang}"', hint, "warning")

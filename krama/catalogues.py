"""The gettext catalogues, read from their .po files.

Babel compiles a catalogue in memory, so that no .mo file need be kept beside its source and go stale.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from krama.model import Source
from krama.problems import Problem
from krama.said import said
from krama.words import Words

PO_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str)(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"\s*)?')
"""A line of a catalogue. Babel passes over an unclosed quote, and loses what follows."""


def load(lang: str, source: Source | None) -> tuple[Words, tuple[Problem, ...]]:
    """The words of a language; its catalogue may be missing, and then all is in the source language."""
    if source is None:
        return Words(lang, ""), ()
    torn = next((number for number, line in enumerate(source.text.split("\n"), 1) if not PO_LINE.fullmatch(line)), 0)
    if torn:
        hint = said("look for a missing quote")
        problem = Problem(source.path, torn, said("this line is no line of a gettext catalogue"), hint)
        return Words(lang, source.digest), (problem,)
    try:
        catalog = read_po(BytesIO(source.text.encode()), locale=lang, abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, catalog)
        spoken = Words(lang, source.digest, compiled.getvalue(), frozenset(_translated(catalog)))
        spoken.translations  # noqa: B018 — a catalogue that gettext refuses is told here
    except (PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", -1) + 1
        hint = said("mend it, or run make words")
        problem = Problem(source.path, line, said("this is not a gettext catalogue: {}", error), hint)
        return Words(lang, source.digest), (problem,)
    return spoken, tuple(_wrong_places(source, catalog))


def _wrong_places(source: Source, catalog: Catalog) -> Iterator[Problem]:
    """Translations whose places for values (%(count)s) are not those of the message: the page would fail."""
    for message, mistakes in catalog.check():
        for mistake in mistakes:
            text = said('the translation of "{}" is wrong: {}', message.id, mistake)
            hint = said("keep what stands in %( ) as it is, in every form")
            yield Problem(source.path, message.lineno or 0, text, hint)


def _translated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        identity = message.id[0] if isinstance(message.id, list | tuple) else message.id
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if identity and all(texts) and not message.fuzzy:
            yield identity

"""The words of the interface, as gettext hands them out, and the messages that stand in code."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from msgspec import Struct

from krama.problems import Problem
from krama.said import said


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

SEARCH = N_("Search")
SEARCHING = {
    "count": N_("Results: {}"),
    "none": N_("Nothing was found for “{}”."),
    "more": N_("More results"),
    "all": N_("All results for “{}”"),
    "other": N_("Search also in: {}"),
}
"""What the search says in a browser."""

IN_CODE = tuple(
    ("krama/words.py", 0, message)
    for message in (*INDEXES.values(), LOST, *READING.values(), SEARCH, *SEARCHING.values())
)
"""The messages that stand in code and not in templates: path, line, text."""

SOURCE_LANGUAGE = "en"
"""The language that the words stand in in templates and code."""


class Words(Struct, frozen=True, array_like=True, dict=True):
    """The interface words of one language. digest: of its catalogue, "" for the source language; compiled: the
    catalogue as gettext reads it; known: the messages that have words."""

    lang: str
    digest: str
    compiled: bytes = b""
    known: frozenset[str] = frozenset()

    @cached_property
    def translations(self) -> NullTranslations:
        """The words as gettext hands them out."""
        return GNUTranslations(BytesIO(self.compiled)) if self.compiled else NullTranslations()

    def text(self, message: str) -> str:
        """A message in this language."""
        return self.translations.gettext(message)


def path(lang: str) -> str:
    """Where the catalogue of a language lies, from the site's root."""
    return f"locale/{lang}/LC_MESSAGES/krama.po"


def missing(words: Words, messages: Iterable[tuple[str, int, str]]) -> Iterator[Problem]:
    """A warning for each message (path, line, text) that a language has no words for."""
    if words.lang == SOURCE_LANGUAGE:
        return
    for file, line, message in messages:
        if message not in words.known:
            hint = said("translate it in {} (make words adds it there)", path(words.lang))
            yield Problem(file, line, said('"{}" has no words in "{}"', message, words.lang), hint, "warning")

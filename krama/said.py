"""Words for staff, in whatever language they read: a message of the catalogue, and what stands in its places.

What is wrong with a site is found, and remembered, long before it is known who reads it. So a stage says it with a
message, which stands in English, and values; they become a sentence where it is printed or shown.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

Translate = Callable[[str], str]
"""Gives a message in another language; str leaves it in English."""

Tongue = Callable[[str], Translate]
"""Gives the translation of messages into a language."""


class Said(Struct, frozen=True, array_like=True):
    """A message with its values. message: as str.format takes it, with {} or {0} for each value; without values it
    stands as it is. A value may be said itself."""

    message: str
    values: tuple["str | Said", ...] = ()

    def __str__(self) -> str:
        return self.within(str)

    def within(self, translate: Translate) -> str:
        """The sentence in the language of `translate`."""
        if not self.message:
            return ""  # gettext's "" is the head of the catalogue
        message = translate(self.message)
        values = [value if isinstance(value, str) else value.within(translate) for value in self.values]
        return message.format(*values) if values else message


def said(message: str, *values: object) -> Said:
    """A message for the catalogue with its values, which are texts, numbers, or said themselves.

    The message is a literal: that is how it is found for translation.
    """
    return Said(message, _held(values))


def listed(values: Iterable[object], between: str = ", ") -> Said:
    """Values one after the other, each said in its own way."""
    held = _held(values)
    return Said(between.join("{}" for _ in held), held)


def verbatim(text: object) -> Said:
    """What another program says, in its own words: they are in no catalogue of ours."""
    return listed((text,))


def _held(values: Iterable[object]) -> tuple[str | Said, ...]:
    return tuple(one if isinstance(one, Said) else str(one) for one in values)


NOTHING = Said("")

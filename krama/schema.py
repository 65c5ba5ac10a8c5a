"""From a table of TOML or YAML to a typed value, or all its mistakes.

msgspec would stop at the first mistake and speak of Python's types; a writer wants all of them, in words. So the types
are msgspec's, and the walk through them is ours. YAML hands over every scalar as the text that was written, so a title
of 2014, a version of 1.10 and a telephone number stay what they are: the field's type decides, not YAML's guess.
"""

import html
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any, TypeVar

from msgspec import Struct, inspect

from krama import days
from krama.khmer.numerals import ascii_digits
from krama.problems import Level, did_you_mean
from krama.said import NOTHING, Said, said

T = TypeVar("T", bound=Struct)
Path = tuple[str | int, ...]

TRUE = {"true", "yes", "on"}
FALSE = {"false", "no", "off"}
NULL = {"", "~", "null", "Null", "NULL"}
CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
"""Characters that nobody can see and XML refuses, as they stand in a set of a regular expression."""
CONTROL, INVISIBLE = re.compile(f"[{CONTROLS}]"), re.compile(f"[{CONTROLS}\u200b\ufeff\u2060]")


class Mistake(Struct, frozen=True):
    """What is wrong at a path of keys and indexes; level is that of a Problem.

    of_key: the key itself is wrong, not what stands behind it.
    """

    path: Path
    message: Said
    hint: Said = NOTHING
    level: Level = "error"
    of_key: bool = False


class Refused(Exception):  # noqa: N818 — it is an answer, not a failure
    """A single value that cannot be taken. message: what follows its name."""

    def __init__(self, message: Said, hint: Said) -> None:
        super().__init__(str(message))
        self.message, self.hint = message, hint


def read(data: dict[str, object], kind: type[T], zone: tzinfo) -> tuple[T | None, tuple[Mistake, ...]]:
    """`data` as a `kind`; a day without a time is midnight in `zone`.

    Returns the value (None where an error stands) and every mistake: wrong types, missing keys (errors), unknown keys
    (warnings, or errors where the type forbids them).
    """
    mistakes: list[Mistake] = []
    value = _Reader(zone, mistakes).struct(data, kind, ())
    wrong = any(mistake.level == "error" for mistake in mistakes)
    return (None if wrong else value), tuple(mistakes)


def moment(written: object, zone: tzinfo) -> datetime:
    """A day or a date-time, as written or as TOML hands it over, as a datetime with an offset.

    Accepts 2014-10-16, 2014-10-16T08:30, 2015-08-20 11:00:12 -0400, Z and Khmer digits. Raises Refused.
    """
    found = _moment(written, zone)
    if not 1000 <= found.year <= 9000:
        raise Refused(said('is "{}", a year that no page has', written), said("write the year with its four digits"))
    return found


def _moment(written: object, zone: tzinfo) -> datetime:
    if isinstance(written, datetime):
        return written if written.tzinfo else written.replace(tzinfo=zone)
    if isinstance(written, date):
        return datetime(written.year, written.month, written.day, tzinfo=zone)
    if not isinstance(written, str):
        raise Refused(said("is not a date"), days.A_DAY)
    text = ascii_digits(written.strip())
    match = _MOMENT.fullmatch(text)
    if not match or match[1] == "0000":
        raise Refused(said('is "{}"', written), days.meant(text))
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    if not 1 <= month <= 12:
        raise Refused(said('is "{}", and there is no month {}', written, month), days.A_DAY)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        message = said('is "{}", and {} {} has {} days', written, MONTHS[month - 1], year, last)
        raise Refused(message, said("write a day that exists"))
    hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6))
    if hour > 23 or minute > 59 or second > 59:
        raise Refused(said('is "{}", and there is no such time of day', written), said("write a time like 08:30"))
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(match, zone))


MONTHS = (
    *(said("January"), said("February"), said("March"), said("April"), said("May"), said("June")),
    *(said("July"), said("August"), said("September"), said("October"), said("November"), said("December")),
)
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([Zz]|UTC|GMT)|([+-])(\d{1,2}):?(\d{2})?)?)?"
)


def _offset(match: re.Match[str], zone: tzinfo) -> tzinfo:
    if match[7]:
        return UTC
    if not match[8]:
        return zone
    hours, minutes = int(match[9]), int(match[10] or 0)
    if hours > 23 or minutes > 59:
        offset = f"{match[8]}{match[9]}:{match[10] or '00'}"
        raise Refused(said('has the offset "{}"', offset), said("write an offset like +07:00"))
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if match[8] == "-" else ahead)


def clean(text: str) -> str:
    """A line of text without what cannot be seen: entities resolved, ZWSP and BOM dropped, runs of space made one."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isprintable():
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def without_controls(text: str) -> str:
    """A text of any number of lines without the characters that nobody can see and XML refuses.

    They are not printable: for 5 KB of Khmer, looking for that takes 10 µs, for the characters themselves 50, and
    str.translate took 450.
    """
    return text if all(map(str.isprintable, text.split("\n"))) else CONTROL.sub("", text)


@cache
def fields(kind: type[Struct]) -> dict[str, inspect.Field]:
    """The fields of a type by name."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return {field.name: field for field in info.fields}


@lru_cache(maxsize=1000)
def _meant(name: str, kind: type[Struct]) -> Said:
    """What to write for a key that is not known. An imported site has the same few in every file: 60 µs each time."""
    known = fields(kind)
    return did_you_mean(name, known, said("known here: {}", ", ".join(known)))


@cache
def text_keys(kind: type[Struct]) -> frozenset[str]:
    """The keys that hold a line of text, at any depth: where a stray colon or # would cut what a reader sees."""
    found = set()
    for name, field in fields(kind).items():
        for one in _parts(field.type):
            if isinstance(one, inspect.StrType) and not isinstance(field.type, inspect.VarTupleType):
                found.add(name)
            if isinstance(one, inspect.StructType):
                found |= text_keys(one.cls)
    return frozenset(found)


def _parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _parts(one)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _parts(kind.item_type)
    else:
        yield kind


class _Reader:
    """One walk through a table; mistakes gather in the list that was given."""

    def __init__(self, zone: tzinfo, mistakes: list[Mistake]) -> None:
        self.zone, self.mistakes = zone, mistakes

    def wrong(self, path: Path, message: Said, hint: Said = NOTHING, level: Level = "error") -> None:
        self.mistakes.append(Mistake(path, message, hint, level))

    def struct(self, data: object, kind: type[T], path: Path) -> T | None:
        known = fields(kind)
        if not isinstance(data, dict):
            example = ", ".join(name for name, field in known.items() if field.required) or next(iter(known))
            hint = said("write it with keys of its own: {}", example)
            self.wrong(path, said("{} is {}", _name(path), _quote(data)), hint)
            return None
        before = len(self.mistakes)
        values: dict[str, Any] = {}
        for name, written in data.items():
            if name not in known:
                hint = _meant(name, kind)
                level: Level = "error" if kind.__struct_config__.forbid_unknown_fields else "warning"
                message = said('the key "{}" is not known', name)
                self.mistakes.append(Mistake((*path, name), message, hint, level, of_key=True))
            elif written is not None:  # a key without a value is the same as no key
                values[name] = self.value(written, known[name].type, (*path, name))
        for name, field in known.items():
            if field.required and name not in values and data.get(name) is None:
                if name in data:
                    message = said("{} is empty", _name((*path, name)))
                    self.wrong((*path, name), message, said("write it behind the colon: {}: …", name))
                    continue
                message = said('{} has no "{}"', _name(path), name) if path else said('"{}" is missing', name)
                self.wrong(path, message, said("add a line: {}: …", name))
        if any(mistake.level == "error" for mistake in self.mistakes[before:]):
            return None
        return kind(**values)

    def value(self, data: object, kind: inspect.Type, path: Path) -> Any:
        """`data` as `kind`, or None after a mistake was noted."""
        if isinstance(kind, inspect.UnionType):
            return self.value(data, next(one for one in kind.types if not isinstance(one, inspect.NoneType)), path)
        if isinstance(kind, inspect.StructType):
            return self.struct(data, kind.cls, path)
        if isinstance(kind, inspect.VarTupleType):
            return self.sequence(data, kind, path)
        if isinstance(kind, inspect.DictType):
            return self.table(data, kind, path)
        try:
            return SCALARS[type(kind)](self, data, kind)
        except Refused as refused:
            self.wrong(path, said("{} {}", _name(path), refused.message), refused.hint)
            return None

    def sequence(self, data: object, kind: inspect.VarTupleType, path: Path) -> tuple[Any, ...]:
        if isinstance(data, dict):
            hint = said("write a list: a line with a dash for each")
            self.wrong(path, said("{} is {}", _name(path), _quote(data)), hint)
            return ()
        if not isinstance(data, list):
            plain = isinstance(kind.item_type, inspect.StrType)
            if plain and isinstance(data, str) and "," in data:
                parts = ", ".join(part.strip() for part in data.split(","))
                message = said('{} is "{}", which is one text', _name(path), data)
                self.wrong(path, message, said("write a list: [{}]", parts))
                return ()
            data = [data]
        found = (self.value(one, kind.item_type, (*path, index)) for index, one in enumerate(data) if one is not None)
        return tuple(one for one in found if one != "")

    def table(self, data: object, kind: inspect.DictType, path: Path) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.wrong(path, said("{} is {}", _name(path), _quote(data)), said("write a table"))
            return {}
        return {name: self.value(one, kind.value_type, (*path, name)) for name, one in data.items()}

    def text(self, data: object, kind: inspect.Type) -> str:
        if isinstance(data, dict | list):
            hint = said("write one line of text, between quotes if it begins with [ or {")
            raise Refused(said("is {}", _quote(data)), hint)
        return clean(str(data))

    def boolean(self, data: object, kind: inspect.Type) -> bool:
        if isinstance(data, bool):
            return data
        if isinstance(data, str) and data.strip().lower() in TRUE | FALSE:
            return data.strip().lower() in TRUE
        raise Refused(_written(data), said("write true or false"))

    def integer(self, data: object, kind: inspect.Type) -> int:
        assert isinstance(kind, inspect.IntType)
        if isinstance(data, str) and re.fullmatch(r"[+-]?\d+", data.strip()):
            data = int(data)
        if not isinstance(data, int) or isinstance(data, bool):
            raise Refused(_written(data), said("write a whole number"))
        if (kind.ge is not None and data < kind.ge) or (kind.le is not None and data > kind.le):
            hint = said("write a number of at least {}", kind.ge)
            if kind.le is not None:
                hint = said("write a number of at least {} and at most {}", kind.ge, kind.le)
            raise Refused(said("is {}", data), hint)
        return data

    def choice(self, data: object, kind: inspect.Type) -> object:
        assert isinstance(kind, inspect.LiteralType)
        if data in kind.values:
            return data
        known = [str(one) for one in kind.values]
        hint = did_you_mean(str(data), known, said("write one of: {}", ", ".join(known)))
        raise Refused(_written(data), hint)

    def moment(self, data: object, kind: inspect.Type) -> datetime:
        return moment(data, self.zone)


SCALARS: dict[type, Callable[[_Reader, object, Any], object]] = {
    inspect.StrType: _Reader.text,
    inspect.BoolType: _Reader.boolean,
    inspect.IntType: _Reader.integer,
    inspect.LiteralType: _Reader.choice,
    inspect.DateTimeType: _Reader.moment,
}


def _name(path: Path) -> str:
    """'"image.alt"', '"documents" 2': a place in a table as a writer would say it."""
    words, counts = [one for one in path if isinstance(one, str)], [one for one in path if isinstance(one, int)]
    return f'"{".".join(words)}"' + "".join(f" {number + 1}" for number in counts)


def _written(data: object) -> Said:
    return said("is {}", _quote(data)) if isinstance(data, dict | list) else said('is "{}"', data)


def _quote(data: object) -> Said | str:
    if isinstance(data, dict):
        return said("a table")
    return said("a list") if isinstance(data, list) else f'"{data}"'

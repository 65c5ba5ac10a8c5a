"""Why a file was made again: what of its recipe is not as it was.

A recipe is a value, so the answer is a comparison.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import structs

from krama import memo, urls
from krama.memo import Damaged, Memo
from krama.model import AnyMatter, Card
from krama.recipes import Made, Rendered
from krama.said import Said, listed, said

NEW = (said("it was not there before"),)
UNLIKE = (said("the published file was changed by hand, or gone"),)
PARTS = Rendered.__struct_fields__
"""What stands in a kept recipe, in order."""
WORDS = {
    "kind": said("kind"),
    "template": said("template"),
    "frame": said("the frame of every page"),
    "body": said("the text"),
    "references": said("where links lead"),
    "page": said("page"),
}
CARDS = {"card", "translations", "gathered", "newer", "older", "latest", "cards"}
"""The fields of a page that hold names of cards."""
MOST = 12
CardOf = Callable[[str], Card | None]


def because(base: Memo, path: str, now: Made) -> Made:
    """How a file was made, with what changed since it was made before; base still holds that and the cards of both."""
    before = base.load("recipe", path, Made)
    reasons = NEW if before is None else changes(before, now, partial(_card, base))
    return structs.replace(now, because=reasons or UNLIKE)


def found(asked: str, made: dict[str, Made], prefix: str) -> list[str]:
    """The published files that somebody asks for: by an address with or without host, a path, or that of a source."""
    address = urlsplit(asked).path
    paths = {urls.file(urls.of_href(prefix, one)) for one in (address, f"{address}/")} | {asked.removeprefix("public/")}
    return sorted(path for path, one in made.items() if path in paths or one.origin == asked)


def changes(before: Made, now: Made, card_of: CardOf) -> tuple[Said, ...]:
    """What of a recipe is not as it was, a line each; card_of: gives a card by its name, if it is known."""
    old, new = (msgspec.msgpack.decode(one.recipe) for one in (before, now))
    if len(old) != len(PARTS) or len(new) != len(PARTS):
        return (said("its bytes"),) if old != new else ()
    found: list[Said] = []
    for part, last, next_ in zip(PARTS, old, new, strict=True):
        if part == "page" and isinstance(last, dict) and isinstance(next_, dict):
            found += _fields(last, next_, card_of)
        elif last != next_:
            drawn = said("the template {}, or one that it draws in", new[1])
            found.append(drawn if part == "digest" else WORDS[part])
    return tuple(found[:MOST])


def _fields(old: dict[str, Any], new: dict[str, Any], card_of: CardOf) -> Iterator[Said]:
    """The fields of a page that are not as they were."""
    for field in dict.fromkeys((*old, *new)):
        last, next_ = old.get(field), new.get(field)
        if last == next_:
            continue
        if field in CARDS:
            yield said("{}: {}", field, listed(_cards(_held(last, card_of), _held(next_, card_of)), "; "))
        elif field == "matter":
            yield from _matter(*(msgspec.convert(one, AnyMatter) for one in (last, next_)))
        else:
            yield said("{}: {} → {}", field, _short(last), _short(next_))


def _matter(old: AnyMatter, new: AnyMatter) -> Iterator[Said]:
    for field in new.__struct_fields__:
        last, next_ = getattr(old, field, None), getattr(new, field)
        if last != next_:
            yield said("{}: {} → {}", field, _short(last), _short(next_))


def _held(value: object, card_of: CardOf) -> dict[str, Card]:
    names = value if isinstance(value, list) else [value]
    return {card.url: card for name in names if name and (card := card_of(str(name)))}


def _cards(old: dict[str, Card], new: dict[str, Card]) -> Iterator[Said]:
    """What came, went or changed among cards."""
    if old.keys() == new.keys() and list(old) != list(new):
        yield said("another order")
    for url in dict.fromkeys((*old, *new)):
        if url not in new:
            yield said("without {}", url)
        elif url not in old:
            yield said("with {}", url)
        elif old[url] != new[url]:
            parts = [one for one in Card.__struct_fields__ if getattr(old[url], one) != getattr(new[url], one)]
            yield said("{} of {}", ", ".join(parts), url)


def _short(value: object) -> str:
    text = str(value)
    return f"{text[:60]}…" if len(text) > 60 else text or '""'


def _card(base: Memo, name: str) -> Card | None:
    try:
        return memo.decode(base.blob(name), Card)
    except Damaged:
        return None

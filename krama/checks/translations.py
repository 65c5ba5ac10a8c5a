"""A story and its translations tell the same facts, and a translation is called as its original.

Told are only facts that both give. A place is translated, and files often exist once for each language: so files are
compared by their number, leaving out those whose name says a language, and by the numbers in their names (a report of
another year). That a story exists in one language alone is no mistake.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from pathlib import PurePosixPath

from krama.model import Document, File, Workshop
from krama.moments import written
from krama.problems import Names, Problem
from krama.recipes import Output
from krama.said import said
from krama.site import Site

LANGUAGE_MARKS = {"en", "eng", "english", "km", "kh", "khm", "khmer"}
"""What a file's name says of its language."""
SAME = said("a story and its translation tell the same facts: mend the one that is wrong")
NEAR = 0.8
"""Likeness of two names from which one is probably the other, mistyped: privacy and privcay have 0.86."""
APART = 31
"""Days between two stories of the same name that are two stories: a meeting is held every year."""
MOST = 60


def check(site: Site, outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Facts that differ between the languages, and translations whose original has another name."""
    stories: dict[str, dict[str, Document]] = {}
    for article in site.articles:
        stories.setdefault(article.document.key, {})[article.document.lang] = article.document
    for held in stories.values():
        if len(held) > 1:
            original, *others = (held[lang] for lang in site.config.languages if lang in held)
            for other in others:
                yield from _differences(original, other, site.config.zone)
    yield from _orphans(site)


def _differences(original: Document, other: Document, zone: tzinfo) -> Iterator[Problem]:
    theirs, ours = original.matter, other.matter
    days = [("date", theirs.date, ours.date)]
    if isinstance(theirs, Workshop) and isinstance(ours, Workshop):
        days.append(("end", theirs.end, ours.end))
    for key, then, now in days:
        if then and now and then != now and not _same_day(then.astimezone(zone), now.astimezone(zone)):
            yield _differ(original, other, key, written(then, zone), written(now, zone))
    if theirs.programmes and ours.programmes and set(theirs.programmes) != set(ours.programmes):
        yield _differ(original, other, "programmes", ", ".join(theirs.programmes), ", ".join(ours.programmes))
    if theirs.image and ours.image and _bare(theirs.image.src) != _bare(ours.image.src):
        yield _differ(original, other, "image", f'"{theirs.image.src}"', f'"{ours.image.src}"')
    for key, before, after in (
        ("documents", theirs.documents, ours.documents),
        ("photos", theirs.photos, ours.photos),
    ):
        if before and after and before != after:
            yield from _files(original, other, key, before, after)


def _differ(original: Document, other: Document, key: str, theirs: str, ours: str) -> Problem:
    message = said('"{}" is {}, but {} in {}', key, ours, theirs, original.path)
    return Problem(other.path, other.lines.get(key, 1), message, SAME, "warning")


def _same_day(one: datetime, other: datetime) -> bool:
    """Whether one of two moments is the day of the other, without a time."""
    return one.date() == other.date() and (one.time() == one.min.time() or other.time() == one.min.time())


def _files(
    original: Document, other: Document, key: str, theirs: tuple[File, ...], ours: tuple[File, ...]
) -> Iterator[Problem]:
    missing = list((Counter(_bare(one.file) for one in theirs) - Counter(_bare(one.file) for one in ours)).elements())
    more = list((Counter(_bare(one.file) for one in ours) - Counter(_bare(one.file) for one in theirs)).elements())
    line = other.lines.get(key, 1)
    if len(theirs) != len(ours):
        longer, left = (theirs, missing) if len(theirs) > len(ours) else (ours, more)
        alone = [one.file for one in longer if _bare(one.file) in left and not _says_language(one.file)]
        if alone:
            message = said('"{}" names {} of the files, but {} in {}', key, len(ours), len(theirs), original.path)
            yield Problem(other.path, line, message, said('only one of the two has "{}"', alone[0]), "warning")
        return
    for then, now in zip(sorted(missing), sorted(more), strict=True):
        if re.sub(r"\d+", "", then) == re.sub(r"\d+", "", now):
            before = next(one.file for one in theirs if _bare(one.file) == then)
            after = next(one.file for one in ours if _bare(one.file) == now)
            yield _differ(original, other, key, f'"{before}"', f'"{after}"')


def _bare(file: str) -> str:
    """The name of a file without its folder, its ending, and what it says of a language."""
    return "-".join(part for part in _parts(file) if part not in LANGUAGE_MARKS)


def _says_language(file: str) -> bool:
    return any(part in LANGUAGE_MARKS for part in _parts(file))


def _parts(file: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", PurePosixPath(file.replace("\\", "/")).stem.casefold()) if part]


def _orphans(site: Site) -> Iterator[Problem]:
    """Texts in another language than the first whose original is there, it seems, and called otherwise."""
    others = [one.document for one in site.articles if not one.translations]
    lost = [one for one in others if one.lang != site.config.languages[0]]
    if not lost:
        return
    keys = _keys(site)
    languages: dict[str, set[str]] = {}
    for path, key in keys.items():
        languages.setdefault(key, set()).add(_lang(path))
    alone = {path: key for path, key in keys.items() if len(languages[key]) == 1}
    names = _Originals(alone)
    for document in (one for one in lost if one.path in alone):
        if document.matter.translation_key:
            yield _no_such_key(document, names)
        elif near := names.near(document.path):
            message = said("no text in another language is called so, and {} has no translation", near)
            hint = said(
                "if they are one story, give both files the same name, or write translation_key: {}", alone[near]
            )
            yield Problem(document.path, 1, message, hint, "warning")


def _keys(site: Site) -> dict[str, str]:
    """What each text shares with its translations, by path; of hidden ones and those with mistakes, too."""
    unread = {path: path.split("/", 2)[2].rpartition(".")[0] for path in site.library.unread if path.count("/") > 1}
    return unread | site.library.hidden | {path: page.document.key for path, page in site.library.pages.items()}


def _no_such_key(document: Document, names: "_Originals") -> Problem:
    key = document.matter.translation_key
    near = names.key(document.lang, key)
    hint = said('did you mean "{}"?', near) if near else said("write what the original has, or take the line out")
    message = said('no text in another language has the translation key "{}"', key)
    return Problem(document.path, document.lines.get("translation_key", 1), message, hint, "warning")


def _lang(path: str) -> str:
    return path.split("/", 2)[1]


class _Originals:
    """Texts that exist in one language alone, by what their names begin with: those that are nearly called alike are
    found at once among thousands."""

    def __init__(self, alone: dict[str, str]) -> None:
        self.alone = alone
        self.slugs: dict[tuple[str, ...], list[str]] = {}
        self.starts: dict[tuple[str, ...], list[str]] = {}
        self.names: dict[str, Names] = {}
        for path in sorted(alone):
            section, day, slug = _name(path)
            self.slugs.setdefault((section, slug), []).append(path)
            self.starts.setdefault((section, day, _numbers(slug), slug[:2]), []).append(path)

    def near(self, path: str) -> str:
        """The text in another language that is nearly called as this one, or ""."""
        section, day, slug = _name(path)
        for one in self.slugs[section, slug][:MOST]:
            if _lang(one) != _lang(path) and _days_apart(day, _name(one)[1]) <= APART:
                return one
        from difflib import SequenceMatcher  # noqa: PLC0415 — 3 ms, and mostly not needed

        for one in self.starts[section, day, _numbers(slug), slug[:2]][:MOST]:
            if _lang(one) != _lang(path) and SequenceMatcher(None, slug, _name(one)[2]).ratio() >= NEAR:
                return one
        return ""

    def key(self, lang: str, written: str) -> str:
        """The key of a text in another language that was probably meant."""
        if lang not in self.names:
            self.names[lang] = Names(key for path, key in self.alone.items() if _lang(path) != lang)
        return self.names[lang].nearest(written)


def _name(path: str) -> tuple[str, str, str]:
    """Section, day ("" for none) and the rest of a path's name."""
    stem = PurePosixPath(path).stem
    match = re.match(r"(\d{4}-\d\d-\d\d)-(.+)", stem)
    section = path.split("/", 3)[2]
    return (section, match[1], match[2]) if match else (section, "", stem)


def _numbers(slug: str) -> str:
    """The numbers in a name: article-01 is not article-02, however alike they are."""
    return " ".join(re.findall(r"\d+", slug))


def _days_apart(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 0  # one of the two does not begin with a day

"""Source → Document: what a file says of itself, understood and checked; other documents are not known here."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct, structs

from krama import markup, matter, phones, proof, slips, stumbles, terms, versions
from krama.config import Config
from krama.digests import digest, encode
from krama.khmer import reading_minutes
from krama.matter import FrontMatter, Spot
from krama.model import KINDS, AnyMatter, Body, Document, News, Programme, Source, Workshop
from krama.moments import written
from krama.problems import Problem, did_you_mean, errors
from krama.said import said
from krama.schema import Mistake, Path, fields, read, text_keys
from krama.terms import Terms

DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(?=.)")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Parsed(Struct, frozen=True, array_like=True):
    """What parsing a source gives: the document, and all that is wrong with it.

    whole: whether it can be shown; one with an error is only a sketch, so that its links can be checked and links to it
    stand. document is None where nothing is known of it.
    """

    path: str
    digest: str
    document: Document | None
    problems: tuple[Problem, ...]
    whole: bool = False


def parse(source: Source, config: Config, reading: markup.Reading) -> tuple[Parsed, Body | None, Terms]:
    """A source as a Document of its section's kind, with all that is wrong with it, its body, and what it is found by.

    The path says the rest: content/LANG/SECTION/FOLDERS/NAME.md. A day at the start of the name is no part of the slug,
    and is the date of a document that gives none.
    """
    parts = PurePosixPath(source.path).parts
    lang, section = parts[1], config.settings.sections.get(parts[2])
    if len(parts) < 4 or section is None:
        return _nothing(source, (_no_section(source.path, parts, config),))
    kind = KINDS[section.kind]
    merging = versions.problem(source.path, source.text)
    whole_text = versions.without(source.text) if merging else source.text
    front, problems = matter.split(source.path, whole_text, text_keys(kind))
    if merging and (front is None or merging.line < front.body_line):
        return _nothing(source, (merging,))  # two heads in one: all else follows from that
    if front is None:
        return _nothing(source, problems)
    stem = parts[-1].rsplit(".", 1)[0]
    value, mistakes = _matter(front, stem, kind, config)
    mistakes = tuple(_elsewhere(one, lang, config) for one in mistakes)
    slug, wrong_slug = _slug(source.path, stem, front)
    body, wrong_body = markup.convert(source.path, front.body, front.body_line, reading)
    first = body.headings[0].title if body.headings else ""
    wrong_body += tuple(
        stumbles.repeated(source.path, front.body, front.body_line, value.title if value else "", first)
    )
    wrong_body += phones.problems(source.path, source.text, reading.phones, reading.old_phones, reading.hotline)
    wrong_khmer = proof.problems(source.path, source.text)
    problems += (*(_problem(source.path, front, one) for one in mistakes), *wrong_slug, *wrong_body, *wrong_khmer)
    problems += (merging,) if merging else ()
    known = value or kind(title=stem)
    text = markup.lines(body.html)
    body = structs.replace(body, minutes=reading_minutes(text), excerpt="" if known.summary else body.excerpt)
    found_by = terms.gather(known.title, facts(known), text) if config.settings.search else Terms()
    document = Document(
        path=source.path,
        digest=source.digest,
        lang=lang,
        key=known.translation_key or "/".join((*parts[2:-1], stem)),
        section=parts[2],
        slug=slug or "unknown",
        matter=known,
        folder="/".join(parts[3:-1]),
        excerpt=body.excerpt,
        body=digest(encode(body)),
        terms=digest(encode(found_by)),
        ids=body.ids,
        lines={str(path[0]): spot.line for path, spot in front.spots.items() if len(path) == 1},
    )
    whole = value is not None and not errors(problems)
    return Parsed(source.path, source.digest, document, problems, whole), body, found_by


def facts(matter: AnyMatter) -> tuple[str, ...]:
    """What the front matter says beside the title, and a page shows: it is searched, too."""
    found = [matter.summary, matter.place, *(one.title for one in (*matter.documents, *matter.photos))]
    if matter.image:
        found += [matter.image.caption, matter.image.credit]
    if isinstance(matter, Workshop):
        found += [matter.venue, *matter.organizers, matter.participants, *matter.countries]
    if isinstance(matter, Programme):
        found.append(matter.goal)
    return tuple(one for one in found if one)


def _nothing(source: Source, problems: tuple[Problem, ...]) -> tuple[Parsed, None, Terms]:
    return Parsed(source.path, source.digest, None, problems), None, Terms()


def _matter(
    front: FrontMatter, stem: str, kind: type[AnyMatter], config: Config
) -> tuple[AnyMatter | None, tuple[Mistake, ...]]:
    """The front matter as the type of its kind; a day in the file's name stands for a date that is not given."""
    if front.data is None:
        return None, ()
    data = dict(front.data)
    if data.get("date") is None and (dated := DATED_NAME.match(stem)):
        data["date"] = dated[1]
    # A picture on the line of its key is told by _sense, with the lines to write.
    tables = {key: one for key, one in data.items() if key != "image" or not isinstance(one, str)}
    value, mistakes = read(tables, kind, config.zone)
    return value, mistakes + _sense(value, kind, data, config)


KIND_OF_ONE = {"workshops": said("a workshop"), "programmes": said("a programme")}
"""The kinds that have keys of their own."""


def _elsewhere(mistake: Mistake, lang: str, config: Config) -> Mistake:
    """A key that is not known here, but in exactly one other kind: the file was probably meant for that."""
    if not mistake.of_key or len(mistake.path) != 1:
        return mistake
    kinds = [name for name, kind in KINDS.items() if mistake.path[0] in fields(kind)]
    sections = [name for name, one in config.settings.sections.items() if [one.kind] == kinds]
    if not sections or kinds[0] not in KIND_OF_ONE:
        return mistake
    hint = said("it belongs to {}: move the file to {}", KIND_OF_ONE[kinds[0]], f"content/{lang}/{sections[0]}")
    return structs.replace(mistake, hint=hint)


def _no_section(path: str, parts: tuple[str, ...], config: Config) -> Problem:
    known = ", ".join(config.settings.sections)
    if len(parts) < 4:
        hint = said("move it into a folder of site.toml: {}", known)
        return Problem(path, 0, said("the file stands in no section"), hint)
    hint = said("add [sections.{}] to site.toml, or use: {}", parts[2], known)
    message = said('the folder "{}" is not a section of site.toml', parts[2])
    return Problem(path, 0, message, did_you_mean(parts[2], config.settings.sections, hint))


def _sense(
    value: AnyMatter | None, kind: type[AnyMatter], data: dict[str, object], config: Config
) -> tuple[Mistake, ...]:
    """What the types alone cannot say."""
    found: list[Mistake] = []
    if data.get("title") is not None and value is not None and not value.title:
        found.append(Mistake(("title",), said("{} is empty", '"title"'), said("write the title that readers see")))
    if kind.needs_date and data.get("date") is None:
        found.append(_no_date(data))
    if isinstance(image := data.get("image"), str):
        hint = said("write:\nimage:\n  src: {}\n  alt: what it shows", image)
        found.append(Mistake(("image",), said("{} is {}", '"image"', f'"{image}"'), hint))
    found += _order(value, config) if value else ()
    found += _without_words(value) if value else ()
    for index, alias in enumerate(value.aliases if value else ()):
        if "://" in alias or ".." in alias.split("/") or "\\" in alias:
            hint = said("write an old address of this site: /news/old-name/")
            found.append(Mistake(("aliases", index), said('the alias "{}" is no address of this site', alias), hint))
    return tuple(found)


def _no_date(data: dict[str, object]) -> Mistake:
    if "date" in data:
        return Mistake(("date",), said("{} is empty", '"date"'), said("write the day behind it: date: 2026-01-13"))
    return Mistake((), said('"{}" is missing', "date"), said("add a line: date: 2026-01-13"))


def _order(value: AnyMatter, config: Config) -> Iterator[Mistake]:
    """Days that come in the wrong order."""
    if isinstance(value, Workshop) and value.end and value.date and value.end < value.date:
        hint = said("write a day after {}", written(value.date, config.zone))
        yield Mistake(("end",), said('"end" lies before "date"'), hint)
    if value.publish and value.expire and value.expire <= value.publish:
        hint = said("write a day after {}: the page would never be shown", written(value.publish, config.zone))
        yield Mistake(("expire",), said('"expire" lies before "publish"'), hint)
    if isinstance(value, News) and value.expire and value.date and not value.publish and value.expire <= value.date:
        message = said('"expire" lies before "date": the story is never shown')
        day = written(value.date, config.zone)
        hint = said("write a day after {}, or publish: with the day on which it appears", day)
        yield Mistake(("expire",), message, hint, "warning")


def _without_words(value: AnyMatter) -> Iterator[Mistake]:
    """Pictures of which those who cannot see them would learn nothing."""
    if value.image and not value.image.alt:
        hint = said("add alt: and say what the picture shows, for those who cannot see it")
        yield Mistake(("image",), said("the picture has no alt text"), hint, "warning")
    elif value.image and slips.FILE_NAME.fullmatch(value.image.alt):
        yield Mistake(("image", "alt"), *slips.file_name(value.image.alt), "warning")
    for index, photo in enumerate(value.photos):
        if not photo.title:
            message = said("photo {} has no title, which is also its alt text", index + 1)
            hint = said("write title: and what it shows, for those who cannot see it")
            yield Mistake(("photos", index), message, hint, "warning")


def _slug(path: str, stem: str, front: FrontMatter) -> tuple[str, tuple[Problem, ...]]:
    """The last part of the address, ASCII: from `slug`, else from the file's name."""
    written = (front.data or {}).get("slug")
    if isinstance(written, str):
        if SLUG.fullmatch(written):
            return written, ()
        spot = front.spots.get(("slug",), Spot(0))
        fit = ascii_slug(written)
        hint = said("write slug: {}", fit) if fit else said("use small letters a to z, digits and hyphens")
        message = said('"slug" is "{}", which cannot stand in an address as it is', written)
        return "", (Problem(path, spot.line, message, hint, "error", spot.column, spot.width),)
    slug = ascii_slug(DATED_NAME.sub("", stem))
    if slug:
        return slug, ()
    hint = said("rename it with letters a to z, or add a line like slug: annual-meeting")
    return "", (Problem(path, 1, said('no address can be made from the file name "{}"', stem), hint),)


def ascii_slug(text: str) -> str:
    """Letters a to z, digits and hyphens; accents go, and a text with other letters gives ""."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).lower()
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:120].strip("-")


def _problem(path: str, front: FrontMatter, mistake: Mistake) -> Problem:
    """A mistake of the front matter at its line; what is missing is told at the first line of the file."""
    place: Path = mistake.path
    while place and place not in front.spots:
        place = place[:-1]
    spot = (front.keys if mistake.of_key else front.spots).get(place, Spot(1))
    return Problem(path, spot.line, mistake.message, mistake.hint, mistake.level, spot.column, spot.width)

"""A new file with its front matter: every field with a line on what it is for, and nothing that stops a build.

It is a draft until its writer says otherwise, and a file that is there is never written over.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath

from msgspec import Struct, structs

from krama import sources
from krama.config import Config
from krama.documents import ascii_slug
from krama.model import KINDS
from krama.problems import Problem, did_you_mean
from krama.said import Said, Tongue, Translate, said
from krama.settings import read_settings

TRANSLATION = "translation"


class Asked(Struct, frozen=True):
    """What is asked for. kind: a section of site.toml, a kind, or "translation" of the source `title`; lang: "" for
    Khmer where the title is, else the site's first, and for every other one of a translation; slug: "" to make it from
    the title."""

    kind: str
    title: str
    lang: str = ""
    slug: str = ""


class Item(Struct, frozen=True):
    """A file to be written: its path from the root, and its text."""

    path: str
    text: str


class Field(Struct, frozen=True):
    """A line of front matter: what stands there at first, and what it is for. known: the names that {} stands for."""

    line: str
    use: Said
    known: str = ""


class Question(Struct, frozen=True):
    """What is to be asked for a field of Asked. default: what an empty answer means, "" where it may not be empty."""

    field: str
    words: Said
    default: str = ""


TITLE = said("the headline that readers see")
DATE = said("the day, the year first")
SHARED = (
    Field("summary:", said("one or two sentences for lists, feeds and previews")),
    Field("tags: []", said("what it is about; known are: {}"), "tags"),
    Field("authors: []", said("who signs; known are: {}"), "authors"),
    Field("programmes: []", said("the programmes it belongs to; known are: {}"), "programmes"),
    Field("place:", said("the town, for the line under the title")),
    Field("draft: true", said("delete this line when readers may see the page")),
)
RARE = (
    Field("# image:", said("the picture of the story; take away the # to use it")),
    Field("#   src: /images/NAME.jpg", said("a file below static/")),
    Field("#   alt:", said("what it shows, for those who cannot see it")),
    Field("#   credit:", said("who made it")),
    Field("# documents:", said("files to download")),
    Field("#   - {title: , file: /documents/NAME.pdf}", said("the name that readers see, and a file below static/")),
    Field("# publish: TODAY 07:00", said("when it appears by itself")),
    Field("# expire: LATER", said("when it goes by itself")),
    Field("# updated: TODAY", said("the day of a later correction")),
)
"""Written as comments: half a picture or an empty day would be a mistake. TODAY: the day on which the file is made."""
OWN = {
    "news": (),
    "workshops": (
        Field("end:", said("the last day, if it takes several")),
        Field("venue:", said("the house or hall")),
        Field("organizers: []", said("who holds it")),
        Field("participants:", said("how many come, or who")),
        Field("countries: []", said("where they come from")),
    ),
    "programmes": (
        Field("goal:", said("what it is to achieve, in a sentence")),
        Field("order: 0", said("its place among the programmes: small numbers come first")),
    ),
    "pages": (Field("order: 0", said("its place among the pages: small numbers come first")),),
}
TEXT = said("Write the text here.")
TRANSLATE = said("Translate the texts below, and then delete the next line.")
WIDTH = 30  # letters before the line on what a field is for
LEFT_OUT = {"aliases", "draft", "updated"}
KEY = re.compile(r"[\"']?([\w-]+)[\"']?[ \t]*:")
MOST = 12  # names that are given as an example
A_WHILE = timedelta(days=30)
KHMER = re.compile("[\u1780-\u17ff]")


def asked(root: Path, wanted: Asked, now: datetime, tongue: Tongue) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The files that are asked for, or what is wrong with the asking. now: today is its day in the site's zone."""
    settings, problems = read_settings(root)
    if settings is None:
        return (), problems
    lang = wanted.lang or _language(wanted.title, settings)
    if lang not in settings.languages:
        hint = said("write one of: {}", ", ".join(settings.languages))
        return (), (Problem("", 0, said('the site has no language "{}"', lang), hint),)
    if wanted.kind == TRANSLATION:
        return _translations(root, wanted, settings, tongue)
    made, wrong = _item(root, structs.replace(wanted, lang=lang), settings, tongue(lang), now)
    return (made,) if made else (), wrong


def write(root: Path, one: Item) -> Problem | None:
    """Writes a new file; one that is there stays as it is."""
    place = root / one.path
    try:
        data = one.text.encode()
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(data)
    except UnicodeEncodeError:
        hint = said("type the title again; it was typed where letters are written in another way")
        return Problem(one.path, 0, said("the title holds half a letter"), hint)
    except FileExistsError:
        hint = said("choose another title, or other words for the address with --slug")
        return Problem(one.path, 0, said("the file is there already"), hint)
    except OSError as error:
        return Problem(one.path, 0, said("it could not be written: {}", error.strerror or error), said("see to it"))
    return None


def question(root: Path, wanted: Asked) -> Question | None:
    """What is to be asked next of somebody who did not say all; None where it is enough, or site.toml is wrong."""
    settings, _ = read_settings(root)
    if settings is None:
        return None
    sections, languages = tuple(settings.settings.sections), settings.languages
    known = ", ".join((*sections, TRANSLATION))
    if not wanted.kind:
        return Question("kind", said("What shall it be? ({})", known), sections[0])
    if wanted.kind != TRANSLATION and not _section(wanted.kind, settings):
        return Question("kind", said('There is no "{}". What shall it be? ({})', wanted.kind, known), sections[0])
    if wanted.kind == TRANSLATION:
        return _which_text(root, wanted, settings)
    if not wanted.title:
        return Question("title", said("Which title shall readers see?"))
    offered, first = ", ".join(languages), _language(wanted.title, settings)
    if wanted.lang and wanted.lang not in languages:
        words = said('There is no language "{}" here. In which language? ({})', wanted.lang, offered)
        return Question("lang", words, first)
    if not wanted.lang and len(languages) > 1:
        return Question("lang", said("In which language? ({})", offered), first)
    if not ascii_slug(wanted.slug):
        return Question("slug", said("Which words for the address? (letters a to z)"), ascii_slug(wanted.title))
    return None


def _which_text(root: Path, wanted: Asked, config: Config) -> Question | None:
    example = "content/en/news/NAME.md"
    if not wanted.title:
        return Question("title", said("Which text? (its path, like {})", example))
    if not (root / _inside(root, wanted.title, config)[0]).is_file():
        return Question("title", said('There is no text "{}". Which text? (its path, like {})', wanted.title, example))
    return None


def _language(title: str, config: Config) -> str:
    """The language of an item whose writer did not name it: that of the letters of its title."""
    return "km" if "km" in config.languages and KHMER.search(title) else config.languages[0]


def _item(
    root: Path, wanted: Asked, config: Config, translate: Translate, now: datetime
) -> tuple[Item | None, tuple[Problem, ...]]:
    sections = config.settings.sections
    name = _section(wanted.kind, config)
    if name is None:
        hint = did_you_mean(
            wanted.kind, [*sections, *KINDS, TRANSLATION], said("write one of: {}", ", ".join(sections))
        )
        return None, (Problem("", 0, said('there is no section or kind "{}"', wanted.kind), hint),)
    title = " ".join(wanted.title.split())
    slug = ascii_slug(wanted.slug or title)
    if not title or not slug:
        hint = said("write a few words for it, with letters a to z: {}", "--slug budget-forum")
        return None, (Problem("", 0, said('no address can be made from the title "{}"', title), hint),)
    kind, today = sections[name].kind, now.astimezone(config.zone).date()
    file = f"{today}-{slug}.md" if KINDS[kind].needs_date else f"{slug}.md"
    known = {
        "tags": tuple(config.settings.tags),
        "authors": tuple(config.settings.people),
        "programmes": _programmes(root, config),
    }
    lines = "\n".join(_lines(title, kind, today, known, translate))
    text = f"---\n{lines}\n---\n\n{TEXT.within(translate)}\n"
    return Item(f"content/{wanted.lang}/{name}/{file}", text), ()


def _section(asked: str, config: Config) -> str | None:
    """The section of that name, or the first of that kind ("workshop" stands for workshops)."""
    sections = config.settings.sections
    for name in (asked, f"{asked}s"):
        if name in sections:
            return name
        if name in KINDS:
            return next((one for one, section in sections.items() if section.kind == name), None)
    return None


def _programmes(root: Path, config: Config) -> tuple[str, ...]:
    """The file names by which front matter names programmes."""
    folders = [name for name, section in config.settings.sections.items() if section.kind == "programmes"]
    found = (path.stem for lang in config.languages for one in folders for path in _texts(root, lang, one))
    return tuple(dict.fromkeys(found))


def _texts(root: Path, lang: str, section: str) -> list[Path]:
    return sorted((root / "content" / lang / section).rglob("*.md"))


def _lines(
    title: str, kind: str, today: date, known: dict[str, tuple[str, ...]], translate: Translate
) -> Iterator[str]:
    yield _line(f"title: {json.dumps(title, ensure_ascii=False)}", TITLE.within(translate))
    if KINDS[kind].needs_date:
        yield _line(f"date: {today}", DATE.within(translate))
    for field in (*OWN[kind], *SHARED):
        names = ", ".join(known.get(field.known, ())[:MOST]) or "–"
        use = Said(field.use.message, (names,)) if field.known else field.use
        yield _line(field.line, use.within(translate))
    for field in RARE:
        line = field.line.replace("TODAY", str(today)).replace("LATER", str(today + A_WHILE))
        yield _line(line, field.use.within(translate))


def _line(written: str, told: str) -> str:
    return f"{written:<{WIDTH}} # {told}"


def _translations(
    root: Path, wanted: Asked, config: Config, tongue: Tongue
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The counterparts of a source: its text with the front matter of a draft."""
    path, like = _inside(root, wanted.title, config)
    parts = PurePosixPath(path).parts
    inside = len(parts) > 3 and parts[0] == "content" and parts[1] in config.languages
    if not inside or not path.endswith(sources.MARKDOWN) or not (root / path).is_file():
        hint = said("write its path, like {}", like)
        return (), (Problem(wanted.title, 0, said("there is no such text"), hint),)
    source, wrong = sources.text(root, path)
    if source is None:
        return (), wrong
    if wanted.lang == parts[1]:
        hint = said("write the other language with --lang")
        return (), (Problem(path, 0, said('it is in the language "{}" itself', parts[1]), hint),)
    others = (wanted.lang,) if wanted.lang else tuple(one for one in config.languages if one != parts[1])
    places = {lang: "/".join(("content", lang, *parts[2:])) for lang in others}
    there = tuple(
        Problem(place, 0, said("the translation is there already"), said("open it"))
        for place in places.values()
        if (root / place).exists()
    )
    told_in = tongue(parts[1])
    made = {
        lang: Item(place, _as_draft(source.text, told_in, tongue(lang)))
        for lang, place in places.items()
        if not (root / place).exists()
    }
    return tuple(made.values()), there


def _inside(root: Path, written: str, config: Config) -> tuple[str, str]:
    """A path as somebody writes it (from where they are, from the root, with either slash), from the root; and one that
    is like it. The end of a path is enough where one text alone ends so."""
    plain = written.strip().strip("\"'").replace("\\", "/")
    with contextlib.suppress(OSError, ValueError):  # too long for a path, or no letter of one
        for base in (Path.cwd(), root):
            place = (base / plain).resolve()
            if place.is_relative_to(root.resolve()) and place.is_file():
                path = place.relative_to(root.resolve()).as_posix()
                return path, path
    texts = (path.relative_to(root).as_posix() for lang in config.languages for path in _texts(root, lang, ""))
    found = [path for path in texts if path.endswith(f"/{plain}")] if plain else []
    return found[0] if len(found) == 1 else plain, next(iter(found), "content/en/news/NAME.md")


def _as_draft(text: str, told_in: Translate, translate: Translate) -> str:
    """A source as a draft; without its old addresses, which lead to the original, and what only the original needs.
    What each field is for is told in the language of the translation."""
    match = re.match(r"---[ \t]*\n(.*?)^---[ \t]*$", text, re.DOTALL | re.MULTILINE)
    if match is None:
        return text
    head = "\n".join(_retold(line, told_in, translate) for line in _without(match[1].split("\n"), LEFT_OUT))
    return f"---\n# {TRANSLATE.within(translate)}\ndraft: true\n{head}---{text[match.end() :]}"


def _without(lines: list[str], keys: set[str]) -> Iterator[str]:
    """The lines of a head but for those of some keys, with all that stands under them; comments stay."""
    dropping = False
    for line in lines:
        if match := KEY.match(line):
            dropping = match[1] in keys
        if not dropping or line.startswith("#") or not line:
            yield line


USES = (TITLE, DATE, *(field.use for field in (*SHARED, *RARE, *(one for fields in OWN.values() for one in fields))))


def _retold(line: str, told_in: Translate, translate: Translate) -> str:
    """A line of a head with what its field is for in another language, if it is told in our own words."""
    for mark in re.finditer(r"(?<=.) # ", line):
        told = line[mark.end() :]
        for use in USES:
            before, names, after = told_in(use.message).partition("{}")
            if told == before + after or (names and told.startswith(before) and told.endswith(after)):
                values = (told[len(before) : len(told) - len(after)],) if names else ()
                return line[: mark.end()] + Said(use.message, values).within(translate)
    return line

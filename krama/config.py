"""site.toml → Config: everything an organisation says about its site, checked."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, structs

from krama import phones
from krama.model import Words
from krama.problems import Problem, did_you_mean
from krama.said import said
from krama.schema import Mistake, Path, read

NAMES = {"en": "English", "km": "ភាសាខ្មែរ"}
"""The languages Krama has words, dates and type for, each by its name in its own script."""

LANGUAGES = tuple(NAMES)

KindName = Literal["news", "programmes", "workshops", "pages"]
ADDRESS = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,4}|:[1-5]\d{4})?(?:/[\w~-]+)*/?", re.IGNORECASE | re.ASCII
)
"""The address of a site: no user, query or fragment, and a path of plain words."""
DEFAULT_ZONE = "Asia/Phnom_Penh"


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A folder below content/LANG: its kind, its title, and how it is shown.

    address: the part of the address after the language (the folder's name; "" for none). listed: it has a list and is
    in feeds, tags and archive. fallback: its lists also show items that exist only in another language.
    """

    kind: KindName
    title: Words
    summary: Words = {}
    address: str | None = None
    listed: bool = True
    fallback: bool = True


class MenuItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a menu: a section, a page (its path below content/LANG), or any address with a title of its own."""

    section: str = ""
    page: str = ""
    url: str = ""
    title: Words = {}


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Someone who signs; team: several people under one name."""

    name: Words
    role: Words = {}
    team: bool = False


class Organization(Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes the site; logo is a path below static/."""

    name: Words = {}
    logo: str = ""
    email: str = ""
    same_as: tuple[str, ...] = ()


class HotlineSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The line above every page; link is a page below content/LANG or an address. old_phones: former numbers, which
    no text should name any more."""

    text: Words
    phones: tuple[str, ...] = ()
    old_phones: tuple[str, ...] = ()
    shown: str = ""
    link: str = ""
    link_text: Words = {}


class Security(Struct, frozen=True, forbid_unknown_fields=True):
    """security.txt (RFC 9116)."""

    contact: tuple[str, ...]
    expires: datetime
    policy: str = ""


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """The web app manifest; icon is a path below static/."""

    short_name: Words
    theme_color: str = "#8c1c2c"
    background_color: str = "#ffffff"
    icon: str = ""


class MarkdownSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What raw HTML in content may hold beyond the allow-list: tags, and attributes by tag. keep_zwsp: zero-width
    spaces of a text stay in its page."""

    tags: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...]] = {}
    keep_zwsp: bool = False


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What may weigh how much, in KB of 1,000 bytes: a picture as a file, a page with all that it fetches."""

    picture_kb: Annotated[int, Meta(ge=1)] = 300
    page_kb: Annotated[int, Meta(ge=1)] = 1000


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """site.toml, as its types are."""

    url: str
    name: Words
    languages: tuple[str, ...] = LANGUAGES
    tagline: Words = {}
    timezone: str = DEFAULT_ZONE
    khmer_digits: bool = True
    khmer_date: Literal["long", "short"] = "long"
    khmer_grouping: Literal[".", ","] = "."
    lunar: bool = False
    page_size: Annotated[int, Meta(ge=1, le=200)] = 10
    search: bool = True
    keep_names: tuple[str, ...] = ("documents",)
    organization: Organization = Organization()
    hotline: HotlineSettings | None = None
    sections: dict[str, Section]
    menu: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()
    tags: dict[str, Words] = {}
    people: dict[str, Person] = {}
    security: Security | None = None
    manifest: Manifest | None = None
    markdown: MarkdownSettings = MarkdownSettings()
    limits: Limits = Limits()


class Config(Struct, frozen=True, dict=True):
    """The settings and what follows from them."""

    settings: Settings

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes, the default first."""
        return self.settings.languages

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def origin(self) -> str:
        """Scheme and host, without a slash at the end: what turns an address into an absolute one."""
        parts = urlsplit(self.settings.url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def prefix(self) -> str:
        """The path every address begins with: "/" or "/project/"."""
        return f"/{urlsplit(self.settings.url).path.strip('/')}/".replace("//", "/")

    def words(self, words: Words, lang: str) -> str:
        """The text in `lang`, else in the first language that has it, else ""."""
        return next((words[one] for one in (lang, *self.languages) if words.get(one)), "")


def load(text: str, path: str = "site.toml") -> tuple[Config | None, tuple[Problem, ...]]:
    """The text of site.toml as a Config, and what is wrong with it (Config is None where an error stands)."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax(path, str(error)),)
    except RecursionError:
        return None, (Problem(path, 0, said("tables or lists are nested too deeply"), said("see docs/site.md")),)
    settings, mistakes = read(data, Settings, ZoneInfo(DEFAULT_ZONE))
    if settings:
        mistakes += tuple(_sense(settings))
    problems = tuple(
        Problem(path, locate(text, mistake.path), mistake.message, mistake.hint, mistake.level) for mistake in mistakes
    )
    if settings is None or any(problem.level == "error" for problem in problems):
        return None, problems
    return Config(settings), problems


def _sense(settings: Settings) -> list[Mistake]:
    """What the types alone cannot say."""
    wrong = [*_languages(settings), *_sections(settings)]
    if not ADDRESS.fullmatch(settings.url):
        hint = said("write the whole address: https://example.org/")
        wrong.append(Mistake(("url",), said('"url" is "{}"', settings.url), hint))
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        message = said('the time zone "{}" is not known', settings.timezone)
        wrong.append(Mistake(("timezone",), message, said("write one like Asia/Phnom_Penh")))
    hotline = settings.hotline
    if hotline and hotline.link.startswith(("http", "/")) and not hotline.link_text:
        message = said('the link of the hotline, "{}", has no words', hotline.link)
        wrong.append(Mistake(("hotline", "link"), message, said('add link_text = { en = "…", km = "…" }')))
    for index, what, cure in phones.mistakes(hotline.phones, hotline.old_phones) if hotline else ():
        wrong.append(Mistake(("hotline", "old_phones", index), what, cure))
    for menu, items in (("menu", settings.menu), ("footer", settings.footer)):
        for index, item in enumerate(items):
            wrong += _menu_item(settings, (menu, index), item)
    return wrong


def _languages(settings: Settings) -> Iterator[Mistake]:
    """The languages are known ones, and every text is there in each of them."""
    if not settings.languages:
        yield Mistake(("languages",), said('"languages" is empty'), said('write languages = ["en", "km"]'))
    if len(set(settings.languages)) < len(settings.languages):
        yield Mistake(("languages",), said('"languages" names one twice'), said("write each language once"))
    unknown = [lang for lang in settings.languages if lang not in LANGUAGES]
    for lang in unknown:
        yield Mistake(("languages",), said('the language "{}" is not known', lang), said("en and km are"))
    for tag in (name for name, words in settings.tags.items() if not words):
        hint = said('write what readers see: {} = {{ en = "…", km = "…" }}', tag)
        yield Mistake(("tags", tag), said('the tag "{}" has no label', tag), hint, "warning")
    for place, words in _all_words(settings):
        name = ".".join(map(str, place))
        for lang in sorted(set(words) - set(LANGUAGES)):
            message = said('"{}" has a text in "{}", which is not known', name, lang)
            yield Mistake((*place, lang), message, said("en and km are"))
        for lang in settings.languages if words and not unknown else ():
            if not words.get(lang):
                message = said('"{}" has no text in "{}"', name, lang)
                yield Mistake(place, message, said('add {} = "…"', lang), "warning")


def _sections(settings: Settings) -> Iterator[Mistake]:
    for name, section in settings.sections.items():
        if not re.fullmatch(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?", section_address(name, section)):
            message = said('the address of section "{}" cannot stand in a URL', name)
            yield Mistake(("sections", name), message, said("use small letters a to z, digits and hyphens"))


def _menu_item(settings: Settings, place: Path, item: MenuItem) -> list[Mistake]:
    if sum(map(bool, (item.section, item.page, item.url))) != 1:
        message = said("a menu item needs one of section, page or url")
        return [Mistake(place, message, said('like section = "news"'))]
    if item.section and item.section not in settings.sections:
        hint = did_you_mean(item.section, settings.sections)
        return [Mistake(place, said('the section "{}" is not known', item.section), hint)]
    if item.url and not item.url.startswith(("/", "https://", "http://", "mailto:", "tel:")):
        hint = said("write an address that begins with / or https://")
        return [Mistake(place, said('the menu item leads to "{}"', item.url), hint)]
    if item.url and not item.title:
        hint = said('add title = { en = "…", km = "…" }')
        return [Mistake(place, said('the menu item for "{}" has no title', item.url), hint)]
    return []


def _all_words(settings: Settings) -> list[tuple[Path, Words]]:
    """Every text that should stand in each language, with its place."""
    found: list[tuple[Path, Words]] = [(("name",), settings.name), (("tagline",), settings.tagline)]
    found += [(("tags", name), words) for name, words in settings.tags.items()]
    for name, section in settings.sections.items():
        found += [(("sections", name, "title"), section.title), (("sections", name, "summary"), section.summary)]
    for name, person in settings.people.items():
        found += [(("people", name, "name"), person.name), (("people", name, "role"), person.role)]
    if settings.hotline:
        found += [(("hotline", "text"), settings.hotline.text), (("hotline", "link_text"), settings.hotline.link_text)]
    if settings.manifest:
        found.append((("manifest", "short_name"), settings.manifest.short_name))
    found.append((("organization", "name"), settings.organization.name))
    return found


def _syntax(path: str, text: str) -> Problem:
    """tomllib tells the place only within its text: "… (at line 3, column 5)"."""
    match = re.search(r" \(at line (\d+), column (\d+)\)$", text)
    if not match:
        hint = said("see docs/site.md for how the file is written")
        return Problem(path, 0, said("this is not TOML: {}", text), hint)
    line, column = int(match[1]), int(match[2])
    hint = said("texts stand between quotes, lists between [ ], tables between { }")
    return Problem(path, line, said("this is not TOML: {}", text[: match.start()]), hint, "error", column, 1)


def locate(text: str, place: Path) -> int:
    """The line of site.toml where `place` is written, or where its nearest table begins; 0 if nowhere."""
    best, depth = 0, 0
    header: Path = ()
    found: Path
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[\[\s*([^\]]+?)\s*\]\]", line):
            name = _keys(match[1])
            counts[name] = counts.get(name, -1) + 1
            header = found = (*name, counts[name])
        elif match := re.match(r"\s*\[\s*([^\]=]+?)\s*\]\s*(?:#.*)?$", line):
            header = found = _keys(match[1])
        elif match := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            found = (*header, *_keys(match[1]))
        else:
            continue
        if found == place[: len(found)] and len(found) > depth:
            best, depth = number, len(found)
    return best


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def section_address(name: str, section: Section) -> str:
    """The part of an address that stands for a section: "news", or "" for pages at the top."""
    return name if section.address is None else section.address.strip("/")


def with_settings(config: Config, **changes: object) -> Config:
    """A Config that differs in some settings."""
    return Config(structs.replace(config.settings, **changes))

"""The frame of each language: name, menus, hotline and the assets that templates name."""

from krama import urls
from krama.config import Config, MenuItem, Settings, section_address
from krama.model import Label
from krama.pages import Formats, Frame, Hotline
from krama.problems import Problem, did_you_mean, nearest
from krama.references import Library, Target
from krama.said import said
from krama.words import Words

SITE = "site.toml"
NAMED_BY_TEMPLATES = ("static/css/", "static/js/", "static/fonts/")


def make(
    config: Config,
    library: Library,
    file_urls: dict[str, str],
    words: dict[str, Words],
    *,
    in_use: dict[str, frozenset[str]],
) -> tuple[dict[str, Frame], tuple[Problem, ...]]:
    """The frame of each language, and what of site.toml leads nowhere.

    in_use: the sections that have something to list, by language; a menu leaves out those that have not.
    """
    problems: list[Problem] = []
    made = {lang: _frame(config, library, file_urls, words[lang], in_use[lang], problems) for lang in words}
    return made, tuple(problems)


def _frame(
    config: Config,
    library: Library,
    file_urls: dict[str, str],
    words: Words,
    sections: frozenset[str],
    problems: list[Problem],
) -> Frame:
    settings, lang = config.settings, words.lang

    def href(address: str) -> str:
        return urls.href(config.prefix, address)

    def labels(menu: tuple[MenuItem, ...]) -> tuple[Label, ...]:
        found = (_label(config, library, item, lang, sections, problems) for item in menu)
        return tuple(label for label in found if label)

    return Frame(
        lang=lang,
        languages=config.languages,
        homes={one: href(urls.home(one)) for one in config.languages},
        origin=config.origin,
        prefix=config.prefix,
        name=config.words(settings.name, lang),
        tagline=config.words(settings.tagline, lang),
        formats=_formats(settings, lang),
        catalogue=words.digest,
        home=href(urls.home(lang)),
        menu=labels(settings.menu),
        footer=labels(settings.footer),
        hotline=_hotline(config, library, lang, problems),
        tags=href(urls.listing(lang, "tags")),
        archive=href(urls.listing(lang, "archive")),
        authors=href(urls.listing(lang, "authors")),
        search=href(urls.search(lang)) if settings.search else "",
        atom=href(urls.atom(urls.home(lang))),
        jsonfeed=href(urls.json_feed(lang)),
        manifest=href(urls.manifest(lang)) if settings.manifest else "",
        organization=config.words(settings.organization.name or settings.name, lang),
        email=settings.organization.email,
        same_as=settings.organization.same_as,
        theme_color=settings.manifest.theme_color if settings.manifest else "",
        logo=file_urls.get(f"static{settings.organization.logo}", ""),
        assets=_assets(config, file_urls, problems),
    )


def _formats(settings: Settings, lang: str) -> Formats:
    return Formats(
        lang=lang,
        zone=settings.timezone,
        khmer_digits=settings.khmer_digits,
        long_dates=settings.khmer_date == "long" or lang != "km",
        grouping=settings.khmer_grouping if lang == "km" else ",",
        lunar=settings.lunar and lang == "km",
    )


def _label(
    config: Config,
    library: Library,
    item: MenuItem,
    lang: str,
    sections: frozenset[str],
    problems: list[Problem],
) -> Label | None:
    title = config.words(item.title, lang)
    if item.section:
        section = config.settings.sections[item.section]
        address = urls.listing(lang, "section", section_address(item.section, section))
        if item.section not in sections:
            return None
        return Label(title or config.words(section.title, lang), urls.href(config.prefix, address))
    if item.url:
        inside = item.url.startswith("/") and not item.url.startswith("//")
        return Label(title, urls.href(config.prefix, item.url.lstrip("/")) if inside else item.url)
    found = _page(library, item.page, lang)
    if found is None:
        if not any(f"content/{one}/{item.page}" in library.unread for one in library.languages):
            problems.append(_no_page(library, item.page))
        return None
    other = found.document.lang if found.document.lang != lang and not title else ""
    return Label(title or found.document.matter.title, found.url, other)


def _page(library: Library, path: str, lang: str) -> Target | None:
    """The page that site.toml names by its path below content/LANG, in this language or another."""
    key = path.rpartition(".")[0] if path.endswith(".md") else path
    for one in (lang, *library.languages):
        found = library.pages.get(f"content/{one}/{path}") or library.stories.get((one, key))
        if found:
            return found
    return None


def _no_page(library: Library, path: str) -> Problem:
    known = sorted({one.split("/", 2)[2] for one in library.pages})
    hint = did_you_mean(path, known, said("write the path below content/en, like pages/about.md"))
    return Problem(SITE, 0, said('the page "{}" does not exist in any language', path), hint)


def _hotline(config: Config, library: Library, lang: str, problems: list[Problem]) -> Hotline | None:
    hotline = config.settings.hotline
    if hotline is None:
        return None
    link = None
    if hotline.link:
        outside = hotline.link.startswith(("http:", "https:", "/"))
        item = MenuItem(
            url=hotline.link if outside else "", page="" if outside else hotline.link, title=hotline.link_text
        )
        link = _label(config, library, item, lang, frozenset(), problems)
    first = "".join(letter for letter in (hotline.phones or ("",))[0] if letter.isdigit() or letter == "+")
    return Hotline(config.words(hotline.text, lang), first, hotline.shown or ", ".join(hotline.phones), link)


def _assets(config: Config, file_urls: dict[str, str], problems: list[Problem]) -> dict[str, str]:
    """What templates may name: stylesheets, scripts, fonts, and the pictures that site.toml names.

    Not every file of static/, or a new photo would change every page.
    """
    settings = config.settings
    icon = settings.manifest.icon if settings.manifest else ""
    named = [f"static{path}" for path in (settings.organization.logo, icon) if path]
    for path in named:
        if path not in file_urls:
            near = nearest(path, file_urls).removeprefix("static")
            hint = said('did you mean "{}"?', near) if near else said("put it into static/images")
            message = said('the file "{}" does not exist', path.removeprefix("static"))
            problems.append(Problem(SITE, 0, message, hint))
    chosen = {
        path for path in file_urls if path.startswith(NAMED_BY_TEMPLATES) or path.count("/") == 1 or path in named
    }
    return {path.removeprefix("static/"): file_urls[path] for path in sorted(chosen) if path.startswith("static/")}


def at_lines(problems: tuple[Problem, ...], text: str) -> tuple[Problem, ...]:
    """Problems of site.toml with the line in which what they quote, their first value, is written."""
    if not any(problem.path == SITE for problem in problems):
        return problems
    lines = text.splitlines()
    return tuple(_at_line(problem, lines) if problem.path == SITE else problem for problem in problems)


def _at_line(problem: Problem, lines: list[str]) -> Problem:
    quoted = str(problem.message.values[0]) if problem.message.values else ""
    for number, line in enumerate(lines, start=1):
        column = line.find(f'"{quoted}"')
        if not problem.line and quoted and column >= 0:
            return Problem(
                problem.path, number, problem.message, problem.hint, problem.level, column + 1, len(quoted) + 2
            )
    return problem

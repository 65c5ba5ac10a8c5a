"""Where the links, pictures and files of a document lead: known when all documents and assets are.

A link to a .md file leads to its page in the document's own language, else to the page in another; a file that a
translator did not copy is taken from beside the original. Case counts, on every system.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from urllib.parse import quote, unquote

from msgspec import Struct

from krama import digests, slips, urls
from krama.markup import anchor
from krama.model import Asset, Document, Link, Reference
from krama.problems import Names, Problem, nearest
from krama.said import Said, said

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Target(Struct, frozen=True):
    """A page that can be linked to."""

    url: str
    document: Document


class Library(Struct, frozen=True, dict=True):
    """All that can be linked to.

    pages: by path of the source. stories: by language and translation key. hidden: translation keys of documents not
    shown now, by path. unread: paths of those with mistakes. files: assets by path. file_urls: their addresses.
    addresses: of every page and list, without the prefix.
    """

    prefix: str
    languages: tuple[str, ...]
    pages: dict[str, Target]
    stories: dict[tuple[str, str], Target]
    hidden: dict[str, str]
    unread: frozenset[str]
    files: dict[str, Asset]
    file_urls: dict[str, str]
    addresses: frozenset[str]

    @cached_property
    def names(self) -> Names:
        """Everything that can be linked to, for a hint where a link leads nowhere."""
        return Names([*self.pages, *self.file_urls, *(f"/{address}" for address in self.addresses)])

    @cached_property
    def written(self) -> dict[str, str]:
        """Every file that can be linked to, as it is written on the disk, by its path without capitals."""
        return {path.casefold(): path for path in (*self.pages, *self.files)}

    @cached_property
    def key(self) -> str:
        """The digest of all that decides where a link leads: links are followed again only where it differs."""
        pages = [
            (path, one.url, one.document.lang, one.document.key, one.document.ids) for path, one in self.pages.items()
        ]
        # Of a stylesheet only the path: nothing can link to it, but a hint may name it.
        files = [(one.path, one.width, one.height, self.file_urls[one.path]) for one in self.files.values()]
        styles = sorted(self.file_urls.keys() - self.files.keys())
        names = (sorted(one) for one in (self.hidden, self.unread, self.addresses))
        return digests.key((self.prefix, pages, files, styles, *names))


class Followed(Struct, frozen=True, array_like=True):
    """Where the links of a body lead: the digest of its References ("" for none), those that lead nowhere, and the
    files of the pictures that it shows."""

    body: str
    references: str
    problems: tuple[Problem, ...] = ()
    pictures: tuple[str, ...] = ()


class Trails:
    """Follows the links of documents, each once for as long as neither its text nor the library changes.

    last: what was found with a library of the key `library`. links: of a document. keep: takes the bytes of References
    under their digest.
    """

    def __init__(
        self,
        last: dict[str, Followed],
        library: str,
        links: Callable[[Document], tuple[Link, ...]],
        keep: Callable[[str, bytes], None],
    ) -> None:
        self.last, self.library, self.links, self.keep = last, library, links, keep
        self.found: dict[str, Followed] = {}

    def follow(self, document: Document, library: Library) -> Followed:
        """Where the links of a document lead."""
        before = self.last.get(document.path) if library.key == self.library else None
        if before is None or before.body != document.body:
            links = self.links(document)
            found, problems = resolve(document, links, library)
            data = digests.encode(found) if found else b""
            pictures = tuple(_pictures(links, document, library))
            before = Followed(document.body, digests.digest(data) if found else "", problems, pictures)
            if found:
                self.keep(before.references, data)
        self.found[document.path] = before
        return before


def resolve(
    document: Document, links: tuple[Link, ...], library: Library
) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Where each target of a body leads, and every one that leads nowhere."""
    found: dict[str, Reference] = {}
    problems: list[Problem] = []
    for link in links:
        reference, problem = _follow(link, document, library)
        if problem:
            problems.append(problem)
        if reference:
            found[link.target] = reference
    return tuple(found.values()), tuple(problems)


def _pictures(links: tuple[Link, ...], document: Document, library: Library) -> Iterator[str]:
    for link in links:
        asset = _asset(link.target.partition("#")[0].partition("?")[0], document, library) if link.picture else None
        if asset:
            yield asset.path


def _asset(path: str, document: Document, library: Library) -> Asset | None:
    return file(path, document, library) if path.startswith("/") else _beside(path, library)


def file(written: str, document: Document, library: Library) -> Asset | None:
    """The asset that front matter names: "/images/hall.svg" below static/, else a path beside the document."""
    plain = unquote(written).replace("\\", "/")
    if plain.startswith("/"):
        return library.files.get(f"static{posixpath.normpath(plain)}")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), plain))
    return next((library.files[one] for one in _counterparts(path, library) if one in library.files), None)


def missing_file(written: str, document: Document, key: str, library: Library) -> Problem:
    """The problem of front matter that names a file that is not there."""
    line = document.lines.get(key, 1)
    if own := slips.own_computer(written):
        return Problem(document.path, line, *own)
    target = written if written.startswith("/") else posixpath.join(posixpath.dirname(document.path), written)
    near = _nearest(target, document, library)
    otherwise = said("put it into static/ and write its path, like /documents/report.pdf")
    hint = said('did you mean "{}"?', near) if near else otherwise
    cased = _in_capitals(target, document, library)
    return Problem(document.path, line, said('the file "{}" of "{}" does not exist', written, key), cased or hint)


def _follow(link: Link, document: Document, library: Library) -> tuple[Reference | None, Problem | None]:
    target, mark, fragment = link.target.partition("#")
    if not target:
        wrong = fragment and fragment != "top" and fragment not in document.ids
        return None, _no_anchor(link, document, document, fragment) if wrong else None
    if target.lower().endswith((".md", ".markdown")):
        return _follow_page(link, target, fragment, document, library)
    path, question, query = target.partition("?")
    asset = _asset(path, document, library)
    if asset:
        url = library.file_urls[asset.path] + (mark + fragment if fragment else "")
        return Reference(link.target, url, "", asset.width, asset.height), None
    address = path.lstrip("/")
    if path.startswith("/") and not link.picture:
        for one in (address, f"{address}/"):
            if one in library.addresses or not one:
                return Reference(link.target, urls.href(library.prefix, one) + question + query + mark + fragment), None
    return None, _broken(link, document, library)


def _follow_page(
    link: Link, target: str, fragment: str, document: Document, library: Library
) -> tuple[Reference | None, Problem | None]:
    path = f"content/{document.lang}{target}" if target.startswith("/") else target
    for one in _counterparts(path, library):
        page = library.pages.get(one) or library.stories.get(_story(one))
        if page:
            found = anchor(fragment, page.document.ids)
            mark = f"#{quote(found or fragment, safe='-._~:')}" if fragment else ""
            other = page.document.lang if page.document.lang != document.lang else ""
            wrong = fragment and not found
            problem = _no_anchor(link, document, page.document, fragment) if wrong else None
            return Reference(link.target, page.url + mark, other), problem
    if any(one in library.unread for one in _counterparts(path, library)):
        return None, None
    if path in library.hidden:
        hint = said("it leads to the home page until that page is shown")
        message = said('"{}" is a draft, or not published now', link.written)
        home = urls.href(library.prefix, urls.home(document.lang))
        return Reference(link.target, home), Problem(document.path, link.line, message, hint, "warning")
    return None, _broken(link, document, library)


def _story(path: str) -> tuple[str, str]:
    """Language and key of a path: content/km/pages/about.md → ("km", "pages/about")."""
    _, _, rest = path.partition("/")
    lang, _, key = rest.partition("/")
    return lang, key.rpartition(".")[0]


def _counterparts(path: str, library: Library) -> Iterator[str]:
    """A path below content/LANG, and the same in the other languages."""
    yield path
    top, _, rest = path.partition("/")
    lang, _, rest = rest.partition("/")
    if top == "content" and lang in library.languages:
        yield from (f"content/{other}/{rest}" for other in library.languages if other != lang)


def _beside(path: str, library: Library) -> Asset | None:
    return next((library.files[one] for one in _counterparts(path, library) if one in library.files), None)


def _no_anchor(link: Link, document: Document, page: Document, fragment: str) -> Problem:
    near = nearest(fragment, page.ids[:100])
    known = ", ".join(f"#{one}" for one in page.ids[:6]) or said("it has no headings")
    hint = said('did you mean "{}"?', f"#{near}") if near else said("known there: {}", known)
    return Problem(document.path, link.line, said('"{}" leads to no heading of {}', link.written, page.path), hint)


def _broken(link: Link, document: Document, library: Library) -> Problem:
    message = said('the link "{}" leads nowhere', link.written)
    otherwise = said("link to the file, like ../pages/about.md")
    if link.picture:
        message = said('the picture "{}" does not exist', link.written)
        otherwise = said("put it into static/images and write /images/NAME")
    near = _nearest(link.target.partition("#")[0], document, library)
    hint = said('did you mean "{}"?', near) if near else otherwise
    cased = _in_capitals(link.target, document, library) or _elsewhere(link.written)
    return Problem(document.path, link.line, message, cased or hint)


def _elsewhere(written: str) -> Said | None:
    """A hint where an address of another site, or of e-mail, lacks what it begins with."""
    if MAIL.fullmatch(written):
        return said('write "{}"', f"mailto:{written}")
    return said('write "{}"', f"https://{written}") if written.lower().startswith("www.") else None


def _in_capitals(target: str, document: Document, library: Library) -> Said | None:
    """A hint where a file is there but for its capitals, which some systems overlook and a web server does not."""
    path, mark, fragment = target.partition("#")
    path = posixpath.normpath(path)
    below = (f"static{path}", f"content/{document.lang}{path}") if path.startswith("/") else (path,)
    places = (place for one in below for place in _counterparts(one, library))
    found = next((library.written[one.casefold()] for one in places if one.casefold() in library.written), "")
    if not found:
        return None
    right = found.removeprefix("static").removeprefix(f"content/{document.lang}")
    right = right if path.startswith("/") else posixpath.relpath(found, posixpath.dirname(document.path))
    return said('write "{}": capitals count', right + mark + fragment)


def _nearest(target: str, document: Document, library: Library) -> str:
    """What was probably meant, as a writer would write it in this document."""
    if target.startswith("/"):
        near = library.names.nearest(f"static{target}") or library.names.nearest(target)
        return near.removeprefix("static") if near.startswith(("static/", "/")) else ""
    near = library.names.nearest(target)
    if near.startswith("static/"):
        return near.removeprefix("static")
    return posixpath.relpath(near, posixpath.dirname(document.path)) if near.startswith("content/") else ""

"""The only place where an address is spelled.

An address is the part after the site's prefix: "en/news/ogp-workshop/"; href puts the prefix in front. Addresses of
pages end with a slash and lie in files named index.html.
"""

import re
from urllib.parse import quote, unquote

from krama.khmer import heading_id

PLAIN = re.compile(r"[a-z0-9/._-]*", re.IGNORECASE | re.ASCII)
LONGEST_NAME = 180  # bytes: a file system takes 255, and Khmer has three to a letter


def href(prefix: str, address: str) -> str:
    """An address ready for an href: "/project/en/news/". Letters that URLs do not have are percent-encoded."""
    if PLAIN.fullmatch(address):  # 0.4 µs instead of 2.4, and nearly every address is plain
        return prefix + address
    return prefix + quote(address, safe="/@:~!$&'()*+,;=")


def file(address: str) -> str:
    """The file of the finished site in which an address lies: "en/news/" → "en/news/index.html"."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def of_href(prefix: str, url: str) -> str:
    """The address of a url of this site."""
    return unquote(url.removeprefix(prefix))


def name(written: str) -> str:
    """A tag or author in an address: an id stays as it is, other words keep their letters, joined by hyphens."""
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", written):
        return written
    made = heading_id(written).encode()[:LONGEST_NAME].decode(errors="ignore")
    return made or "-".join(f"{ord(letter):x}" for letter in written[:20])


def home(lang: str) -> str:
    """The home of a language."""
    return f"{lang}/"


def article(lang: str, section: str, folder: str, slug: str) -> str:
    """A story: en/news/slug/; a file named index stands for its folder."""
    parts = [lang, section, folder, "" if slug == "index" and (folder or section) else slug]
    return "/".join(part for part in parts if part) + "/"


def listing(lang: str, kind: str, name: str = "") -> str:
    """A list or index: section lists stand below their own address, the others below their kind's name."""
    base = {"section": "", "tag": "tags", "author": "authors", "year": "archive", "month": "archive"}.get(kind, kind)
    return "/".join(part for part in (lang, base, name) if part) + "/"


def page(address: str, number: int) -> str:
    """Page `number` of a list, from 1."""
    return address if number == 1 else f"{address}page/{number}/"


def atom(address: str) -> str:
    """The Atom feed of a home or a tag."""
    return f"{address}feed.xml"


def json_feed(lang: str) -> str:
    """The JSON Feed of a language."""
    return f"{lang}/feed.json"


def lost(lang: str) -> str:
    """The 404 page of a language, or of the whole site for ""."""
    return f"{lang}/404.html" if lang else "404.html"


def manifest(lang: str) -> str:
    """The web app manifest of a language."""
    return f"{lang}/manifest.webmanifest"


def search(lang: str) -> str:
    """The page that searches a language."""
    return f"{lang}/search/"


def search_index(lang: str) -> str:
    """What a search begins with."""
    return f"{lang}/search/index.json"


def shard(lang: str, number: int) -> str:
    """One shard of the search index of a language."""
    return f"{lang}/search/terms/{number}.bin"


def passage(lang: str, number: int) -> str:
    """What a search shows of one text."""
    return f"{lang}/search/texts/{number}.json"


SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
SECURITY = ".well-known/security.txt"


def asset(path: str, digest: str, keep_names: tuple[str, ...]) -> str:
    """A file that is published as it is: its name holds a piece of its digest, so that it can be kept for ever.

    Files directly in static/ (favicon.ico, CNAME), in .well-known and in the folders `keep_names` keep their names.
    """
    address = path.removeprefix("static/").removeprefix("content/")
    folder, _, name = address.rpartition("/")
    top = address.split("/", 1)[0]
    if path.startswith("static/") and (not folder or top == ".well-known" or top in keep_names):
        return address
    stem, dot, suffix = name.rpartition(".")
    hashed = f"{stem}.{digest[:10]}{dot}{suffix}" if stem else f"{name}.{digest[:10]}"
    return f"{folder}/{hashed}" if folder else hashed


def alias(written: str, lang: str, section: str) -> str:
    """An old address: from the site's root if it begins with a slash, else beside the story's own."""
    address = (
        unquote(written.lstrip("/")) if written.startswith("/") else f"{lang}/{section}/{written}".replace("//", "/")
    )
    last = address.rpartition("/")[2]
    return address if not last or "." in last else f"{address}/"

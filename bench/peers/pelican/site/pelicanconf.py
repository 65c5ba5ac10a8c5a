"""Settings of one run of Pelican: HUB_LANG says for which language."""

import os
from itertools import pairwise
from pathlib import Path

from pelican import signals

LANG = os.environ["HUB_LANG"]
ORIGIN = "https://hub.example.org"
SITENAME = "Hub"
SITEURL = f"{ORIGIN}/{LANG}"
DEFAULT_LANG = LANG
TIMEZONE = "UTC"
PATH = "content"
ARTICLE_PATHS = [LANG]
PAGE_PATHS = []
OUTPUT_PATH = f"public/{LANG}"
STATIC_PATHS = []
THEME = "theme"
THEME_STATIC_PATHS = []
USE_FOLDER_AS_CATEGORY = True

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
CACHE_PATH = f"cache/{LANG}"
GZIP_CACHE = False

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.toc": {},
        "markdown.extensions.sane_lists": {},
        **({"markdown.extensions.smarty": {}} if LANG == "en" else {}),
    },
    "output_format": "html5",
}

ARTICLE_URL, ARTICLE_SAVE_AS = "{category}/{slug}/", "{category}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/", "archive/{date:%Y}/index.html"
MONTH_ARCHIVE_URL, MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/", "archive/{date:%Y}/{date:%m}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "archives", "sitemap"]
TAGS_SAVE_AS, ARCHIVES_SAVE_AS, SITEMAP_SAVE_AS = "tags/index.html", "archive/index.html", "sitemap.xml"

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"category": None, "tag": None}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feed.xml"
TAG_FEED_ATOM = "tags/{slug}/feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None


def gather(generator):
    """What the templates show of other articles."""
    sections = {}
    for article in generator.articles:
        sections.setdefault(article.category.slug, []).append(article)
    for row in sections.values():
        for newer, older in pairwise(row):
            newer.older, older.newer = older, newer
    generator.context["latest"] = [one for one in generator.articles if one.category.slug != "workshops"][:4]


def finish(pelican):
    """The files at the top of the site, by the run of one language: static files, and a sitemap of both sitemaps."""
    if LANG != "en":
        return
    for path in sorted(Path("static").rglob("*.*")):
        target = Path("public") / path.relative_to("static")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    entries = "".join(f"<sitemap><loc>{ORIGIN}/{lang}/sitemap.xml</loc></sitemap>\n" for lang in ("en", "km"))
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n'
    Path("public/sitemap.xml").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{index}', encoding="utf-8")


signals.article_generator_finalized.connect(gather)
signals.finalized.connect(finish)

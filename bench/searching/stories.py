"""The site that is searched: articles put together from real texts, or those of the benchmark, in Krama's own look."""

import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import corpus
from corpus import Article
from measure import Failed
from peers.base import source, with_yaml
from peers.krama import HOME, PEER

SENTENCES = {"km": (6, 16), "en": (12, 34)}  # of an article: about 2,000 letters
A_PARAGRAPH = 3
SHORTEST = 20  # letters: what is shorter is a heading, a name, a number
TAGS = 10
# Signs that Markdown reads, and marks of a text file.
PLAIN = str.maketrans(dict.fromkeys("\\<>`*_#[]|~^{}\ufeff\x00", " "))
ENDS = {"km": re.compile(r"(?<=[។៕?!])\s*"), "en": re.compile(r"(?<=[.?!])\s+")}
SWITCH = "search = false\n"


def articles(pages: int, seed: int, folder: Path | None) -> list[Article]:
    """So many articles, half of them Khmer; folder: of real texts, whose sentences they are put together from."""
    if folder is None:
        return [replace(one, summary="") for one in corpus.articles(pages, seed)]
    chance = random.Random(seed)
    found = []
    for lang in corpus.LANGUAGES:
        stories = _stories(folder / lang, lang)
        every = [sentence for _, own in stories for sentence in own]
        count = pages // 2 if lang == "en" else pages - pages // 2
        found += [_article(lang, number, chance, chance.choice(stories), every) for number in range(count)]
    return found


def _stories(folder: Path, lang: str) -> list[tuple[str, list[str]]]:
    """Title and sentences of every text of a folder."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").translate(PLAIN).splitlines()]
        title, *rest = [line for line in lines if line] or [""]
        sentences = [one for one in ENDS[lang].split(" ".join(rest)) if len(one) >= SHORTEST]
        if sentences:
            found.append((title, sentences))
    if not found:
        raise Failed(f"{folder} has no texts: one article a file, NAME.txt, its first line the title")
    return found


def _article(lang: str, number: int, chance: random.Random, story: tuple[str, list[str]], every: list[str]) -> Article:
    """Sentences of one text and as many of others, three to a paragraph."""
    title, own = story
    half = chance.randint(*SENTENCES[lang]) // 2
    body = chance.sample(own, min(half, len(own))) + chance.sample(every, min(half, len(every)))
    paragraphs = [" ".join(body[at : at + A_PARAGRAPH]) for at in range(0, len(body), A_PARAGRAPH)]
    return Article(
        lang=lang,
        section="news",
        slug=f"story-{lang}-{number:05d}",
        title=title,
        date=corpus.FIRST_DAY + timedelta(chance.randrange(corpus.DAYS)),
        tags=tuple(sorted(chance.sample(corpus.NOUNS[:TAGS], 3))),
        summary="",
        body="\n\n".join(paragraphs) + "\n",
        translated=False,
    )


@dataclass(frozen=True)
class Site:
    """A site of Krama with its articles; searched: whether it makes a search index."""

    root: Path
    found: Sequence[Article]
    searched: bool

    @property
    def public(self) -> Path:
        """What is published."""
        return self.root / "public"

    @property
    def command(self) -> list[str]:
        """The build."""
        return PEER.build(self.root)

    def save(self, article: Article) -> None:
        """Write an article down."""
        path = self.root / source(article)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [line for line in with_yaml(article).split("\n") if not line.startswith("summary: ")]
        path.write_text("\n".join(lines), encoding="utf-8")

    def clean(self) -> None:
        """Without output, and without what is remembered of a build."""
        for name in ("public", ".krama"):
            shutil.rmtree(self.root / name, ignore_errors=True)


def prepare(root: Path, found: Sequence[Article], searched: bool) -> Site:
    """A site with Krama's own templates and files, with a search or without."""
    root.mkdir(parents=True)
    PEER.prepare(root, found)
    for name in ("templates", "static"):
        shutil.copytree(HOME / name, root / name, dirs_exist_ok=True)
    settings = (root / "site.toml").read_text(encoding="utf-8")
    if SWITCH not in settings:
        raise Failed("this Krama has no search")
    wanted = SWITCH.replace("false", "true") if searched else SWITCH
    (root / "site.toml").write_text(settings.replace(SWITCH, wanted, 1), encoding="utf-8")
    site = Site(root, found, searched)
    for article in found:
        site.save(article)
    return site


def edited(found: Sequence[Article]) -> Article:
    """The article that is edited: a Khmer one in the middle of its list."""
    own = [one for one in corpus.newest_first(found) if one.lang == "km" and one.section == "news"]
    return own[len(own) // 2]

"""A corpus to measure with: articles in English and Khmer, any number of them, the same for the same seed.

    python bench/corpus.py --pages 1000 --seed 1        says what such a corpus holds, and its digest

Half of the articles are English, half Khmer; four of five slugs exist in both languages. The words are real and come
as often as words do (Zipf's law); the sentences say nothing. Each generator's adapter writes its own front matter.
"""

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

LANGUAGES = ("en", "km")
SECTIONS = {"news": 80, "workshops": 15, "programmes": 5}  # name: of a hundred stories, how many
TAGS = 200
PICTURES = 24
FIRST_DAY, DAYS = date(2015, 1, 1), 3652
SHARED = 0.8
ZERO_WIDTH = "\u200b"

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Article:
    """A story in one language; its translation, if there is one, has the same section and slug."""

    lang: str
    section: str
    slug: str
    title: str
    date: date
    tags: tuple[str, ...]
    summary: str
    body: str
    translated: bool

    @property
    def address(self) -> str:
        """Where every generator puts it: en/news/slug/."""
        return f"{self.lang}/{self.section}/{self.slug}/"


class Zipf:
    """Draws words, each as often as one over its rank."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many words, some of them perhaps twice."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


def _read(name: str) -> list[str]:
    return (WORDS / name).read_text(encoding="utf-8").split()


ENGLISH = _read("en.txt")
NOUNS = ENGLISH[ENGLISH.index("budget") :]
VOCABULARY = {"en": Zipf(ENGLISH), "km": Zipf(_read("km.txt"))}
TAG_NAMES = Zipf(NOUNS[:TAGS])
SLUG_WORDS = Zipf(NOUNS)


@dataclass(frozen=True)
class Story:
    """What the translations of an article share."""

    section: str
    slug: str
    date: date
    tags: tuple[str, ...]
    languages: tuple[str, ...]


def articles(pages: int, seed: int = 1) -> list[Article]:
    """The corpus: `pages` articles, the languages of a story side by side."""
    chance = random.Random(seed)
    stories = list(_stories(pages, chance))
    addresses = {
        lang: [f"/{lang}/{one.section}/{one.slug}/" for one in stories if lang in one.languages] for lang in LANGUAGES
    }
    return [
        _article(story, lang, Writer(chance, lang, addresses[lang])) for story in stories for lang in story.languages
    ]


def _stories(pages: int, chance: random.Random) -> Iterator[Story]:
    each = pages // len(LANGUAGES)
    both = round(each * SHARED)
    languages: list[tuple[str, ...]] = [LANGUAGES] * both
    languages += [("en",)] * (each - both) + [("km",)] * (pages - each - both)
    chance.shuffle(languages)
    for number, written in enumerate(languages):
        section = chance.choices(list(SECTIONS), weights=list(SECTIONS.values()))[0]
        slug = "-".join([*SLUG_WORDS.draw(chance, 4), f"{number:05d}"])
        tags = tuple(sorted(set(TAG_NAMES.draw(chance, chance.randint(2, 4)))))
        yield Story(section, slug, FIRST_DAY + timedelta(chance.randrange(DAYS)), tags, written)


def _article(story: Story, lang: str, writer: "Writer") -> Article:
    return Article(
        lang=lang,
        section=story.section,
        slug=story.slug,
        title=writer.capital(writer.phrase(6, 12)),
        date=story.date,
        tags=story.tags,
        summary=writer.capital(writer.phrase(15, 30)) + ("." if lang == "en" else "។"),
        body=writer.body(),
        translated=len(story.languages) > 1,
    )


class Writer:
    """Writes the Markdown of articles in one language. addresses: of the articles that it may link to."""

    def __init__(self, chance: random.Random, lang: str, addresses: list[str]) -> None:
        self.chance = chance
        self.lang = lang
        self.addresses = addresses
        self.written = 0  # words
        self.headed = False

    def phrase(self, fewest: int, most: int) -> str:
        """Words in a row. Khmer has spaces between phrases, not between words."""
        words = VOCABULARY[self.lang].draw(self.chance, self.chance.randint(fewest, most))
        self.written += len(words)
        if self.lang == "en":
            return " ".join(words)
        pieces = []
        while words:
            size = self.chance.randint(3, 8)
            pieces.append("".join(words[:size]))
            words = words[size:]
        return " ".join(pieces)

    def capital(self, text: str) -> str:
        """With a capital, where the script has them."""
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        """One sentence. English ones hold now and then what smart quotes are made of."""
        text = self.phrase(8, 24)
        if self.lang == "km":
            return text + "។"
        said = self.phrase(2, 5)
        ends = (".", ".", ".", "?", f', and "{said}".', f" -- {said}.", f"; it's {said}...")
        return self.capital(text) + self.chance.choice(ends)

    def decorated(self, text: str) -> str:
        """With a link, emphasis or code, or plain."""
        extra = self.phrase(2, 4)
        roll = self.chance.random()
        if roll < 0.25:
            return f"{text} [{extra}]({self.chance.choice(self.addresses)})"
        if roll < 0.4:
            return f"{text} [{extra}](https://example.org/{self.chance.randrange(9999)})"
        if roll < 0.6:
            return f"**{extra}** {text}"
        if roll < 0.75:
            return f"{text} *{extra}*"
        if roll < 0.78:
            return f"{text} `{self.chance.randrange(10**6)}`"
        return text

    def paragraph(self) -> str:
        """A few sentences."""
        return " ".join(self.decorated(self.sentence()) for _ in range(self.chance.randint(2, 5)))

    def heading(self) -> str:
        """A heading, and the paragraph below it."""
        marks = self.chance.choice(("##", "##", "###"))
        marks, self.headed = marks if self.headed else "##", True  # no level is left out
        return f"{marks} {self.phrase(3, 8)}\n\n{self.paragraph()}"

    def enumeration(self) -> str:
        """A list, with numbers or without."""
        mark = self.chance.choice(("- ", "1. "))
        return "\n".join(mark + self.decorated(self.phrase(4, 14)) for _ in range(self.chance.randint(3, 6)))

    def quote(self) -> str:
        """A quotation. The paragraph after it keeps two of them apart."""
        return f"> {self.sentence()}\n> {self.sentence()}\n\n{self.paragraph()}"

    def table(self) -> str:
        """A table of three columns."""
        rows = [[self.phrase(1, 3) for _ in range(3)] for _ in range(self.chance.randint(3, 7))]
        rows.insert(1, ["---", "---", "---:"])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def picture(self) -> str:
        """One of the site's own pictures."""
        return f"![{self.phrase(3, 6)}](/images/photo-{self.chance.randrange(PICTURES):02d}.svg)"

    def note(self) -> str:
        """A paragraph with a footnote, which stands right below it."""
        return f"{self.paragraph()}[^1]\n\n[^1]: {self.sentence()}"

    def body(self) -> str:
        """300 to 700 words, with what articles hold."""
        chance = self.chance
        always = [self.heading, self.enumeration, self.quote]
        sometimes = ((0.6, self.picture), (0.25, self.table), (0.25, self.note))
        special = always + [part for odds, part in sometimes if chance.random() < odds]
        chance.shuffle(special)
        enough, blocks = self.written + chance.randint(300, 640), [self.paragraph()]
        while special or self.written < enough:
            part = special.pop() if special else chance.choice((self.paragraph, self.paragraph, self.heading))
            blocks.append(part())
        text = "\n\n".join(blocks) + "\n"
        if self.lang == "km" and chance.random() < 0.3:  # some authors type zero-width spaces between words
            text = text.replace("និង", f"{ZERO_WIDTH}និង{ZERO_WIDTH}")
        return text


def static() -> Iterator[tuple[str, str]]:
    """The files that are published as they are: path and text."""
    for number in range(PICTURES):
        colour, box = number * 360 // PICTURES, 'xmlns="http://www.w3.org/2000/svg" width="960" height="640"'
        shape = f'<rect width="960" height="640" fill="hsl({colour} 40% 60%)"/>'
        yield f"images/photo-{number:02d}.svg", f"<svg {box}>{shape}</svg>\n"
    yield "style.css", "body { font: 1rem/1.6 sans-serif; margin: auto; max-width: 60rem }\n"


def newest_first(found: Sequence[Article]) -> list[Article]:
    """In the order of lists."""
    return sorted(found, key=lambda one: (-one.date.toordinal(), one.section, one.slug))


def edited(found: Sequence[Article]) -> Article:
    """The article that the runs edit: English news with a translation, in the middle of its list."""
    news = [one for one in newest_first(found) if (one.lang, one.section, one.translated) == ("en", "news", True)]
    return news[len(news) // 2]


def digest(found: Sequence[Article]) -> str:
    """What tells one corpus from another."""
    return hashlib.sha256("\n".join(map(repr, found)).encode()).hexdigest()[:16]


def main() -> None:
    """Say what a corpus holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = articles(options.pages, options.seed)
    print(f"digest {digest(found)}")
    for name, count in (
        ("languages", Counter(one.lang for one in found)),
        ("sections", Counter(one.section for one in found)),
        ("translated", Counter(one.translated for one in found)),
    ):
        print(name, dict(count))
    lengths = sorted(len(one.body.split()) for one in found if one.lang == "en")
    print("words of an English body", lengths[0], "to", lengths[-1], "median", lengths[len(lengths) // 2])


if __name__ == "__main__":
    main()

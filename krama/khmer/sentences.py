"""Where sentences end in Khmer, English and mixed text, how many words there are, and how long they take to read.

Khmer ends a sentence with ។ and a text with ៕, often after a space; ។ល។ and ។បេ។ say "and so on". It has no spaces
between words, so words are reckoned from clusters: about 2.5 to a word, counted in 2,000 newspaper articles.
"""

import re
from collections.abc import Iterator

ETC = "។[ \u200b]?(?:ល|បេ)[ \u200b]?។"
"""The signs for "and so on", as a pattern."""
MARK = re.compile(
    rf"(?:(?P<etc>{ETC})|(?P<khmer>[។៕៚]+)|(?P<latin>[.?!…]+))"
    r"(?:[ \u200b\u00a0]?[»”›)\]}]|[\"'’])*"  # what is closed after the mark belongs to the sentence
    r"|(?P<gap>\n[ \t]*\n\s*)"
)
NEXT = re.compile(r"[\s\u200b]*([\"'“‘«(\[]*)(\S?)")
JOINED = re.compile(r"[\s\u200b]*(?:និង|ឬ|ព្រម|ហើយ|ដែល)")  # a list goes on after "and so on"
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[A-Z]|(?:[^\W\d_]\.)+[^\W\d_]")
TITLE = re.compile(
    "dr|mr|mrs|ms|mx|prof|hon|rev|gen|col|lt|maj|capt|sgt|gov|sen|rep|amb|st|mt|ltd|co|inc|corp|jr|sr|dept|cf|vs|al",
    re.IGNORECASE,
)
# These are abbreviations before a number and may be words, or the end of a sentence, elsewhere.
NUMBERED = re.compile(
    "nos?|arts?|figs?|vols?|chap|ch|sec|paras?|pp?|ca|approx|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
KHMER = "\u1780-\u17ff"
SYLLABLE = re.compile("(?<!\u17d2)[\u1780-\u17b3\u17e0-\u17e9]")
LETTER = re.compile(f"[{KHMER}]")
WORD = re.compile(rf"[^\W{KHMER}]+(?:['’.,-][^\W{KHMER}]+)*")

CLUSTERS_A_WORD = 2.5
LETTERS_A_MINUTE = 1000
WORDS_A_MINUTE = 220


def sentences(text: str) -> list[str]:
    """The sentences of a plain text in their order, without the space around them.

    A sentence ends at ។ ៕ ? ! or a full stop, with what is closed after it: » ” ). It does not end within ។ល។ or 3.5,
    or after Dr., H.E. or No. before a number. An empty line ends one too.
    """
    pieces, start = [], 0
    for end in sentence_ends(text):
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return [piece for piece in (piece.strip(" \t\r\n\u200b\u00a0") for piece in pieces) if piece]


def sentence_ends(text: str) -> Iterator[int]:
    """The places in the text where a sentence has just ended, each behind its marks and closing quotes."""
    last = 0
    for match in MARK.finditer(text):
        end = match.start() if match["gap"] else match.end()
        if end > last and _ends(text, match):
            yield end
            last = end


def word_count(text: str) -> int:
    """About how many words the text has: Khmer by its clusters, 2.5 to a word, everything else by its words."""
    return round(len(SYLLABLE.findall(text)) / CLUSTERS_A_WORD) + len(WORD.findall(text))


def reading_minutes(text: str) -> int:
    """How long the text takes to read, in whole minutes, at least one.

    1,000 Khmer code points a minute, which are about 200 words, or 220 words of another language.
    """
    minutes = len(LETTER.findall(text)) / LETTERS_A_MINUTE + len(WORD.findall(text)) / WORDS_A_MINUTE
    return max(1, round(minutes))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether this mark, or empty line, ends a sentence."""
    if match["etc"]:
        return not JOINED.match(text, match.end())
    return not match["latin"] or _ends_latin(text, match)


def _ends_latin(text: str, match: re.Match[str]) -> bool:
    """Whether . ? ! or … ends a sentence here, by what stands before and after it."""
    mark = match["latin"]
    after = NEXT.match(text, match.end())
    follows = after[2] if after else ""
    if not follows:
        return True
    if follows.islower():
        return False
    apart = text[match.end()].isspace()
    if mark[-1] in "?!":
        return apart or bool(LETTER.match(follows))
    if not apart:
        return False
    if mark != ".":
        return follows.isupper()
    return not _is_abbreviation(text, match.start(), follows)


def _is_abbreviation(text: str, dot: int, follows: str) -> bool:
    """Whether the full stop at `dot` belongs to the word before it: Dr. H.E. អ.ស.ប. and the 1. that counts a line."""
    word = re.split(r"[\s\u200b(«“\[]", text[max(0, dot - 16) : dot])[-1]
    if not word or LETTER.match(word[-1]):
        return True
    if word.isdecimal():
        begins = dot - len(word)
        return begins == 0 or text[begins - 1] == "\n"
    known = TITLE.fullmatch(word) or INITIALS.fullmatch(word)
    return bool(known or (follows.isdecimal() and NUMBERED.fullmatch(word)))

"""Text typed for a Khmer font of before Unicode: RBHraCaNacRkkm<úCa, which only Limon draws as ព្រះរាជាណាចក្រកម្ពុជា.

The fonts Limon and ABC put Khmer shapes in the places of Latin letters, almost the same in both: k is ក, R before a
letter the subscript រ, e and a around one ោ, ñ under one ្ន. Pasted into a page such text is gibberish. It is told from
Latin text by its grammar, for every syllable has a base and only some signs may follow which, and by what no language
does with Latin letters: capitals and © § µ ¶ ; within a word.

The places of the shapes: the mapping tables of KhmerConverter (Open Forum of Cambodia, fontdata.xml).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LEFT = "eEé"  # េ ែ ៃ, typed before their base
RO = "R®"
BASES = "kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLGÉ)áÁ"
SUBSCRIPTS = ",<JVSHáÁçÇ¶©ä¢ÄØæÆÐñÑþßÞ§öÖµμüøð¥;:"
VOWELS = "aiIwWuUYíÍåÅúÚÜ"
RIGHT = "oOAóÓ"  # the second halves of ៀ ឿ ៅ, right only after an e
SIGNS = "MH;:_&¾½×‘’¿²¼´¨°"

FOLLOWING = VOWELS + SIGNS + SUBSCRIPTS
SYLLABLE = f"(?:[{LEFT}][{RO}]?[{BASES}][{RIGHT}{FOLLOWING}]*+|[{RO}]?[{BASES}][{FOLLOWING}]*+)"
# Not a part of an address, of a name in a program or of a coded string. It begins behind no letter of the alphabet and
# gives nothing back (++), so no text takes more than one look.
WORD = re.compile(rf"(?<![\w@=/#?+{FOLLOWING}]){SYLLABLE}++(?!\d*[^\W\d]|\d*[=@(/+])")
LONG = re.compile(f"{SYLLABLE}{{3}}")  # shorter words are believed beside a long one only

SYMBOL = re.compile("[¶©¢§µμ¥¾½×¿²¼´¨°]")  # no language has these in a word
ACCENTED = re.compile("[çÇäÄØæÆÐñÑþßÞöÖüøðíÍåÅúÚÜóÓáÁéÉ]")
STOPPED = re.compile("(?<=[a-z]);(?=[A-Za-z])")
CAPITAL = re.compile("(?<=[a-zß-ÿ])[A-Z]")
# In iPhone or getName a capital begins a word; here it stands before one small letter, or is an R before a consonant.
STRAY = re.compile("(?<=[a-zß-ÿ])[A-Z](?![a-z][a-z])|(?<![A-Z])R[bcdfgkmnpqstvxz]")
SUSPECT = re.compile(f"{SYMBOL.pattern}|[a-zß-ÿ][A-Z]|R[bcdfgkmnpqstvxz]")  # without one of these no word is Khmer
GAP = re.compile(r"[^\n\w]*\d*[^\n\w]*")


class Stretch(NamedTuple):
    """A piece of text in a legacy encoding: text[start:end] is `text`."""

    start: int
    end: int
    text: str


def legacy(text: str) -> list[Stretch]:
    """The stretches of a text that were typed for Limon or ABC, in their order; the words of a stretch are on one line.

    Measured on 346 paragraphs put into both encodings: of those of 40 characters and more 99 in 100 are found, of
    shorter ones and headings half. In 53 million characters of English and eight other languages, of programs and
    their documentation one word is taken for Khmer. Letters at random, as in passwords, may be: one in 20.
    """
    found: list[Stretch] = []
    end = 0
    while suspect := SUSPECT.search(text, end):
        start = text.rfind("\n", 0, suspect.start()) + 1
        end = text.find("\n", suspect.end())
        end = len(text) if end < 0 else end
        for words in _stretches(text, start, end):
            found += _judged(text, words)
    return found


def _stretches(text: str, start: int, end: int) -> Iterator[list[re.Match[str]]]:
    """The words of a line that may be Khmer, those together that have nothing but marks and digits between them."""
    words: list[re.Match[str]] = []
    for word in WORD.finditer(text, start, end):
        if words and not GAP.fullmatch(text, words[-1].end(), word.start()):
            yield words
            words = []
        words.append(word)
    if words:
        yield words


def _judged(text: str, words: list[re.Match[str]]) -> list[Stretch]:
    """The stretch from the first to the last word with a sign of Khmer in it, if one of them is Khmer for sure."""
    if not any(_is_khmer(word[0]) for word in words):
        return []
    likely = [word for word in words if _hints(word[0])]
    start, end = likely[0].start(), likely[-1].end()
    return [Stretch(start, end, text[start:end])]


def _hints(word: str) -> int:
    return sum(len(sign.findall(word)) for sign in (SYMBOL, ACCENTED, STOPPED, CAPITAL))


def _is_khmer(word: str) -> bool:
    """Whether the word has signs enough that no Latin word has together."""
    hints = _hints(word) if LONG.match(word) else 0
    if SYMBOL.search(word):
        return hints >= 2
    if CAPITAL.search(word) and (ACCENTED.search(word) or STOPPED.search(word)):
        return hints >= 3
    strays = len(STRAY.findall(word)) if hints else 0
    return strays >= 3 and strays * 4 <= len(word)  # more of them, and it is a coded string

"""Alphabetical order for Khmer and mixed titles, the same on every machine.

The order is that of CLDR for Khmer (common/collation/km.xml over the root order, as ICU 72 and 78 have it): subscripts
come after all vowels, ំ and ះ make vowels of their own after ៅ, signs count only between words that are otherwise equal,
ឥ stands with អិ and ក៌ with រ្ក. Browsers lack this tailoring, and ICU is too heavy to require, so lists are sorted when
the site is made. Four things differ from ICU, for readers of an index: mistyped text stands where the right text does,
marks before the first letter do not count, runs of digits are numbers, and scripts other than Khmer and Latin stand
with the numbers.
"""

import re
import unicodedata

from krama.khmer.normal import INVISIBLE, fix

CONSONANTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអៜ"
# Two signs that sort as one vowel; each is replaced by a character that no text holds.
COMPOUND = {"ុំ": "\ue000", "ាំ": "\ue001", "ិះ": "\ue002", "ុះ": "\ue003", "េះ": "\ue004", "ោះ": "\ue005"}
VOWELS = "ាិីឹឺុូួើឿៀេែៃោៅ" + "\ue000ំ\ue001ះ\ue002\ue003\ue004\ue005" + "្"
SIGNS = "៎៏៑័ៈ៝់៉៊៍"
MARKED = "\ue00f"  # said after a letter that stands behind its equal: ឥ is អិ marked, and ក៌ is រ្ក marked
WRITTEN_OUT = {
    **dict(zip("ឥឦឧឨឩឪឯឰឱឲឳ", ["អិ", "អី", "អុ", "អុក", "អូ", "អូវ", "អែ", "អៃ", "អោ", "អោ", "អៅ"], strict=True)),
    **dict(zip("đðøłħŧıæœþ", ["d", "d", "o", "l", "h", "t", "i", "ae", "oe", "th"], strict=True)),
}
PUNCTUATION = " _-–—,;:៖!?.…·។៘៕'‘’\"“”«»()[]{}§@*/\\&#%•៙៚`^°©®+<=>|~$£¥៛€™ៗ"
LATIN = "abcdefghijklmnopqrstuvwxyz"

# Where the weights lie: punctuation, then numbers, other scripts (each character as itself), then the letters.
PUNCT, UNKNOWN, NUMBER, OTHER, FIRST, SECOND = 0x40, 0xA0, 0xA1, 0xA2, 0x10F000, 0x10F100
LEADING = "".join(map(chr, range(PUNCT, UNKNOWN + 1))) + "".join(
    chr(band + index) for band in (FIRST, SECOND) for index in range(len(CONSONANTS), len(CONSONANTS + VOWELS))
)
ROBAT = re.compile(f"([{CONSONANTS}])៌")
DIGITS = re.compile("0*([0-9]+)")
SPECIAL = re.compile("[" + "".join(WRITTEN_OUT) + "]")
ACCENT = re.compile(f"[\u0300-\u036f{SIGNS}{MARKED}]")


class Weights(dict[int, str]):
    """The weight of each character, for str.translate; one that is not listed is weighed by its category."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        if category in {"Cf", "Cc", "Cs"} or 0x300 <= code < 0x370:
            weight = ""
        else:
            weight = chr(max(code, OTHER)) if category[0] in "LMN" else chr(UNKNOWN)
        self[code] = weight
        return weight


class Accents(dict[int, str]):
    """The second weight of each character: an accent as itself, a sign by its place, everything else alike."""

    def __missing__(self, code: int) -> str:
        accent = chr(code) if 0x300 <= code < 0x370 else " "
        self[code] = accent
        return accent


def _weights(khmer: int, latin: int) -> Weights:
    table = Weights({ord(MARKED): ""})
    bands = {PUNCT: PUNCTUATION, ord("0"): "0123456789", khmer: CONSONANTS + VOWELS, latin: LATIN}
    for band, alphabet in bands.items():
        table.update({ord(letter): chr(band + index) for index, letter in enumerate(alphabet)})
    table.update({ord("០") + value: str(value) for value in range(10)})
    table.update(dict.fromkeys(map(ord, SIGNS + "\u17b4\u17b5\u17cc\u17d3"), ""))
    table[ord("ឣ")] = table[ord("អ")]
    table[ord("ឤ")] = table[ord("អ")] + table[ord("ា")]
    return table


PRIMARY = {"km": _weights(khmer=FIRST, latin=SECOND), "en": _weights(khmer=SECOND, latin=FIRST)}
SECONDARY = Accents({ord(sign): chr(0x400 + index) for index, sign in enumerate(SIGNS + MARKED)})


def sort_key(text: str, lang: str = "km") -> tuple[str, str, str, str]:
    """A key to sort titles by; compare only keys of one language.

    lang: of the page; Khmer letters stand before Latin ones on Khmer pages, behind them on all others. The parts are
    the letters, then their accents and signs, then small before capital, then the text itself, so that no two different
    texts have one key.

    Source: CLDR 42 and 48, common/collation/km.xml. Sorted by it, the 59,526 words of ICU's Khmer dictionary, put
    right, stand as ICU has them.
    """
    spelled = _spelled(text)
    letters = DIGITS.sub(_number, spelled.translate(PRIMARY["km" if lang == "km" else "en"]).lstrip(LEADING))
    # Half of all titles have no accent or sign, and looking is faster than weighing.
    accents = spelled.translate(SECONDARY).rstrip(" ") if ACCENT.search(spelled) else ""
    return letters, accents, text.swapcase(), text


def index_letter(text: str) -> str:
    """The heading that a title stands under in an index: ក, a capital Latin letter without accent, or # for all else.

    In the order of `sort_key` a heading never comes back: ឥ and ឧ stand under អ, between whose words they are sorted.
    """
    weight = ord(_spelled(text).translate(PRIMARY["km"]).lstrip(LEADING)[:1] or "#")
    if weight >= SECOND:
        return LATIN[weight - SECOND].upper()
    return CONSONANTS[weight - FIRST] if weight >= FIRST else "#"


def _spelled(text: str) -> str:
    """The text in small letters, accents apart, nothing invisible, and each letter that sorts as two written out."""
    for invisible in INVISIBLE:
        text = text.replace(invisible, "")
    plain = unicodedata.normalize("NFKD", fix(text)).casefold()
    plain = SPECIAL.sub(_written_out, " ".join(plain.split()))
    if "៌" in plain:
        plain = ROBAT.sub(rf"រ្\1{MARKED}", plain)
    for vowel, single in COMPOUND.items():
        plain = plain.replace(vowel, single)
    return plain


def _written_out(match: re.Match[str]) -> str:
    return WRITTEN_OUT[match[0]] + MARKED


def _number(match: re.Match[str]) -> str:
    """Digits as one number: what has fewer digits is less."""
    digits = match[1]
    return chr(NUMBER) + chr(min(PUNCT + len(digits), 0xD7FF)) + digits

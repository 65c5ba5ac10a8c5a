"""Ids for headings that keep what makes a Khmer word.

Python-Markdown's slugify gives Khmer headings the ids _1 and _2, and its Unicode variant drops the vowels, because \\w
does not match them. Here letters, marks and digits stay; everything else is a hyphen.
"""

import unicodedata

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def heading_id(text: str) -> str:
    """An id for a heading: "ថវិកា ឆ្នាំ២០១៤" → "ថវិកា-ឆ្នាំ២០១៤", "What is OGP?" → "what-is-ogp"; "" for no letter at all."""
    kept = []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter in INVISIBLE or letter in "'’":
            continue
        kept.append(letter if unicodedata.category(letter)[0] in "LMN" else " ")
    return "-".join("".join(kept).split())

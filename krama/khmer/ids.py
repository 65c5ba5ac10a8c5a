"""Ids for headings that keep what makes a Khmer word, however it was typed.

Python-Markdown's slugify gives Khmer headings the ids _1 and _2, and its Unicode variant drops the vowels, because \\w
does not match them. Here letters, marks and digits stay; everything else is a hyphen.
"""

import unicodedata

from krama.khmer.normal import fold


def heading_id(text: str) -> str:
    """An id for a heading: "ថវិកា ឆ្នាំ២០១៤" → "ថវិកា-ឆ្នាំ2014", "What is OGP?" → "what-is-ogp"; "" for no letter at all.

    It is folded: two spellings that readers take for the same have the same id.
    """
    kept = []
    for letter in fold(text):
        if letter in "'’":
            continue
        kept.append(letter if unicodedata.category(letter)[0] in "LMN" else " ")
    return "-".join("".join(kept).split())

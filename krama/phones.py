"""Telephone numbers of the hotline as texts give them: those that no longer hold, and those with a wrong digit.

A number may be written with any spaces, hyphens and dots, in Khmer digits, and with +855 in place of the first 0. Other
numbers are nobody's business here. An office often has several numbers in a row, so one that differs in its last two
digits may well be another number; but not where the paragraph speaks of the hotline and does not give the right one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from krama.khmer.numerals import ascii_digits, khmer_digits
from krama.problems import Problem
from krama.said import Said, said

BETWEEN = "[ \u00a0\u200b.()\u2011\u2013-]{0,2}"
DIGIT = "[0-9\u17e0-\u17e9]"
COUNTRY = "855"
ALONE = f"(?<!{DIGIT}.)"
"""That no digit stands before the letter that was just read. A pattern that begins with a plain set of letters is
quick: 40 µs for 5 KB of text instead of 240."""
BEGUN = (
    rf"(?:(?<=[0\u17e0])|(?:(?<=[8\u17e8])|(?<=\+)[8\u17e8]){BETWEEN}[5\u17e5]{BETWEEN}[5\u17e5]{BETWEEN}[0\u17e0]?)"
)
"""The rest of what a number begins with: 0, 855, +855 or +855 (0)."""
PHONE = re.compile(rf"[0\u17e0+8\u17e8]{ALONE}{BEGUN}(?:{BETWEEN}{DIGIT}){{6,11}}(?!{DIGIT})", re.DOTALL)
"""What looks like a telephone number of the country: it has 7 digits at least, so no day and no year does."""
SHORTEST = 3
"""Digits of a number such as 119."""
WHOLE = 8
"""Digits from which a number that is nearly that of the hotline is no other one by chance."""
MOST_WRONG = 2
HOTLINE = re.compile(r"\bhot ?lines?\b|ទាន់ហេតុការណ៍|បន្ទាន់|ហតឡាញ", re.IGNORECASE)
"""What writers call a hotline."""
LABEL = re.compile(r"\[([^\]\n]*)\]\(tel:$")


class Numbers(NamedTuple):
    """What is looked for. former: finds a former number. now: the numbers of now as written, by their digits. old_ends:
    the last two digits, one of which stands in a text that gives such a number. marks: for those of now the last two
    and two of the first three, since a mistake is seldom at both ends."""

    former: re.Pattern[str]
    now: dict[str, str]
    old_ends: frozenset[str]
    marks: frozenset[str]


@lru_cache(maxsize=8)
def _numbers(now: tuple[str, ...], old: tuple[str, ...]) -> Numbers:
    former = re.compile(f"[0-9\u17e0-\u17e9+]{ALONE}(?:{'|'.join(map(_written, old))})(?!{DIGIT})", re.DOTALL)
    whole = {plain(one): one for one in now}
    marks = [mark for one in whole if len(one) >= WHOLE for mark in (one[-2:], one[1:3])]
    old_ends = [mark.join(plain(one)[-2:]) for one in old for mark in ("", " ", "-", ".", "\u00a0", "\u200b")]
    return Numbers(former, whole, *(frozenset((*held, *map(khmer_digits, held))) for held in (old_ends, marks)))


def problems(path: str, text: str, now: tuple[str, ...], old: tuple[str, ...], called: str = "") -> tuple[Problem, ...]:
    """A warning for each line of a source that gives a former number of the hotline, or a number of now with a mistake.

    now, old: the numbers as site.toml gives them. called: what it says of the hotline in the language of the text.
    """
    if not now and not old:
        return ()
    known = _numbers(now, old)
    found: dict[tuple[int, str], Problem] = {}
    # To look for numbers takes 90 to 250 µs of the 2,000 of a text, to look for two digits 3.
    for match in known.former.finditer(text) if any(end in text for end in known.old_ends) else ():
        message = said('"{}" is a former number of the hotline', match[0])
        _tell(found, path, text, match, (message, said("the number is now {}", now[0]) if now else said("delete it")))
    for match in PHONE.finditer(text) if any(mark in text for mark in known.marks) else ():
        number = plain(match[0])
        meant = min(known.now, key=partial(_wrong, number), default="")
        if number in known.now or known.former.fullmatch(match[0]) or _wrong(number, meant) > MOST_WRONG:
            continue
        if not _in_a_row(number, meant) or _spoken_of(text, match, meant, called):
            message = said('"{}" is nearly a number of the hotline, and is none', match[0])
            _tell(found, path, text, match, (message, said("did you mean {}?", known.now[meant])))
    return tuple(found.values())


def mistakes(now: tuple[str, ...], old: tuple[str, ...]) -> Iterator[tuple[int, Said, Said]]:
    """Former numbers of site.toml that are no numbers, or still hold: their index, what is wrong, what to do."""
    for index, number in enumerate(old):
        if len(plain(number)) < SHORTEST:
            yield (
                index,
                said('"{}" is no telephone number', number),
                said('write the whole number, like "092 57 87 87"'),
            )
        elif plain(number) in map(plain, now):
            message = said('"{}" is a former number of the hotline, and one of now', number)
            yield index, message, said("take it out of phones or of old_phones")


def plain(written: str) -> str:
    """The digits of a number as they are dialled within the country: +855 92 57 87 87 → 092578787."""
    digits = "".join(one for one in ascii_digits(written) if one.isdecimal())
    home = digits.removeprefix(COUNTRY)
    return f"0{home.removeprefix('0')}" if home != digits and len(digits) > WHOLE else digits


def _wrong(number: str, meant: str) -> int:
    """How many digits are wrong. One that is missing, or one too many, counts as one; more of them as all."""
    if len(meant) < WHOLE:
        return WHOLE
    if len(number) == len(meant):
        return sum(one != other for one, other in zip(number, meant, strict=True))
    short, long = sorted((number, meant), key=len)
    one_more = len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    return 1 if one_more else len(meant)


def _in_a_row(number: str, meant: str) -> bool:
    """Whether only the last two digits differ, as those of several numbers of one office do."""
    return len(number) == len(meant) and number[-2:] != meant[-2:]


def _spoken_of(text: str, match: re.Match[str], meant: str, called: str) -> bool:
    """Whether a number stands for the hotline: behind the words of a link that give it, or in a paragraph that speaks
    of the hotline and does not give the number that is meant."""
    label = LABEL.search(text, max(0, match.start() - 80), match.start())
    if label and PHONE.search(label[1]):
        return plain(PHONE.search(label[1])[0]) == meant  # type: ignore[index]
    start, end = text.rfind("\n\n", 0, match.start()) + 1, text.find("\n\n", match.end())
    paragraph = text[start : end if end >= 0 else None]
    speaks = HOTLINE.search(paragraph) or (called and called.casefold() in paragraph.casefold())
    return bool(speaks) and all(plain(one[0]) != meant for one in PHONE.finditer(paragraph))


def _written(number: str) -> str:
    """A pattern for a number of which the first letter has been read."""
    digits = plain(number)
    first, *each = (f"[{one}{khmer_digits(one)}]" for one in digits)
    if len(digits) < WHOLE:
        return f"(?<={first}){''.join(each)}"  # a short one with spaces in it would be two years
    rest = BETWEEN.join(each)
    return f"{BEGUN if digits[0] == '0' else f'(?<={first})'}{BETWEEN}{rest}"


def _tell(
    found: dict[tuple[int, str], Problem], path: str, text: str, match: re.Match[str], words: tuple[Said, Said]
) -> None:
    """Once for a line and number: a link names it twice."""
    line = text.count("\n", 0, match.start()) + 1
    column = match.start() - text.rfind("\n", 0, match.start())
    message, hint = words
    problem = Problem(path, line, message, hint, "warning", column, len(match[0]))
    found.setdefault((line, plain(match[0])), problem)

"""Numbers in Khmer digits, their thousands grouped, and the letters that count the points of a law."""

from typing import Literal

DIGITS = "០១២៣៤៥៦៧៨៩"
TO_KHMER = str.maketrans("0123456789", DIGITS)
TO_ASCII = str.maketrans(DIGITS, "0123456789")
POINTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"


def khmer_digits(text: str) -> str:
    """The text with its ASCII digits as Khmer ones: 2017 → ២០១៧."""
    return text.translate(TO_KHMER)


def ascii_digits(text: str) -> str:
    """The text with its Khmer digits as ASCII ones: ២០១៧ → 2017."""
    return text.translate(TO_ASCII)


def group(number: int, mark: Literal[".", ","] = ".", *, digits: bool = True) -> str:
    """A whole number with its thousands apart: ១.៥០០.០០០. mark: newspapers write either. digits: Khmer digits."""
    text = f"{number:,}".replace(",", mark)
    return khmer_digits(text) if digits else text


def money(riels: int, mark: Literal[".", ","] = ".", *, digits: bool = True) -> str:
    """An amount of riels as newspapers print it: ១.៥០០.០០០ រៀល."""
    return f"{group(riels, mark, digits=digits)} រៀល"


def point(number: int) -> str:
    """The letter of a point in a law or list, counted from 1: ក, ខ, គ, and after អ again from កក.

    Raises ValueError for less than 1. The letters are the 33 consonants in use, in the order of the alphabet.
    """
    if number < 1:
        raise ValueError(f"there is no point {number}; points are counted from 1")
    letters = ""
    while number:
        number, place = divmod(number - 1, len(POINTS))
        letters = POINTS[place] + letters
    return letters

"""Numbers in Khmer digits."""

TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def khmer_digits(text: str) -> str:
    """The text with its ASCII digits as Khmer ones: 2017 → ២០១៧."""
    return text.translate(TO_KHMER)

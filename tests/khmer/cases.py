"""The rows of a table of cases: one dictionary a line, by the names in its first line."""

from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """The rows of NAME.tsv beside this file; \\uXXXX in a cell is that character, for what cannot be seen or typed."""
    lines = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return [dict(zip(head, map(unescape, line.split("\t")), strict=True)) for line in lines[1:]]


def unescape(cell: str) -> str:
    """A cell with each \\uXXXX in it as the character."""
    first, *others = cell.split("\\u")
    return first + "".join(chr(int(part[:4], 16)) + part[4:] for part in others)

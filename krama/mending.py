"""The lines of a front matter that YAML would take for something else, told and mended.

What YAML refuses it explains in words that help nobody, and what it misreads it does not mention. Each such line is
told as a problem with its cure, and the cure is applied, so that one round tells all the mistakes of a file.
"""

import re

from krama.problems import Problem
from krama.said import Said, said

KEY_VALUE = re.compile(r"(?P<lead>\s*(?:-\s+)?)(?P<key>[A-Za-z_][\w-]*)\s*:(?P<space>[ ]*)(?P<value>.*)$")
BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
ODD = r"([^\S \n]|[\u200b\ufeff])"
ODD_SPACES = (
    re.compile(rf"[ ]*(?:-[ ]+)?{ODD}"),
    re.compile(rf"[ ]*(?:-[ ]+)?[A-Za-z_][\w-]*[ ]*{ODD}[ ]*:"),
    re.compile(rf"[ ]*(?:-[ ]+)?[A-Za-z_][\w-]*[ ]*:[ ]*{ODD}"),
    re.compile(r".*?(\t)\s*$"),
)
CURLY = "“”„‟‘’‚"
STRAIGHT = dict.fromkeys(map(ord, "“”„‟"), '"') | dict.fromkeys(map(ord, "‘’‚"), "'")
NOT_SPACES = {
    "\t": said("a tab"),
    "\u00a0": said("a non-breaking space"),
    "\u202f": said("a narrow non-breaking space"),
    "\u2007": said("a figure space"),
    "\u3000": said("a wide space"),
    "\u200b": said("an invisible zero-width space"),
    "\ufeff": said("an invisible byte-order mark"),
}


def mend(path: str, head: list[str], start: int, text_keys: frozenset[str]) -> tuple[list[str], tuple[Problem, ...]]:
    """The lines of a head as they were probably meant, and what is wrong with them.

    start: the line of the file in which the head begins. text_keys: the keys that hold a line of text, in which an
    unquoted ": " or " #" would cut what a reader sees.
    """
    problems: list[Problem] = []
    lines = list(head)
    block = -1  # the indentation of a block text (| or >), within which anything may stand
    for index, line in enumerate(head):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or (block >= 0 and indent > block):
            continue
        block = -1
        if line.lstrip().startswith("#"):
            continue
        work = _Line(path, start + index, line, problems)
        if not line.isprintable():  # every odd space and control character is unprintable: 20 µs of 65 for a head
            work.plain_spaces()
        match = work.plain_value(text_keys)
        lines[index] = work.text
        block = indent if match and match["value"][:1] in {"|", ">"} and BLOCK.match(match["value"]) else -1
    return lines, tuple(problems)


class _Line:
    """One line on its way to what was meant; its problems gather in the list that was given."""

    def __init__(self, path: str, number: int, text: str, problems: list[Problem]) -> None:
        self.path, self.number, self.text, self.problems = path, number, text, problems

    def wrong(self, message: Said, hint: Said, column: int, width: int = 1) -> None:
        self.problems.append(Problem(self.path, self.number, message, hint, "error", column, width))

    def plain_spaces(self) -> None:
        """Control characters, and what looks like a space and is none."""
        if control := CONTROL.search(self.text):
            message = said("the control character U+{} stands in this line", f"{ord(control[0]):04X}")
            self.wrong(message, said("delete it"), control.start() + 1)
            self.text = CONTROL.sub("", self.text)
        told = False
        while found := next((match for one in ODD_SPACES if (match := one.match(self.text))), None):
            at, letter = found.start(1), found[1]
            if not told:
                name = NOT_SPACES.get(letter, said("the character U+{}", f"{ord(letter):04X}"))
                message = said("{} stands where a plain space belongs", name)
                self.wrong(message, said("type a plain space"), at + 1)
            told = True
            self.text = self.text[:at] + ("" if letter in "\u200b\ufeff" else " ") + self.text[at + 1 :]

    def plain_value(self, text_keys: frozenset[str]) -> re.Match[str] | None:
        """A value that YAML would cut, or take for something else. Returns the line as it is then, as a match."""
        match = KEY_VALUE.match(self.text)
        value = match["value"].strip() if match else ""
        if match is None or not value:
            return match
        key, column = match["key"], match.start("value") + 1
        before = f"{match['lead']}{key}: "
        if not match["space"]:
            if value.startswith("//") or (match["lead"] and key not in text_keys):
                return match
            hint = said("write {}: {}", key, value)
            self.wrong(said('no space stands after "{}:"', key), hint, column, len(value))
        elif self._curly(key, value, text_keys):
            straight = value.translate(STRAIGHT)
            message = said('"{}" stands between curly quotes, which YAML takes for letters', key)
            self.wrong(message, said("write plain quotes: {}: {}", key, straight), column, len(value))
            value = straight
        elif cause := self._cut(key, value, text_keys):
            quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
            self.wrong(cause, said("put it between quotes: {}: {}", key, quoted), column, len(value))
            value = quoted
        else:
            return match
        self.text = before + value
        return KEY_VALUE.match(self.text)

    def _curly(self, key: str, value: str, text_keys: frozenset[str]) -> bool:
        if value[0] in CURLY:
            return key not in text_keys or ": " in value or value.endswith(":") or " #" in value
        return value[0] == "[" and value[1:].lstrip()[:1] in set(CURLY)

    def _cut(self, key: str, value: str, text_keys: frozenset[str]) -> Said | None:
        """What is wrong with a line of text that has no quotes, if anything is."""
        if key not in text_keys or value[0] in "\"'[{|>#":
            return None
        if value[0] in "&*!%@`":
            return said('"{}" begins with {}, which means something else in YAML', key, value[0])
        if ": " in value or value.endswith(":"):
            return said('"{}" holds a colon, which YAML takes for a new key', key)
        if " #" in value:
            return said('"{}" would end before the #, as YAML takes the rest for a comment', key)
        return None

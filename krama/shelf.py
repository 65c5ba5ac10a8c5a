"""Where bulky things lie until a page is made: bodies and references by their digests."""

from krama import memo
from krama.memo import Memo
from krama.model import Body, Reference

References = tuple[Reference, ...]
ENOUGH = 4_000_000  # bytes that wait before they are written


class Shelf:
    """Bulky values by digest: kept in a memo, and until there are enough to be written, here."""

    def __init__(self, base: Memo) -> None:
        self.base = base
        self.waiting: dict[str, bytes] = {}
        self.bytes = 0

    def keep(self, name: str, data: bytes) -> None:
        """Takes some bytes under their digest."""
        self.waiting[name] = data
        self.bytes += len(data)
        if self.bytes > ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Writes what waits, so that other processes find it."""
        if self.waiting:
            self.base.keep(self.waiting.items())
        self.waiting, self.bytes = {}, 0

    def body(self, name: str) -> Body:
        """The body of a document. Raises Damaged where the memo lost it."""
        return memo.decode(self.waiting.get(name) or self.base.blob(name), Body)

    def references(self, name: str) -> References:
        """Where the links of a body lead. Raises Damaged where the memo lost it."""
        return memo.decode(self.waiting.get(name) or self.base.blob(name), References)

"""Where bulky things lie until a page is made: bodies, references, terms and shards by their digests."""

from collections.abc import Container, Iterable

from krama import memo
from krama.digests import encode
from krama.memo import Memo
from krama.model import Body, Card, Reference
from krama.terms import Terms

References = tuple[Reference, ...]
ENOUGH = 4_000_000  # bytes that wait before they are written


class Shelf:
    """Bulky values by digest: kept in a memo, and until there are enough to be written, here."""

    def __init__(self, base: Memo) -> None:
        self.base = base
        self.waiting: dict[str, bytes] = {}
        self.bytes = 0
        self.cards: dict[str, Card] = {}

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
        return memo.decode(self._bytes(name), Body)

    def card(self, name: str) -> Card:
        """The card of a story. Raises Damaged where the memo lost it."""
        if name not in self.cards:
            self.cards[name] = memo.decode(self._bytes(name), Card)
        return self.cards[name]

    def show(self, cards: Iterable[Card], known: Container[str]) -> None:
        """Takes the cards of a site; those whose names are known lie in the memo already."""
        for card in cards:
            self.cards[card.name] = card
            if card.name not in known:
                self.keep(card.name, encode(card))

    def references(self, name: str) -> References:
        """Where the links of a body lead. Raises Damaged where the memo lost it."""
        return memo.decode(self._bytes(name), References)

    def terms(self, name: str) -> Terms:
        """What a document is found by. Raises Damaged where the memo lost it."""
        return memo.decode(self._bytes(name), Terms)

    def stored(self, name: str) -> bytes:
        """Bytes that are published as they are. Raises Damaged where the memo lost them."""
        return self._bytes(name)

    def _bytes(self, name: str) -> bytes:
        return self.waiting.get(name) or self.base.blob(name)

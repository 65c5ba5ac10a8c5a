"""What was made, kept under the digest of what made it: one SQLite file beside the published folder.

Two tables: `blob` holds bulky values under their own digest (bodies, references), `state` holds a few compact ones by
name (the documents, the stamp of the last build). Values are msgpack, never pickle. Every value is held against a checksum when it is read, so a memo that was damaged is noticed, thrown away
with one line of notice, and costs a full build and nothing else.

SQLite because it is in the standard library, survives a kill at any moment, reads one body out of ten thousand
without the others, and is safe between processes. It does not wait for the disk (synchronous=OFF): what a power failure
destroys, the checksums notice.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from krama.sources import digest

T = TypeVar("T")
APPLICATION = 0x6B72616D  # "kram", in the header of the file
CHECKSUM = 8  # bytes in front of a state value
_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Damaged(Exception):  # noqa: N818 — it is an answer: make everything anew
    """A memo that cannot be read, or is not what was written."""


def encode(value: object) -> bytes:
    """A frozen value as bytes: the same for equal values, on every machine."""
    return _encoder.encode(value)


def key(value: object) -> str:
    """The name of a frozen value: 128 bits of BLAKE2b over its bytes and its type, in hexadecimal."""
    return digest(_encoder.encode((type(value).__name__, value)))


class Memo:
    """One open memo. Raises Damaged from every method where the file is not what Krama wrote."""

    def __init__(self, place: Path, *, writing: bool = False) -> None:
        """Opens the memo at a place; only a writer makes one that is not there."""
        self.place = place
        with _honest():
            mode = "rwc" if writing else "ro"
            self.base = sqlite3.connect(f"{place.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        try:
            with _honest():
                self.base.execute("PRAGMA synchronous=OFF")
            if writing:
                self._prepare()
        except Damaged:
            self.base.close()
            raise

    def __enter__(self) -> "Memo":
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def _prepare(self) -> None:
        with _honest():
            (application,) = self.base.execute("PRAGMA application_id").fetchone()
            (tables,) = self.base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables and application != APPLICATION:
                raise Damaged
            self.base.execute(f"PRAGMA application_id={APPLICATION}")
            for name in ("blob", "state"):
                self.base.execute(f"CREATE TABLE IF NOT EXISTS {name} (name TEXT PRIMARY KEY, value BLOB NOT NULL)")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All that is kept within is there afterwards, or nothing of it."""
        with _honest():
            self.base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.base.execute("ROLLBACK")
            raise
        with _honest():
            self.base.execute("COMMIT")

    def load(self, name: str, kind: type[T]) -> T | None:
        """A state value by name, or None where there is none."""
        with _honest():
            row = self.base.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            data = bytes(row[0])
            if blake2b(data[CHECKSUM:], digest_size=CHECKSUM).digest() != data[:CHECKSUM]:
                raise Damaged
            return msgspec.msgpack.decode(data[CHECKSUM:], type=kind)

    def save(self, name: str, value: object) -> None:
        """Keeps a state value under a name, in place of an earlier one."""
        data = encode(value)
        with _honest():
            row = (name, blake2b(data, digest_size=CHECKSUM).digest() + data)
            self.base.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", row)

    def drop(self, *names: str) -> None:
        """Forgets state values."""
        with _honest():
            self.base.executemany("DELETE FROM state WHERE name = ?", [(name,) for name in names])

    def blob(self, name: str) -> bytes:
        """The bytes that bear a digest. Raises Damaged where they are gone or altered."""
        with _honest():
            row = self.base.execute("SELECT value FROM blob WHERE name = ?", (name,)).fetchone()
        if row is None or digest(row[0]) != name:
            raise Damaged
        return bytes(row[0])

    def keep(self, blobs: Iterable[tuple[str, bytes]]) -> None:
        """Keeps some bytes under their digests."""
        with self.writing(), _honest():
            self.base.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?)", blobs)

    def sweep(self, used: set[str]) -> None:
        """Drops what is kept in bulk and no longer used; to be called while writing."""
        with _honest():
            (count,) = self.base.execute("SELECT count(*) FROM blob").fetchone()
            if count == len(used):
                return
            unused = [row for row in self.base.execute("SELECT name FROM blob") if row[0] not in used]
            self.base.executemany("DELETE FROM blob WHERE name = ?", unused)


@contextlib.contextmanager
def _honest() -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Damaged from error


def decode(data: bytes, kind: type[T]) -> T:
    """Bytes from a memo as the value they were. Raises Damaged."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Damaged from error

"""What was made, kept under the digest of what made it: one SQLite file beside the published folder.

`blob` holds bulky values under their own digest (bodies, references, cards). The other tables hold values by name: of a
document what came of it, of a published file its recipe, and a few things of the site as a whole. Values are msgpack,
never pickle. Every value is held against a checksum when it is read, so a memo that was damaged is noticed, thrown
away with one line of notice, and costs a full build and nothing else.

SQLite because it is in the standard library, survives a kill at any moment, reads one body out of ten thousand
without the others, and is safe between processes. It does not wait for the disk (synchronous=OFF): what a power failure
destroys, the checksums notice.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from errno import EACCES, EBUSY, EIO, ENOSPC, EROFS
from hashlib import blake2b
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import quote

import msgspec

from krama.digests import digest, encode

T = TypeVar("T")
Table = Literal["site", "document", "recipe"]
TABLES = ("blob", "site", "document", "recipe")
APPLICATION = 0x6B72616D  # "kram", in the header of the file
REFUSED = {
    sqlite3.SQLITE_FULL: ENOSPC,
    sqlite3.SQLITE_IOERR: EIO,
    sqlite3.SQLITE_READONLY: EROFS,
    sqlite3.SQLITE_CANTOPEN: EACCES,
    sqlite3.SQLITE_PERM: EACCES,
    sqlite3.SQLITE_BUSY: EBUSY,
    sqlite3.SQLITE_LOCKED: EBUSY,
}
"""What is no damage: the system refuses, and says why."""
LAYOUT = 1  # of the tables; a memo with another one is from another version of Krama
CHECKSUM = 8  # bytes in front of a value that has a name


class Damaged(Exception):  # noqa: N818 — it is an answer: make everything anew
    """A memo that cannot be read, or is not what was written."""


class Memo:
    """One open memo.

    Every method raises Damaged where the file is not what Krama wrote, and OSError where the system refuses.
    """

    def __init__(self, place: Path, *, writing: bool = False, shared: bool = False) -> None:
        """Opens the memo at a place; only a writer makes one that is not there.

        shared: by threads of this process, which see to it that only one uses it at a time.
        """
        self.place = place
        with _honest():
            mode = "rwc" if writing else "ro"
            self.base = sqlite3.connect(
                f"{_address(place)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=not shared
            )
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
        (application,) = self.base.execute("PRAGMA application_id").fetchone()
        (layout,) = self.base.execute("PRAGMA user_version").fetchone()
        tables = [name for (name,) in self.base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if tables and application != APPLICATION:
            raise Damaged
        if tables and layout == LAYOUT:
            return
        for table in tables:
            self.base.execute(f'DROP TABLE "{table}"')
        for table in TABLES:
            self.base.execute(f"CREATE TABLE {table} (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
        self.base.execute(f"PRAGMA application_id={APPLICATION}")
        self.base.execute(f"PRAGMA user_version={LAYOUT}")

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

    def load(self, table: Table, name: str, kind: type[T]) -> T | None:
        """A value by its name, or None where there is none."""
        with _honest():
            row = self.base.execute(f"SELECT value FROM {table} WHERE name = ?", (name,)).fetchone()  # noqa: S608 — a literal
            return None if row is None else msgspec.msgpack.decode(_checked(row[0]), type=kind)

    def all(self, table: Table, kind: type[T]) -> dict[str, T]:
        """Every value of a table by its name."""
        decoder = msgspec.msgpack.Decoder(kind)
        with _honest():
            rows = self.base.execute(f"SELECT name, value FROM {table}")  # noqa: S608 — a literal
            return {name: decoder.decode(_checked(value)) for name, value in rows}

    def holding(self, table: Table, part: bytes, kind: type[T]) -> dict[str, T]:
        """The values of a table in whose bytes a part stands, by their names."""
        decoder = msgspec.msgpack.Decoder(kind)
        with _honest():
            rows = self.base.execute(f"SELECT name, value FROM {table} WHERE instr(value, ?)", (part,))  # noqa: S608
            return {name: decoder.decode(_checked(value)) for name, value in rows}

    def save(self, table: Table, values: Iterable[tuple[str, object]]) -> None:
        """Keeps values under their names, in place of earlier ones."""
        rows = ((name, _with_checksum(encode(value))) for name, value in values)
        with _honest():
            self.base.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", rows)  # noqa: S608 — a literal

    def drop(self, table: Table, names: Iterable[str]) -> None:
        """Forgets values."""
        with _honest():
            self.base.executemany(f"DELETE FROM {table} WHERE name = ?", [(name,) for name in names])  # noqa: S608

    def clear(self) -> None:
        """Forgets everything."""
        with _honest():
            for table in TABLES:
                self.base.execute(f"DELETE FROM {table}")  # noqa: S608 — a literal

    def names(self, table: Table) -> set[str]:
        """The names of all values of a table."""
        with _honest():
            return {name for (name,) in self.base.execute(f"SELECT name FROM {table}")}  # noqa: S608 — a literal

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

    def whole(self) -> bool:
        """Whether every page of the file is as SQLite wrote it, and the file is Krama's."""
        with _honest():
            (application,) = self.base.execute("PRAGMA application_id").fetchone()
            (found,) = self.base.execute("PRAGMA quick_check(1)").fetchone()
        return bool(application == APPLICATION and found == "ok")

    def sweep(self, used: set[str]) -> None:
        """Drops what is kept in bulk and no longer used."""
        with _honest():
            (count,) = self.base.execute("SELECT count(*) FROM blob").fetchone()
            if count == len(used):
                return
            unused = [row for row in self.base.execute("SELECT name FROM blob") if row[0] not in used]
            self.base.executemany("DELETE FROM blob WHERE name = ?", unused)


def _address(place: Path) -> str:
    """A place as SQLite asks for it: without a host, so that a share of Windows (//server/share) is a path, too."""
    path = place.absolute().as_posix()
    return f"file://{'' if path.startswith('/') else '/'}{quote(path)}"


def decode(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Bytes from a memo as the value they were. Raises Damaged."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Damaged from error


@contextlib.contextmanager
def _honest() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in REFUSED:
            raise OSError(REFUSED[code], str(error)) from error
        raise Damaged from error
    except (sqlite3.DatabaseError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Damaged from error


def _with_checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=CHECKSUM).digest() + data


def _checked(row: object) -> memoryview:
    data = memoryview(row) if isinstance(row, bytes) else memoryview(b"")
    if blake2b(data[CHECKSUM:], digest_size=CHECKSUM).digest() != data[:CHECKSUM]:
        raise Damaged
    return data[CHECKSUM:]

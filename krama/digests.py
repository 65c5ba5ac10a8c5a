"""The names of things: a frozen value as bytes, and the digest that stands for it."""

from hashlib import blake2b
from typing import TypeVar

import msgspec

T = TypeVar("T")
_encoder = msgspec.msgpack.Encoder()


def digest(data: bytes) -> str:
    """The name of some bytes: 128 bits of BLAKE2b, in hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()


def encode(value: object) -> bytes:
    """A frozen value as msgpack: the same bytes for equal values, on every machine.

    The order of a dict counts, since a template that goes through it shows it. Sets have none, and stand in no key.
    """
    return _encoder.encode(value)


def key(value: object) -> str:
    """The name of a frozen value: the digest of its bytes and of its type's name."""
    return digest(_encoder.encode((type(value).__name__, value)))

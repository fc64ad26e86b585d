"""AES-256-GCM over chunks: a stored file cannot be read, cut short, reordered or exchanged for another one unseen.

Layout: magic, key name, salt, nonce prefix; then chunks of 64 KiB, each sealed under prefix, counter and a mark of the last one
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015). The stored name is bound to every chunk.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keys

MAGIC = b"XLV1"
CHUNK = 64 * 1024
TAG = 16
_HEADER = struct.Struct(">4s16s16s7s")


class Unreadable(Exception):
    """These bytes are not what was stored, or their key is missing."""


def sealed(chunks: Iterable[bytes], name: str, key: keys.Key) -> Iterator[bytes]:
    """Header and sealed chunks of a file that will be stored as `name`."""
    salt, prefix = os.urandom(16), os.urandom(7)
    header = _HEADER.pack(MAGIC, key.name.encode(), salt, prefix)
    box, bound = AESGCM(key.derived(salt, b"file")), header + name.encode()
    yield header
    number, held = 0, b""
    for block in _even(chunks):
        if number:
            yield box.encrypt(_nonce(prefix, number - 1, False), held, bound)
        held = block
        number += 1
    yield box.encrypt(_nonce(prefix, max(number - 1, 0), True), held, bound)


def opened(source: IO[bytes], name: str) -> Iterator[bytes]:
    """The clear chunks. Raises Unreadable at the first byte that is not as it was sealed, or when bytes are missing."""
    try:
        magic, key_name, salt, prefix = _HEADER.unpack(source.read(_HEADER.size))
        key = keys.named(key_name.decode())
    except (struct.error, KeyError, UnicodeDecodeError) as strange:
        raise Unreadable("no file of this vault, or its key is not in the ring") from strange
    if magic != MAGIC:
        raise Unreadable("no file of this vault")
    header = _HEADER.pack(magic, key_name, salt, prefix)
    box, bound = AESGCM(key.derived(salt, b"file")), header + name.encode()
    number, held = 0, source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield box.decrypt(_nonce(prefix, number, not following), held, bound)
        except InvalidTag as changed:
            raise Unreadable(f"chunk {number} was changed, moved or cut off") from changed
        if not following:
            return
        number, held = number + 1, following


def seal_text(text: str, bound: str) -> bytes:
    """A short text, such as the name a file had, readable only with its key and only where it belongs."""
    key, salt = keys.newest(), os.urandom(16)
    nonce = os.urandom(12)
    box = AESGCM(key.derived(salt, b"text"))
    return key.name.encode() + salt + nonce + box.encrypt(nonce, text.encode("utf-8", "replace"), bound.encode())


def open_text(sealed_text: bytes, bound: str) -> str:
    """Raises Unreadable."""
    try:
        key = keys.named(sealed_text[:16].decode())
        box = AESGCM(key.derived(sealed_text[16:32], b"text"))
        return box.decrypt(sealed_text[32:44], sealed_text[44:], bound.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as changed:
        raise Unreadable("the text was changed, or its key is not in the ring") from changed


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


def _even(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of one size; the last may be shorter."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    if held:
        yield bytes(held)

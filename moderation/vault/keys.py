"""The keys of the vault: the first one encrypts, every one decrypts, so that a key can be exchanged without a stop."""

import hashlib
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SHORTEST = 32


@dataclass(frozen=True)
class Key:
    """A secret and the public name by which a file says which one it needs."""

    secret: bytes
    name: str

    def derived(self, salt: bytes, purpose: bytes) -> bytes:
        """256 bits for one file alone, so that no two files share a key and a nonce."""
        return HKDF(hashes.SHA256(), 32, salt, b"xinglin vault " + purpose).derive(self.secret)


def ring() -> tuple[Key, ...]:
    """The keys of `VAULT_KEY`, newest first. Raises ValueError when there is none, or one is shorter than 32 characters."""
    return _parsed(settings.VAULT_KEY)


@cache
def _parsed(text: str) -> tuple[Key, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or any(len(part) < SHORTEST for part in parts):
        raise ValueError("VAULT_KEY needs one key or more of 32 characters, separated by commas")
    return tuple(Key(part.encode(), hashlib.sha256(b"xinglin vault key " + part.encode()).hexdigest()[:16]) for part in parts)


def newest() -> Key:
    return ring()[0]


def named(name: str) -> Key:
    """Raises KeyError when the key was taken out of the ring."""
    return {key.name: key for key in ring()}[name]

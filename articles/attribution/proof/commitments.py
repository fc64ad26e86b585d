"""Salted commitments: what a manifest says of a person or a date without letting it be guessed back.

A plain hash of a name or a day is found by trying all of them. Here each value has its own random salt, kept beside the value
in a column that can be emptied; whoever is shown both can check them against the manifest, and after an erasure nobody can.
"""

import hashlib
import hmac
import json
import os

SALT_BYTES = 16


class Commitments:
    """Collects the openings of one manifest while it is built."""

    def __init__(self) -> None:
        self.openings: dict[str, tuple[str, str]] = {}

    def commit(self, place: str, value: str) -> str:
        """The commitment to `value`, remembered under its place in the manifest."""
        salt = os.urandom(SALT_BYTES)
        self.openings[place] = (salt.hex(), value)
        return commitment(salt, value)

    def as_text(self) -> str:
        """The openings as they are kept; empty when nothing was committed to."""
        return json.dumps(self.openings, ensure_ascii=False, sort_keys=True) if self.openings else ""


def commitment(salt: bytes, value: str) -> str:
    """HMAC-SHA256 of the value in UTF-8, keyed by the salt, in hexadecimal."""
    return hmac.new(salt, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def opens(said: str, salt_hex: str, value: str) -> bool:
    """Whether this salt and value are what the manifest committed to."""
    try:
        salt = bytes.fromhex(salt_hex)
    except ValueError:
        return False
    return hmac.compare_digest(said, commitment(salt, value))

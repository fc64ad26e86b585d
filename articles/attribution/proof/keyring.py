"""The site's signing keys: a file outside the database, with the dates between which each of them signs.

The file is a JSON list of {"id", "public", "private", "created", "retired", "demo"}: keys in base64, times in ISO 8601. It
belongs to one account (mode 600); `private` is wrapped with a passphrase (PKCS #8) when SIGNING_PASSPHRASE is set.
"""

import base64
import datetime
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


class NoKey(Exception):
    """Nothing can be signed now; says why, for the operator."""


@dataclass(frozen=True)
class Key:
    """One key of the ring. `retired` is empty while it signs."""

    id: str
    public: str
    private: str
    created: str
    retired: str = ""
    demo: bool = False

    def as_public(self) -> dict[str, object]:
        return {
            "id": self.id,
            "algorithm": "Ed25519",
            "public": self.public,
            "created": self.created,
            "retired": self.retired or None,
            "demo": self.demo,
        }


def ring() -> tuple[Key, ...]:
    """Every key, the oldest first; empty when there is no file. Raises NoKey when the file cannot be trusted or read."""
    path = Path(settings.SIGNING_KEYS)
    try:
        known = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as unreadable:
        raise NoKey(f"{path} cannot be read: {unreadable.strerror}") from unreadable
    if known.st_mode & 0o077:
        raise NoKey(f"{path} may be read by others; its mode must be 600")
    return _read(str(path), known.st_mtime_ns, known.st_size, known.st_ino)


@lru_cache(maxsize=4)
def _read(path: str, changed: int, size: int, inode: int) -> tuple[Key, ...]:
    try:
        return tuple(Key(**row) for row in json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as broken:
        raise NoKey(f"{path} is no key ring: {broken}") from broken


def is_demo(identity: str) -> bool:
    return any(key.demo for key in ring() if key.id == identity)


def active() -> Key:
    """The key that signs now; in a demo one is made when there is none. Raises NoKey."""
    found = _signing() or (settings.SIGNING_DEMO_KEY and create(demo=True, unless_present=True))
    if not found:
        raise NoKey("there is no signing key: run `manage.py signing_keys create`")
    return found


def _signing() -> Key | None:
    return next((key for key in reversed(ring()) if not key.retired), None)


def create(demo: bool = False, unless_present: bool = False) -> Key:
    """Make a key that signs from now on; one that signed so far is retired at the same moment."""
    with _alone():
        return (unless_present and _signing()) or _create(demo)


def _create(demo: bool) -> Key:
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    now = _now()
    key = Key(
        id=("demo-" if demo else "xl-") + hashlib.sha256(raw).hexdigest()[:12],
        public=base64.b64encode(raw).decode(),
        private=_wrapped(private),
        created=now,
        demo=demo,
    )
    _write([*_retired(ring(), now), key])
    return key


def retire(identity: str) -> Key:
    """End one key now: what it signed before still holds, what it signs later does not. Raises NoKey for one not in the ring."""
    with _alone():
        keys = ring()
        if identity not in {key.id for key in keys}:
            raise NoKey(f"there is no key {identity}")
        _write(_retired(keys, _now(), identity))
    return next(key for key in ring() if key.id == identity)


def _retired(keys: Sequence[Key], now: str, identity: str = "") -> list[Key]:
    ended = [key for key in keys if not key.retired and identity in ("", key.id)]
    return [Key(**{**asdict(key), "retired": now}) if key in ended else key for key in keys]


def signature(key: Key, content: bytes) -> str:
    """Ed25519 over the content, in base64. Raises NoKey when the private part cannot be opened."""
    return base64.b64encode(_private(key.private, settings.SIGNING_PASSPHRASE).sign(content)).decode()


@lru_cache(maxsize=4)
def _private(stored: str, passphrase: str) -> Ed25519PrivateKey:
    try:
        found = serialization.load_der_private_key(base64.b64decode(stored), passphrase.encode() or None)
    except (ValueError, TypeError) as closed:
        raise NoKey("the signing key cannot be opened: is SIGNING_PASSPHRASE right?") from closed
    if not isinstance(found, Ed25519PrivateKey):
        raise NoKey("the signing key is no Ed25519 key")
    return found


def _wrapped(private: Ed25519PrivateKey) -> str:
    word = settings.SIGNING_PASSPHRASE.encode()
    how = serialization.BestAvailableEncryption(word) if word else serialization.NoEncryption()
    return base64.b64encode(private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, how)).decode()


@contextmanager
def _alone() -> Iterator[None]:
    """One process changes the ring at a time: a key that another one overwrote would leave its signatures without proof."""
    path = Path(settings.SIGNING_KEYS)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path.with_name(f"{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(keys: Sequence[Key]) -> None:
    """Put the new file in the old one's place in one step, so that no reader finds half of it."""
    path = Path(settings.SIGNING_KEYS)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(key) for key in keys], file, ensure_ascii=False, indent=2)
    beside.replace(path)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")

"""The model's two files: where they lie, which ones they must be, and whether they are."""

import hashlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

NAME = "bge-small-zh-v1.5-q"
MODEL = f"{NAME}.onnx"
TOKENIZER = f"{NAME}-tokenizer.json"
SHA256 = {
    MODEL: "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
    TOKENIZER: "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
}
# Vectors of two models cannot be compared: each is kept with this beside it.
KEY = SHA256[MODEL]
# So long an answer of the file system is believed: a model that is fetched while the site runs is used without a restart.
BELIEVED_SECONDS = 15.0


@dataclass(frozen=True)
class Standing:
    """`off` when it is not wanted or not there, with the reason; `refused` when what lies there is not the known model."""

    usable: bool
    reason: str = ""
    refused: bool = False


_lock = threading.Lock()
_known: tuple[float, Path | None, Standing] = (0.0, None, Standing(False, "not looked at"))
_hashed: dict[tuple[str, int, int], str] = {}


def folder() -> Path | None:
    """Where the files are looked for; None when meaning is switched off."""
    named: str = settings.SEMANTIC_MODEL
    return Path(named) if named and named != "off" else None


def standing() -> Standing:
    """Whether the model can be used; cheap enough for every question."""
    global _known
    place = folder()
    with _lock:
        when, where, known = _known
        if where != place or time.monotonic() - when > BELIEVED_SECONDS or not when:
            known = look(place)
            _known = (time.monotonic(), place, known)
        return known


def look(place: Path | None) -> Standing:
    """Look at the files themselves."""
    if place is None:
        return Standing(False, "switched off")
    try:
        import onnxruntime  # noqa: F401
    except ImportError as missing:
        return Standing(False, f"the extra [semantic] is not installed: {missing}")
    for name, wanted in SHA256.items():
        try:
            found = sha256_of(place / name)
        except FileNotFoundError:
            return Standing(False, f"{place / name} is not there; `make semantic` fetches it")
        except OSError as unreadable:
            return Standing(False, f"{place / name} cannot be read: {unreadable.strerror}", refused=True)
        if found != wanted:
            return Standing(False, f"{place / name} is not the known file: its SHA-256 is {found}, not {wanted}", refused=True)
    return Standing(True)


def sha256_of(path: Path) -> str:
    """Read once for each version of a file."""
    stat = path.stat()
    version = (str(path), stat.st_size, stat.st_mtime_ns)
    if version not in _hashed:
        with path.open("rb") as opened:
            _hashed[version] = hashlib.file_digest(opened, "sha256").hexdigest()
    return _hashed[version]

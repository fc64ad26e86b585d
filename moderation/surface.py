"""What a reader of one object could see or a machine could read, in a form that has one digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .engine import Passage

VERSION = 1


def canonical(value: Any) -> Any:
    """The value without what is empty and without block ids, so that a field added later leaves old digests alone."""
    if isinstance(value, Mapping):
        cleaned = {str(name): canonical(part) for name, part in value.items() if name != "id"}
        return {name: part for name, part in cleaned.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    return value


def canonical_json(value: Any) -> str:
    return json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Surface:
    """`content` and the files' hashes make the digest; `passages` are the same words cut for scanning."""

    model: str
    content: Mapping[str, Any]
    passages: tuple[Passage, ...] = ()
    assets: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION

    def as_json(self) -> dict[str, Any]:
        return {"version": self.version, "model": self.model, "content": canonical(self.content), "assets": dict(self.assets)}

    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the canonical form."""
        return hashlib.sha256(canonical_json(self.as_json()).encode("utf-8", "surrogatepass")).hexdigest()

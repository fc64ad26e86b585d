from collections.abc import Mapping
from dataclasses import dataclass, field
@dataclass(frozen=True)
class Passage:
    path: str
    text: str
@dataclass(frozen=True)
class Document:
    passages: tuple[Passage, ...]
    facts: Mapping[str, object] = field(default_factory=dict)

"""What a rule on facts says before it has words: where the author mends it, and the values that fill the message."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Document, Severity


@dataclass(frozen=True)
class FlowDraft:
    """A finding about a fact; without a severity of its own it has the rule's."""

    path: str
    cue: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None


Settings = Mapping[str, Any]
Flow = Callable[[Document, Settings], Iterator[FlowDraft]]


def entries(document: Document, name: str) -> list[Mapping[str, Any]]:
    """A fact that is a list of tables; absent is empty, and any other shape raises, so that the rule blocks."""
    value = document.facts.get(name) or []
    if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):
        raise TypeError(f"{name} is not a list of tables")
    return list(value)


def table(document: Document, name: str) -> Mapping[str, Any]:
    """A fact that is one table; absent is empty, and any other shape raises."""
    value = document.facts.get(name) or {}
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} is not a table")
    return value


def runs(expires_on: object, today: object) -> bool:
    """Still running today; ISO dates compare as text, and no end means no end."""
    return not expires_on or not today or str(expires_on) >= str(today)

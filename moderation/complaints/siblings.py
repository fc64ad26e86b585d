"""Other pages with the same words: translations, adaptations, re-publications; each app says how it finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..models.reference import key


@dataclass(frozen=True)
class Sibling:
    """Another page and the sentence that says what it has in common with the first."""

    instance: Any
    why: str
    url: str = ""

    @property
    def name(self) -> str:
        """How a form names it."""
        about = key(self.instance)
        return f"{about['content_type'].pk}:{self.instance.pk}"


Finder = Callable[[Any], list[Sibling]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Add a way to find them. Apps call it when they are ready."""
    if finder not in _finders:
        _finders.append(finder)


def of(instance: Any) -> list[Sibling]:
    """Every other page once, with the first reason that was found. Never called inside a write transaction."""
    found: dict[str, Sibling] = {}
    for finder in _finders:
        for sibling in finder(instance):
            if sibling.instance.pk != instance.pk or type(sibling.instance) is not type(instance):
                found.setdefault(sibling.name, sibling)
    return list(found.values())

"""What a kind of case adds to the desk: its own part of the review page with its own buttons, and links in the rail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from ..models import Case

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Action = Callable[[Case, Any, QueryDict], str]


@dataclass(frozen=True)
class Part:
    """`template` is shown in the review page's panel with what `context(case, user)` answers.

    Each of `actions` is a button's value: it is called with case, moderator and form and answers a sentence about what was
    done. It raises DecisionRefused or CaseClosed, and then nothing was done and what was typed stays on the page.
    A part that `decides` closes its cases itself: the desk's general buttons that would close them are not offered.
    """

    template: str
    context: Callable[[Case, Any], dict[str, Any]]
    actions: Mapping[str, Action] = field(default_factory=dict)
    decides: bool = False


@dataclass(frozen=True)
class Link:
    """An entry under "管理" in the rail, shown to whom `allowed(user)` admits."""

    name: str
    label: "StrOrPromise"
    url_name: str
    allowed: Callable[[Any], bool]


_parts: dict[str, list[Part]] = {}
_links: dict[str, Link] = {}


def register(kind: str, part: Part) -> None:
    """Add a part to every case of a kind. Apps call it when they are ready."""
    _parts.setdefault(kind, []).append(part)


def of(kind: str) -> list[Part]:
    return list(_parts.get(kind, ()))


def decides(kind: str) -> bool:
    return any(part.decides for part in of(kind))


def register_link(link: Link) -> None:
    """Add a link to the rail. Apps call it when they are ready."""
    _links[link.name] = link


def links(user: Any) -> list[Link]:
    return [link for link in _links.values() if link.allowed(user)]

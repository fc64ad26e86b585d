"""Recognises which page a complaint is about; each app that has public pages says which addresses are its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Place:
    """A page that readers see or once saw. `address` is its path on this site; the title of one that is away is shown to nobody."""

    instance: Any
    title: str
    address: str
    visible: bool = True


Resolver = Callable[[str], Place | None]
_resolvers: list[Resolver] = []
LOCAL = ("127.0.0.1", "localhost")


def register(resolver: Resolver) -> None:
    """Add what knows the addresses of one app's pages. Apps call it when they are ready."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def recognise(typed: str) -> Place | None:
    """The page that an address leads to, whole or as a path; None when it is not one of this site's public pages."""
    path = path_of(typed)
    if not path:
        return None
    return next((found for resolver in _resolvers if (found := resolver(path)) is not None), None)


def path_of(typed: str) -> str:
    """The path on this site; empty when the address leads elsewhere or cannot be read."""
    typed = typed.strip()[:500]
    if not typed or "\x00" in typed:
        return ""
    try:
        parts = urlsplit(typed if "://" in typed or typed.startswith("/") else f"//{typed}")
        host, ours = parts.hostname or "", urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    except ValueError:
        return ""
    if host and host not in (ours, *settings.ALLOWED_HOSTS, *LOCAL):
        return ""
    path = unquote(parts.path)
    return path if path.startswith("/") and path != "/" else ""

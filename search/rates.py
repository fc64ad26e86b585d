"""A generous limit on how often one address may ask the API."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60
LOOPBACK = ("127.", "::1")


def client_address(request: HttpRequest) -> str:
    """Who asks: the connection's other end, or what the outermost trusted proxy says of it."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def wait(request: HttpRequest) -> int | None:
    """Seconds until this address may ask again, or None when it may ask now."""
    address = client_address(request)
    if settings.RATE_LIMITS_EXEMPT_LOOPBACK and address.startswith(LOOPBACK):
        return None
    window = int(time.time()) // WINDOW
    counter = f"search-rate:{address}:{window}"
    cache.add(counter, 0, WINDOW * 2)
    try:
        asked = cache.incr(counter)
    except ValueError:  # a full cache has forgotten the counter meanwhile
        return None
    if asked <= settings.SEARCH_RATE_PER_MINUTE:
        return None
    return WINDOW - int(time.time()) % WINDOW

"""How often one address may ask: counted by the minute in the cache, for the search interface and for the public pages alike."""

import ipaddress
import time
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60
LOOPBACK = ("127.", "::1")
# One household or office has a whole network of this size in IPv6.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Who asks: the connection's other end, or what the outermost trusted proxy says of it."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def wait(request: HttpRequest, name: str = "search", most: int | None = None) -> int | None:
    """Seconds until this address may ask again, or None when it may ask now. Each `name` is counted by itself."""
    address = client_address(request)
    if settings.RATE_LIMITS_EXEMPT_LOOPBACK and address.startswith(LOOPBACK):
        return None
    now = int(time.time())
    counter = f"{name}-rate:{network(address)}:{now // WINDOW}"
    try:
        asked = cache.incr(counter)
    except ValueError:  # the first one in this minute
        asked = 1 if cache.add(counter, 1, WINDOW * 2) else cache.get(counter, 1)
    allowed = settings.SEARCH_RATE_PER_MINUTE if most is None else most
    return None if asked <= allowed else WINDOW - now % WINDOW


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """What is counted as one: the address itself, in IPv6 the network that one line gets."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a proxy that forwards what is no address
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))

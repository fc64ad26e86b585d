"""Who asks: the address behind trusted proxies, what of it counts as one, and how often that one asked."""

import ipaddress
import time
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

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


def is_exempt(address: str) -> bool:
    return bool(settings.RATE_LIMITS_EXEMPT_LOOPBACK and address.startswith(LOOPBACK))


def wait(name: str, who: str, most: int, window: int) -> int | None:
    """Seconds until `who` may do this again, or None when it may now. Each `name` is counted by itself."""
    now = int(time.time())
    counter = f"{name}-rate:{who}:{now // window}"
    try:
        asked = cache.incr(counter)
    except ValueError:  # the first one in this window
        asked = 1 if cache.add(counter, 1, window * 2) else cache.get(counter, 1)
    return None if asked <= most else window - now % window

"""How often one address may ask: counted by the minute in the cache, for the search interface and for the public pages alike."""

from django.conf import settings
from django.http import HttpRequest

from moderation import addresses
from moderation.addresses import client_address, network

__all__ = ["WINDOW", "client_address", "network", "wait"]

WINDOW = 60


def wait(request: HttpRequest, name: str = "search", most: int | None = None) -> int | None:
    """Seconds until this address may ask again, or None when it may ask now. Each `name` is counted by itself."""
    address = client_address(request)
    if addresses.is_exempt(address):
        return None
    allowed = settings.SEARCH_RATE_PER_MINUTE if most is None else most
    return addresses.wait(name, network(address), allowed, WINDOW)

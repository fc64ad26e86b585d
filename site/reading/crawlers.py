"""The crawlers of search engines that are let through: known by name and by the networks that their operators publish."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from search import rates

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class CrawlersError(ValueError):
    """What is wrong with the setting, for whoever starts the site."""


def is_known(request: HttpRequest) -> bool:
    """The name alone can be claimed by anybody, so the address decides."""
    named = networks(settings.CRAWLERS)
    if not named:
        return False
    agent = request.headers.get("User-Agent", "").lower()
    ranges = [each for name, found in named.items() if name.lower() in agent for each in found]
    if not ranges:
        return False
    try:
        address = ipaddress.ip_address(rates.client_address(request))
    except ValueError:
        return False
    return any(address in each for each in ranges)


@lru_cache(maxsize=4)
def networks(setting: str) -> dict[str, tuple[Network, ...]]:
    """`Name=network+network;Name=…` as a table. Raises CrawlersError with the part that cannot be read."""
    found: dict[str, tuple[Network, ...]] = {}
    for part in filter(None, (part.strip() for part in setting.split(";"))):
        name, _equals, ranges = part.partition("=")
        try:
            found[name.strip()] = tuple(ipaddress.ip_network(each.strip()) for each in ranges.split("+"))
        except ValueError as wrong:
            raise CrawlersError(f"CRAWLERS: {part}: {wrong}") from wrong
    return found

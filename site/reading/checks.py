"""System checks of the public side."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from . import crawlers


@register()
def crawlers_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A list of crawlers that cannot be read would let none through, or anybody."""
    try:
        crawlers.networks(settings.CRAWLERS)
    except crawlers.CrawlersError as wrong:
        return [Error(str(wrong), hint="Name=192.0.2.0/24+198.51.100.0/24;Other=2001:db8::/32", id="reading.E001")]
    return []

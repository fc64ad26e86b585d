"""The cluster's client, one for each process, made when it is first wanted; and whether the cluster is one that we can use."""

import os
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings

from . import addresses
from .failures import EXTRA, PRODUCT, Unavailable, Unfit, translated

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

VERSIONS = (8, 9)
# Raise when the mapping changes: an index of another format is not asked, and waits for a rebuild.
FORMAT = 1
VOUCHED_SECONDS = 60

_vouched: dict[tuple[str, str], tuple[float, str]] = {}


def configured() -> bool:
    return bool(addresses.addresses(settings.SEARCH_URL))


def alias() -> str:
    """What queries ask and deliveries write to; the generation behind it changes."""
    return f"{settings.SEARCH_INDEX_PREFIX}-articles"


def client() -> "Elasticsearch":
    """For questions: a short time limit. Longer work asks for its own with `client().options(request_timeout=…)`.

    Raises `Unfit` when the extra is not installed.
    """
    return _made(os.getpid(), settings.SEARCH_URL, settings.SEARCH_TIMEOUT_SECONDS, settings.SEARCH_CA)


@lru_cache(maxsize=4)
def _made(process: int, url: str, seconds: float, authority: str) -> "Elasticsearch":
    try:
        from elastic_transport.client_utils import DEFAULT
        from elasticsearch import Elasticsearch
    except ImportError as missing:
        raise Unfit(EXTRA) from missing
    with translated():
        hosts = list(addresses.addresses(url))
        # Only a connection that is refused is tried once more, at another node; nothing is waited for twice.
        return Elasticsearch(
            hosts,
            ca_certs=authority or DEFAULT,
            request_timeout=seconds,
            max_retries=min(1, len(hosts) - 1),
            retry_on_timeout=False,
            retry_on_status=(),
            http_compress=False,
        )


def vouch(again: bool = False) -> str:
    """The name of the cluster's own Chinese analyzer, mostly none, when it is Elasticsearch 8 or 9 and the alias leads to a
    generation that fits this version of the site, asked once a minute; else `Unavailable` with the reason."""
    from . import generations

    key = (settings.SEARCH_URL, alias())
    asked, analyzer = _vouched.get(key, (-VOUCHED_SECONDS, ""))
    if not again and monotonic() - asked < VOUCHED_SECONDS:
        return analyzer
    _vouched.pop(key, None)
    check_product()
    now = generations.standing(client())
    if now.serving is None or now.fault():
        raise Unfit(now.fault())
    analyzer = str(now.mappings[now.serving].get("_meta", {}).get("analyzer", ""))
    _vouched[key] = (monotonic(), analyzer)
    return analyzer


def check_product() -> str:
    """The version of the cluster; raises `Unfit` when it is not ours to use, `Unavailable` when nothing answers."""
    with translated():
        told = client().info().body
        number = str(told["version"]["number"])
        major = int(number.partition(".")[0])
    if major not in VERSIONS:
        raise Unfit(f"{PRODUCT}: it says {number}")
    return number


def refusal() -> str:
    """Why the configured cluster cannot answer, for a command line; empty when it can, or none is configured."""
    if not configured():
        return ""
    try:
        vouch(again=True)
    except Unavailable as reason:
        return f"{addresses.without_password(settings.SEARCH_URL)}: {reason}"
    return ""

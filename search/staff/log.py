"""Notes each search in memory, and writes what was noted a few seconds later: no reader waits, and no search fails for it.

What waits is lost when the process dies, and what does not fit is not counted; figures of use need no more than that.
"""

import atexit
import contextlib
import ipaddress
import logging
import os
import re
import threading
from collections import deque
from functools import lru_cache

from django.conf import settings
from django.db import close_old_connections, connections
from django.http import HttpRequest

from ..query import Query, Results
from ..rates import client_address
from . import questions
from .questions import Noted

logger = logging.getLogger(__name__)
SECONDS = 10.0
WAITING = 5_000
# Whoever says so is no reader; the rest of the agent's name is not looked at and not kept.
ROBOTS = re.compile(
    r"bot|spider|crawl|slurp|curl|wget|python|java/|go-http|httpclient|okhttp|scrapy|headless|monitor|uptime", re.I
)
# What of an address counts as one network: a whole neighbourhood, so that one household is never three.
IPV4_PREFIX, IPV6_PREFIX = 24, 48

_waiting: deque[Noted] = deque(maxlen=WAITING)
_started_in = 0
_starting = threading.Lock()
_ended = threading.Event()
_writer: threading.Thread | None = None


def note(query: Query, results: Results, request: HttpRequest) -> None:
    """Remember that this was asked and answered. Never raises and never waits; later pages, narrowed answers and robots are left out."""
    with contextlib.suppress(Exception):
        if query.page > 1 or query.filters or query.as_written or not query.text:
            return
        if settings.SEARCH_LOG_DAYS <= 0 or _is_robot(request):
            return
        _waiting.append(
            Noted(
                text=query.text,
                network=network(client_address(request)),
                hour=questions.this_hour(),
                engine=results.engine,
                degraded=results.degraded,
                within_ms=questions.bucket(results.took_ms),
                found=results.total,
                corrected=results.suggestion is not None,
            )
        )
        if settings.SEARCH_LOG_DEFERRED and _started_in != os.getpid():
            _start()


def write() -> int:
    """Write what was noted so far; how many searches that were. A failure is logged, and its searches are not counted."""
    noted = []
    with contextlib.suppress(IndexError):
        while True:
            noted.append(_waiting.popleft())
    if not noted:
        return 0
    try:
        return questions.keep(noted)
    except Exception as failure:  # its message may hold what was asked
        logger.warning("%d searches could not be counted: %s", len(noted), type(failure).__name__)
        return 0


def _is_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not agent or ROBOTS.search(agent) is not None


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """The network of an address, wide enough to hold many readers."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network((parsed, IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX), strict=False))


def stop() -> None:
    """End this process's thread; the next search begins another."""
    global _started_in, _writer
    with _starting:
        _ended.set()
        if _writer is not None:
            _writer.join()
        _started_in, _writer = 0, None


def _start() -> None:
    """One thread for each process, begun by its first search: threads do not survive a fork."""
    global _started_in, _writer
    with _starting:
        if _started_in != os.getpid():
            _started_in = os.getpid()
            _ended.clear()
            _writer = threading.Thread(target=_run, name="search-log", daemon=True)
            _writer.start()
            atexit.register(write)


def _run() -> None:
    while not _ended.wait(SECONDS):
        close_old_connections()
        write()
        connections.close_all()

"""One database for the whole run, no sockets but loopback, and people and articles to test with."""

import ipaddress
import os
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests import databases
from tests.elasticsearch import sharing
from tests.elasticsearch.sharing import elasticsearch_url  # noqa: F401  (a fixture for every test)

# Playwright's synchronous interface runs an event loop in this thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        kept = databases.prepared()
        # Append-only tables cannot be flushed, and a flush would take the foundation away.
        original = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda self: kept.restore()  # type: ignore[method-assign]
        yield
        TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
        kept.close()


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """A test that reaches for the network fails at once."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test tried to reach {host}")
        real(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def scratch_files() -> Iterator[None]:
    yield
    shutil.rmtree(settings.SCRATCH, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests run when asked for by name; what has no node to ask is left out, and the end of the run says so."""
    if "long" not in config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    if not sharing.available():
        for item in items:
            if item.get_closest_marker("elasticsearch"):
                item.add_marker(pytest.mark.skip(reason=sharing.LEFT_OUT))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what was left out, and how to run it."""
    left_out = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", []))
    for reason, count in left_out.items():
        terminalreporter.write_sep("!", f"{count} TESTS WERE LEFT OUT", red=True, bold=True)
        terminalreporter.write_line(f"{count} tests left out: {reason}", red=True, bold=True)

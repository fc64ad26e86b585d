"""One database for the whole run, no sockets but loopback, and people and articles to test with."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests import databases

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

"""Operators see on their dashboard that something of search waits or was given up; nobody else does, and nobody while all is well."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from search import outbox
from search.elastic import alarms, delivery
from search.models import SearchOutbox
from tests import factories

pytestmark = pytest.mark.django_db


def dashboard(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_what_waits_too_long_and_what_was_parked_is_told_to_operators_alone(settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"
    operator, doctor = factories.make_operator(), factories.make_doctor()
    outbox.note([1, 2])
    assert "检索需要查看" not in dashboard(operator)
    SearchOutbox.objects.filter(pk=1).update(waiting_since=timezone.now() - datetime.timedelta(minutes=5))
    SearchOutbox.objects.filter(pk=2).update(parked=True)
    page = dashboard(operator)
    assert "1 篇文章多次没能送进检索引擎" in page
    assert "1 处改动等着送进检索引擎，最早的等了 5 分钟" in page
    assert "检索需要查看" not in dashboard(doctor)
    settings.SEARCH_URL = "embedded"
    assert "检索需要查看" not in dashboard(operator)


def test_a_removal_that_is_parked_is_told_too(settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"
    operator = factories.make_operator()
    outbox.note([404], removed=True)
    [row] = outbox.claim(1)
    for _twice in range(2):
        alarms.parked(row, "mapper_parsing_exception")
    told = operator.notices.get()
    assert (told.kind, told.context["title"]) == ("search_parked", "404")
    assert "没能送进检索引擎" in dashboard(operator)


def test_the_wait_grows_and_stays_below_the_promise() -> None:
    waits = {failures: [delivery.delay(failures) for _many in range(50)] for failures in (1, 3, 10, 100)}
    assert max(waits[1]) <= 2 < min(waits[3])
    assert all(0.6 * delivery.LONGEST <= wait <= delivery.LONGEST for wait in waits[10] + waits[100])
    assert delivery.LONGEST + outbox.LEASE.total_seconds() < 60

"""Real processes claim the same cases at the same moment: each case goes to one of them, and to no two."""

import pytest
from django.db import connections

from benchmarks.claiming import race
from moderation import cases, ledger
from moderation.models import Case, Kind, Skills
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES = 4
EACH = 40


def test_no_case_goes_to_two_processes() -> None:
    page = factories.publish(factories.make_article())
    people = [factories.make_moderator() for _number in range(PROCESSES)]
    Skills.objects.bulk_create([Skills(moderator=person, cap=10_000) for person in people])
    first = cases.open_case(Kind.COMPLAINT, page, "试验")
    rows = [
        Case(
            content_type=first.content_type,
            object_id=10**9 + number,
            number=f"R-{number}",
            kind=Kind.SAMPLE,
            title="抽检",
            due_at=first.due_at,
        )
        for number in range(EACH + PROCESSES * 5)
    ]
    Case.objects.bulk_create(rows)
    numbers = list(Case.objects.filter(kind=Kind.SAMPLE).values_list("pk", flat=True))
    connections.close_all()
    ran = race(people, numbers, EACH, after=5)
    assert ran.attempts == PROCESSES * (EACH + 5)
    assert (ran.double, ran.lost) == (0, 0)
    assert ran.won >= EACH
    assert list(ledger.faults()) == []

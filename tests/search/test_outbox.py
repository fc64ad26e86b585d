"""A change and its row in the outbox are one transaction; rows are numbered, leased, settled."""

import datetime
import threading
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from search import outbox
from search.models import SearchOutbox
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"


def rows() -> dict[int, tuple[int, bool]]:
    return {row.pk: (row.sequence, row.removed) for row in SearchOutbox.objects.all()}


def test_nothing_is_noted_where_nothing_listens(settings: Any) -> None:
    settings.SEARCH_URL = "embedded"
    factories.publish(factories.make_article())
    assert rows() == {}


def test_a_row_a_page_with_a_number_that_grows() -> None:
    outbox.note([7, 9])
    first = rows()
    outbox.note([9], removed=True)
    assert rows()[7] == first[7]
    assert rows()[9] == (first[9][0] + 1, True)


def test_publishing_notes_and_a_rollback_takes_the_note_along() -> None:
    page = factories.make_article()
    with transaction.atomic():
        factories.publish(page)
        assert rows().keys() == {page.pk}
        transaction.set_rollback(True)
    assert rows() == {}


def test_every_way_out_is_noted_as_a_removal() -> None:
    author = factories.make_doctor()
    taken, hidden = (factories.publish(factories.make_article(author, title=title)) for title in ("量血压", "测血糖"))
    SearchOutbox.objects.all().delete()
    decisions.take_down(taken, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert outbox.pending_removals() == {taken.pk}
    restriction = PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert outbox.pending_removals() == {taken.pk, hidden.pk}
    restriction.delete()
    decisions.restore(ArticlePage.objects.get(pk=taken.pk), factories.make_moderator(), taken.live_digest, "查明无误")
    assert outbox.pending_removals() == set()
    assert rows().keys() == {taken.pk, hidden.pk}


def test_what_one_worker_took_no_other_takes_until_the_lease_ends() -> None:
    outbox.note(range(5))
    assert [row.pk for row in outbox.claim(3)] == [0, 1, 2]
    assert [row.pk for row in outbox.claim(3)] == [3, 4]
    assert outbox.claim(3) == []
    with time_machine.travel(timezone.now() + outbox.LEASE + datetime.timedelta(seconds=1)):
        assert len(outbox.claim(9)) == 5


def test_what_changed_meanwhile_is_not_settled() -> None:
    outbox.note([1, 2])
    taken = outbox.claim(9)
    outbox.note([2])
    assert outbox.settled(taken) == 1
    assert [row.pk for row in outbox.claim(9)] == [2]


def test_what_is_given_back_can_be_taken_again() -> None:
    outbox.note([1])
    outbox.give_back(outbox.claim(9))
    assert len(outbox.claim(9)) == 1


def test_numbers_go_on_above_what_the_receiver_knows_after_a_restored_backup() -> None:
    outbox.note([1, 2, 3])
    taken = outbox.claim(9)
    outbox.note([3])
    assert outbox.overtake(taken, {1: 1_000, 2: 5_000, 3: 9_000}) == 2
    assert {pk: sequence > 5_000 for pk, (sequence, _removed) in rows().items()} == {1: True, 2: True, 3: False}
    outbox.note([3])
    assert rows()[3][0] > rows()[2][0]
    assert [row.pk for row in outbox.claim(9)] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_share_the_rows_among_them() -> None:
    outbox.note(range(40))
    taken: list[int] = []
    start = threading.Barrier(4, timeout=60)

    def work() -> None:
        start.wait()
        while rows := outbox.claim(3):
            taken.extend(row.pk for row in rows)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # On PostgreSQL one that passes over what others hold may find nothing and stop before the end.
    left = [row.pk for row in outbox.claim(99)]
    assert sorted(taken + left) == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_the_same_time_the_later_has_the_higher_number() -> None:
    outbox.note([1])
    outbox.settled(outbox.claim(9))
    first_noted, failures = threading.Event(), []

    def second() -> None:
        try:
            first_noted.wait(60)
            outbox.note([1], removed=True)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        other.start()
        outbox.note([1])
        [(before, _removed)] = rows().values()
        first_noted.set()
        # The other one waits for this transaction, or for the whole database.
        other.join(0.3)
    other.join()
    assert failures == []
    assert rows() == {1: (before + 1, True)}

"""The commands that deliver, where there is no cluster and where it does not answer."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moderation import duties
from search import outbox
from search.elastic import delivery, repairing
from search.models import SearchOutbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody(settings: Any) -> Any:
    """An address at which nothing listens."""
    settings.SEARCH_URL = "http://127.0.0.1:9"
    delivery.pause.__init__()  # type: ignore[misc]
    repairing._looked.clear()
    yield
    delivery.pause.__init__()  # type: ignore[misc]
    repairing._looked.clear()


def test_without_a_cluster_there_is_nothing_to_deliver(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search_sync")
    assert "nothing to deliver" in capsys.readouterr().out
    assert delivery.DUTY.run(None) == 0  # type: ignore[arg-type]
    with pytest.raises(CommandError, match="nothing to call off"):
        call_command("search_rebuild", "--abort")


def test_what_cannot_be_delivered_is_said_and_kept(nobody: Any) -> None:
    outbox.note([1, 2])
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("search_sync", stdout=out, stderr=err)
    assert out.getvalue() == "0 delivered, 2 waiting, 0 parked\n"
    assert "cannot be reached" in err.getvalue()
    assert outbox.backlog()[0] == 2


def test_the_duty_stands_in_the_list_and_fails_nobody(nobody: Any) -> None:
    outbox.note([1])
    assert delivery.DUTY in duties.all_duties()
    assert delivery.DUTY.run(None) == 0  # type: ignore[arg-type]


def test_parked_pages_are_released_one_by_one_or_all_at_once(nobody: Any) -> None:
    outbox.note([1, 2, 3])
    SearchOutbox.objects.update(parked=True, attempts=6)
    for given, left in ((["2"], {1, 3}), ([], set())):
        with pytest.raises(SystemExit):
            call_command("search_sync", "--release", *given, stdout=io.StringIO(), stderr=io.StringIO())
        assert set(SearchOutbox.objects.filter(parked=True).values_list("pk", flat=True)) == left
        delivery.pause.__init__()  # type: ignore[misc]

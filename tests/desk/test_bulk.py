"""Acts on many cases: seen before, each row on its own, undone as a whole, and never over somebody's later work."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from moderation import cases, ledger
from moderation.cases import DecisionRefused
from moderation.desk import bulk, claiming
from moderation.desk.bulk import Order
from moderation.models import BulkRun, Case, Decision, Kind, LedgerEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.make_moderator()


@pytest.fixture
def operator():
    return factories.make_operator()


@pytest.fixture
def chosen():
    page = factories.publish(factories.make_article())
    return [cases.open_case(kind, page, "试验") for kind in (Kind.SAMPLE, Kind.RESCAN)]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_looking_changes_nothing_and_says_what_would_happen(chosen, moderator) -> None:
    entries = LedgerEntry.objects.count()
    rows = bulk.look("dismiss", chosen, Order(moderator, "抽检无问题"))
    assert [row.fine for row in rows] == [True, False]
    assert "只有抽检可以成批" in rows[1].said[0]
    assert LedgerEntry.objects.count() == entries
    assert all(fresh(case).state == Case.State.OPEN for case in chosen)


def test_one_row_that_is_refused_stops_no_other(chosen, moderator) -> None:
    done = bulk.run("dismiss", chosen, Order(moderator, "抽检无问题"))
    assert [bool(row["said"]) for row in done.rows] == [False, True]
    assert [fresh(case).state for case in chosen] == [Case.State.CLOSED, Case.State.OPEN]
    assert Decision.objects.get(case=chosen[0]).note == "抽检无问题"


def test_nothing_happens_without_a_reason(chosen, moderator) -> None:
    with pytest.raises(DecisionRefused, match="请写明原因"):
        bulk.run("dismiss", chosen, Order(moderator, "  "))
    assert not BulkRun.objects.exists()


def test_operators_assign_and_undo(chosen, moderator, operator) -> None:
    done = bulk.run("assign", chosen, Order(operator, "排班", to=moderator))
    assert all(fresh(case).assignee == moderator for case in chosen)
    assert bulk.undo(done, operator) == []
    assert all(fresh(case).assignee is None for case in chosen)
    with pytest.raises(DecisionRefused, match="只能撤销一次"):
        bulk.undo(done, operator)
    assert list(ledger.faults()) == []


def test_undoing_leaves_what_somebody_did_since(chosen, moderator, operator) -> None:
    done = bulk.run("assign", chosen, Order(operator, "排班", to=moderator))
    claiming.release(chosen[0], moderator)
    said = bulk.undo(done, operator)
    assert len(said) == 1
    assert chosen[0].number in said[0]
    assert fresh(chosen[1]).assignee is None


def test_a_dismissal_is_a_decision_so_undoing_draws_the_sample_again(chosen, moderator) -> None:
    done = bulk.run("dismiss", chosen[:1], Order(moderator, "抽检无问题"))
    assert bulk.undo(done, moderator) == []
    again = Case.objects.get(kind=Kind.SAMPLE, state=Case.State.OPEN)
    assert again.object_id == chosen[0].object_id
    assert fresh(chosen[0]).outcome == "dismissed"


@pytest.mark.parametrize(
    ("act", "field"), [("hold", "held_until"), ("due", "due_at"), ("escalate", "escalated_at"), ("release", "lease_until")]
)
def test_every_act_can_be_taken_back(chosen, moderator, act, field) -> None:
    for case in chosen:
        claiming.claim(case, moderator)
    before = [getattr(fresh(case), field) for case in chosen]
    order = Order(moderator, "等作者回复", moment=timezone.now() + datetime.timedelta(days=2))
    done = bulk.run(act, chosen, order)
    assert [row["said"] for row in done.rows] == [[], []]
    assert all(getattr(fresh(case), field) != old for case, old in zip(chosen, before, strict=True))
    assert bulk.undo(done, moderator) == []
    assert [getattr(fresh(case), field) for case in chosen] == before


def test_only_the_last_run_of_ones_own_is_undone(chosen, moderator) -> None:
    order = Order(moderator, "等作者回复", moment=timezone.now() + datetime.timedelta(days=2))
    first = bulk.run("hold", chosen[:1], order)
    bulk.run("hold", chosen[1:], order)
    for person in (moderator, factories.make_moderator()):
        with pytest.raises(DecisionRefused):
            bulk.undo(first, person)


def test_the_screen_counts_asks_does_and_undoes(client: Client, chosen, moderator) -> None:
    client.force_login(moderator)
    form = {"act": "dismiss", "query": "queue=all", "case": [case.number for case in chosen]}
    text = client.post("/admin/desk/bulk/", form).content.decode()
    for words in ("选中 2 件", "1 件会照办", "1 件办不到", "抽检不予处理 1 件"):
        assert words in text
    answer = client.post("/admin/desk/bulk/", {**form, "sure": "yes"})
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    answer = client.post("/admin/desk/bulk/", {**form, "sure": "yes", "reason": "抽检无问题"}, follow=True)
    assert "办了 1 件" in answer.content.decode()
    assert "撤销" in answer.content.decode()
    done = BulkRun.objects.get()
    assert "成批操作已撤销" in client.post(f"/admin/desk/bulk/{done.pk}/undo/", follow=True).content.decode()
    client.force_login(factories.make_moderator())
    assert client.get(f"/admin/desk/bulk/{done.pk}/").status_code == 404


def test_everything_that_the_filters_find(client: Client, chosen, moderator) -> None:
    client.force_login(moderator)
    text = client.post("/admin/desk/bulk/", {"act": "escalate", "query": "queue=sample", "all": "on"}).content.decode()
    assert "选中 1 件" in text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"act": "nonsense"}, "请选择要对选中的案件做什么"),
        ({"act": "hold"}, "请先勾选案件"),
        ({"act": "hold", "case": ["不是编号", "2020-0101-001"]}, "请先勾选案件"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(client: Client, moderator, form, words) -> None:
    client.force_login(moderator)
    assert words in client.post("/admin/desk/bulk/", form, follow=True).content.decode()

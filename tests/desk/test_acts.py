"""The buttons and forms around one case: what they say, that nothing typed is lost, and who may press them."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from moderation import cases, decisions
from moderation.cases import CaseClosed, DecisionRefused
from moderation.desk import claiming, holding
from moderation.models import Case, Kind, LedgerEntry, Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client):
    moderator = factories.make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def case():
    return cases.open_case(Kind.COMPLAINT, factories.publish(factories.make_article()), "读者投诉")


def act(client: Client, case: Case, name: str, form: dict[str, str] | None = None) -> str:
    return client.post(f"/admin/desk/{case.number}/act/{name}/", form or {}, follow=True).content.decode()


def later(hours: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=hours)


def stamp(hours: float) -> str:
    return timezone.localtime(later(hours)).strftime("%Y-%m-%dT%H:%M")


def test_claim_extend_and_give_back(client: Client, moderator, case) -> None:
    assert "案件已由您认领" in act(client, case, "claim")
    assert "认领已延长" in act(client, case, "extend")
    assert "案件已交还队列" in act(client, case, "release")
    assert "请先认领" in act(client, case, "extend")


def test_a_heartbeat_answers_with_seconds_and_a_lost_claim_with_a_sentence(client: Client, moderator, case) -> None:
    claiming.claim(case, moderator)
    address = f"/admin/desk/{case.number}/act/extend/"
    said = client.post(address, headers={"accept": "application/json"}).json()
    assert 1100 < said["seconds"] <= 1200
    other = factories.make_moderator()
    claiming.claim(case, other, later(1))
    answer = client.post(address, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["reasons"]


def test_holding_needs_a_reason_and_keeps_what_was_typed(client: Client, moderator, case) -> None:
    text = act(client, case, "hold", {"until": stamp(-5), "reason": "等出版社回复"})
    assert "已经过去" in text
    assert "等出版社回复" in text
    assert "请写明搁置的原因" in act(client, case, "hold", {"until": stamp(5)})
    assert "请选择搁置到什么时候" in act(client, case, "hold", {"until": "明天", "reason": "等"})
    assert "最多搁置 60 天" in act(client, case, "hold", {"until": stamp(24 * 90), "reason": "等"})
    assert "案件已搁置" in act(client, case, "hold", {"until": stamp(5), "reason": "等出版社回复"})
    case.refresh_from_db()
    assert (case.assignee, case.lease_until, case.hold_reason) == (moderator, None, "等出版社回复")
    assert "案件已回到队列" in act(client, case, "resume")
    assert "没有搁置" in act(client, case, "resume")


def test_claiming_ends_a_hold(moderator, case) -> None:
    holding.hold(case, moderator, later(5), "等出版社回复")
    other = factories.make_moderator()
    assert claiming.claim(case, other).held_until is None


def test_a_question_goes_to_the_operators_and_their_answer_comes_back(client: Client, moderator, case) -> None:
    operator = factories.make_operator()
    claiming.claim(case, moderator)
    assert "请写明升级的原因" in act(client, case, "escalate", {"reason": " "})
    assert "案件已升级" in act(client, case, "escalate", {"reason": "涉及院方声明，需要定夺"})
    case.refresh_from_db()
    assert case.escalated_at
    assert case.assignee is None
    assert Notice.objects.filter(recipient=operator, kind="case_escalated").exists()
    assert "已经升级" in act(client, case, "escalate", {"reason": "再问一次"})
    client.force_login(operator)
    page = client.get("/admin/desk/escalated/").content.decode()
    assert "涉及院方声明" in page
    assert case.number in page
    assert "请写下给审核员的答复" in act(client, case, "answer", {"reason": ""})
    assert "答复已记入案件" in act(client, case, "answer", {"reason": "按声明处理"})
    case.refresh_from_db()
    assert case.escalated_at is None
    assert case.sources.filter(what="运营答复：按声明处理").exists()
    assert "已经答复过了" in act(client, case, "answer", {"reason": "再答"})


def test_operators_assign_and_take_back_but_claim_and_decide_nothing(client: Client, case) -> None:
    operator, moderator = factories.make_operator(), factories.make_moderator()
    client.force_login(operator)
    assert "没有审核的权限" in act(client, case, "claim")
    assert "请选择要转交给谁" in act(client, case, "hand_over", {"to": "x"})
    assert "案件已转交" in act(client, case, "hand_over", {"to": str(moderator.pk)})
    assert Case.objects.get(pk=case.pk).assignee == moderator
    assert "案件已收回队列" in act(client, case, "take_back")
    with pytest.raises(DecisionRefused):
        decisions.dismiss(case, operator, "不成立")


def test_the_form_of_handing_over_offers_who_may_decide(client: Client, moderator, case) -> None:
    other = factories.make_moderator()
    claiming.claim(case, moderator)
    text = client.get(f"/admin/desk/{case.number}/act/hand_over/").content.decode()
    assert other.name in text
    assert f'value="{moderator.pk}"' not in text


def test_only_moderators_answer_nothing_up(case, moderator) -> None:
    holding.escalate(case, moderator, "需要定夺")
    with pytest.raises(DecisionRefused, match="由运营人员答复"):
        holding.answer(case, moderator, "按声明处理")


def test_a_case_that_was_closed_meanwhile(client: Client, moderator, case) -> None:
    decisions.dismiss(case, moderator, "不成立")
    for name, form in (("claim", {}), ("hold", {"until": stamp(5), "reason": "等"}), ("escalate", {"reason": "问"})):
        assert "这个案件已经办结，没有改动" in act(client, case, name, form)
    with pytest.raises(CaseClosed):
        holding.resume(Case(pk=case.pk, number=case.number, held_until=later(1), content_type=case.content_type), moderator)


def test_doctors_and_odd_addresses_get_nowhere(client: Client, moderator, case) -> None:
    assert client.get(f"/admin/desk/{case.number}/act/nonsense/").status_code == 404
    assert client.get("/admin/desk/2000-0101-001/act/claim/").status_code == 404
    client.force_login(case.content().owner)
    assert "审核台只对审核员开放" in act(client, case, "claim")
    assert Case.objects.get(pk=case.pk).assignee is None


def test_nobody_is_led_to_another_site(client: Client, moderator, case) -> None:
    address = f"/admin/desk/{case.number}/act/claim/"
    assert client.post(address, {"next": "https://elsewhere.example/"})["Location"].endswith(f"/desk/{case.number}/")
    assert client.post(address, {"next": "/admin/desk/?queue=all"})["Location"] == "/admin/desk/?queue=all"


def test_every_act_leaves_its_entry(moderator, case) -> None:
    other = factories.make_moderator()
    claiming.claim(case, moderator)
    holding.hold(case, moderator, later(5), "等")
    holding.resume(Case.objects.get(pk=case.pk), moderator)
    claiming.hand_over(case, moderator, other)
    claiming.release(case, other)
    holding.escalate(case, other, "问")
    kinds = list(LedgerEntry.objects.order_by("number").values_list("kind", flat=True))[-6:]
    assert kinds == ["case claimed", "case held", "hold ended", "case handed over", "claim released", "case escalated"]

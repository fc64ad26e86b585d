"""What happens around a decision: the next case, undo, notes, older pages, deleted content, replies kept ready."""

from typing import Any

import pytest
from django.test import Client

from articles.models import ArticlePage
from moderation import cases, decisions
from moderation.desk import claiming
from moderation.models import Case, CaseNote, Decision, Kind, LedgerEntry, Notice, SavedReply, Scan, Verb
from tests import factories
from tests.laden import laden

pytestmark = pytest.mark.django_db
CLAIM = "这是我们医院最佳的家庭测量方法。"


def address(case: Case, tail: str = "") -> str:
    return f"/admin/desk/{case.number}/{tail}"


def handed_in(**fields: Any) -> Case:
    return Case.objects.select_related("scan").get(submission=factories.submit(factories.make_article(**fields)))


@pytest.fixture
def moderator(client: Client) -> Any:
    person = factories.make_moderator()
    client.force_login(person)
    return person


def test_a_decision_leads_to_the_next_case_which_is_claimed_and_offers_undo(client: Client, moderator: Any) -> None:
    first, second = handed_in(title="第一篇"), handed_in(title="第二篇")
    answer = client.post(address(first), factories.approval(first), follow=True)
    assert answer.redirect_chain[-1][0] == address(second)
    text = answer.content.decode()
    assert f"{first.number}《第一篇》：已通过" in text
    assert Case.objects.get(pk=second.pk).assignee == moderator
    decision = Decision.objects.get(verb=Verb.APPROVE)
    assert f"/admin/desk/undo/{decision.pk}/" in text
    back = client.post(f"/admin/desk/undo/{decision.pk}/", follow=True)
    assert back.redirect_chain[-1][0] == address(first)
    assert "决定已收回" in back.content.decode()
    assert not ArticlePage.objects.get(pk=first.object_id).live
    twice = client.post(f"/admin/desk/undo/{decision.pk}/", follow=True)
    assert "已经收回" in twice.content.decode()
    assert Decision.objects.filter(verb=Verb.REVERSE).count() == 1


def test_nobody_takes_back_what_another_decided(client: Client, moderator: Any) -> None:
    case = handed_in()
    other = factories.make_moderator()
    decisions.approve(case, other)
    decision = Decision.objects.get()
    assert client.post(f"/admin/desk/undo/{decision.pk}/").status_code == 404
    assert client.post("/admin/desk/undo/99999999999999999999/").status_code == 404
    assert client.get(f"/admin/desk/undo/{decision.pk}/").status_code == 405


def test_stepping_goes_round_the_queue_without_claiming(client: Client, moderator: Any) -> None:
    found = [handed_in(title=f"第 {number} 篇") for number in range(3)]
    for number, where in ((1, "next"), (2, "next"), (0, "next"), (2, "previous")):
        start = {1: 0, 2: 1, 0: 2}[number] if where == "next" else 0
        assert client.get(address(found[start], f"step/{where}/"))["Location"] == address(found[number])
    assert not Case.objects.filter(assignee=moderator).exists()
    assert client.get(address(found[0], "step/aside/")).status_code == 404
    for case in found[1:]:
        decisions.return_to_author(case, factories.make_moderator(), ["BL7"], "请补出处")
    assert "queue=submission" in client.get(address(found[0], "step/next/"))["Location"]


def test_an_approval_of_an_older_page_is_refused_with_what_changed(client: Client, moderator: Any) -> None:
    case = handed_in(text=CLAIM)
    text = client.get(address(case)).content.decode()
    submission, scan = case.submission, case.scan
    assert submission is not None
    assert scan is not None
    assert f'name="shown_digest" value="{submission.digest}"' in text
    form = {"action": "approve", "shown_digest": submission.digest, "shown_scan": scan.pk, "note": "看过了"}
    for finding in scan.findings.all():
        form |= {f"verdict-{finding.pk}": "accepted", f"reason-{finding.pk}": "说的是方法"}
    newer = Scan.objects.create(
        content_type=scan.content_type,
        object_id=scan.object_id,
        submission=submission,
        digest=scan.digest,
        purpose="rescan",
        ruleset=scan.ruleset,
        ruleset_sha256=scan.ruleset_sha256,
        verdict="pass",
    )
    Case.objects.filter(pk=case.pk).update(scan=newer)
    refused = client.post(address(case), form)
    assert refused.status_code == 422
    assert "多 0 处，少 1 处" in refused.content.decode()
    assert "看过了" in refused.content.decode()
    for wrong in (
        {"shown_digest": "0" * 64},
        {"shown_digest": ""},
        {"shown_scan": "9" * 30},
        {"shown_scan": "x"},
        {"shown_scan": ""},
    ):
        assert client.post(address(case), {**form, "shown_scan": newer.pk, **wrong}).status_code == 422
    assert not Decision.objects.exists()
    client.post(address(case), {**form, "shown_scan": newer.pk})
    assert Decision.objects.get().verb == Verb.APPROVE


def test_what_somebody_else_works_on_is_not_decided_and_nothing_typed_is_lost(client: Client, moderator: Any) -> None:
    case = handed_in()
    other = factories.make_moderator()
    claiming.claim(case, other)
    answer = client.post(address(case), {"action": "return", "codes": ["BL7"], "note": "我的理由"})
    assert answer.status_code == 422
    for words in (other.name, "我的理由", "没有记录任何决定"):
        assert words in answer.content.decode()
    assert not Decision.objects.exists()


def test_internal_notes_are_kept_once_and_never_reach_the_author(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    case = Case.objects.get(submission=factories.submit(page))
    answer = client.post(address(case), {"action": "note", "case_note": "问过药师了", "note": "还在写的退回说明"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "问过药师了" in text
    assert "还在写的退回说明" in text
    said = client.post(address(case), {"action": "note", "case_note": "问过药师了"}, headers={"Accept": "application/json"})
    assert "问过药师了" in said.json()["html"]
    assert CaseNote.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="case note").count() == 1
    for typed, words in (("  ", "请先写下备注"), ("长" * 2001, "最多 2000 字")):
        refused = client.post(address(case), {"action": "note", "case_note": typed})
        assert refused.status_code == 422
        assert words in refused.content.decode()
    client.post(address(case), {"action": "return", "codes": ["BL7"], "note": "请补出处"})
    client.force_login(page.owner)
    for place in (f"/admin/submit/articles/articlepage/{page.pk}/", "/admin/inbox/"):
        assert "问过药师了" not in client.get(place).content.decode()
    assert not any("问过药师了" in str(notice.context) for notice in Notice.objects.all())


def test_a_false_alarm_on_a_block_is_kept_with_the_return_and_an_identifier_cannot_be_judged(
    client: Client, moderator: Any
) -> None:
    case = laden(factories.make_article(text="患者电话13800138000，我们的疗法保证治愈。"))
    assert case.scan is not None
    phone = case.scan.findings.get(code="PRIV.PHONE")
    block = case.scan.findings.filter(severity="block").exclude(code="PRIV.PHONE").first()
    text = client.get(address(case)).content.decode()
    assert f"verdict-{phone.pk}" not in text
    assert "只能请作者修改，不能放行" in text
    assert block is not None
    assert f"verdict-{block.pk}" in text
    assert client.post(address(case), factories.approval(case)).status_code == 422
    form = {"action": "return", "codes": ["PRIV.PHONE"], "note": "请去掉电话"}
    client.post(address(case), {**form, f"verdict-{block.pk}": "false_alarm", f"reason-{block.pk}": "引用原话"})
    assert [(review.verdict, review.reason) for review in block.reviews.all()] == [("false_alarm", "引用原话")]


def test_a_case_whose_content_was_deleted_can_still_be_closed(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    case = cases.open_case(Kind.SAMPLE, page, "抽检")
    ArticlePage.objects.get(pk=page.pk).delete()
    shown = client.get(address(case))
    assert shown.status_code == 410
    assert "内容已经删除" in shown.content.decode()
    assert client.get(address(case, "sheet/")).status_code == 404
    refused = client.post(address(case), {"action": "take_down", "live_code": "BL1", "live_note": "我的理由"})
    assert refused.status_code == 422
    assert "我的理由" in refused.content.decode()
    client.post(address(case), {"action": "dismiss", "note": "内容已删除"})
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_a_case_about_an_account_has_neither_sheet_nor_findings(client: Client, moderator: Any) -> None:
    case = cases.open_case(Kind.RESCAN, factories.make_doctor(), "请看这个账号")
    text = client.get(address(case)).content.decode()
    assert "不是关于一篇内容的" in text
    assert "iframe" not in text
    assert client.get(address(case, "sheet/")).status_code == 404
    assert "请看这个账号" in client.get(address(case, "tab/history/")).content.decode()


def test_replies_are_written_offered_and_retired(client: Client, moderator: Any) -> None:
    assert "还没有常用回复" in client.get("/admin/replies/").content.decode()
    form = {"title": "补出处", "code": "SRC.CLAIM_UNSOURCED", "zh": "请在这一段补上参考文献。", "en": "Please add a reference."}
    client.post("/admin/replies/new/", form)
    reply = SavedReply.objects.get()
    assert (reply.changed_by, reply.words) == (moderator, form["zh"])
    taken = client.post("/admin/replies/new/", {**form, "zh": "另一句"})
    assert taken.status_code == 422
    assert "同名" in taken.content.decode()
    assert "另一句" in taken.content.decode()
    assert client.post("/admin/replies/new/", {**form, "title": "x", "code": "NOT.A_CODE"}).status_code == 422
    case = handed_in()
    assert form["zh"] in client.get(address(case)).content.decode()
    client.post(f"/admin/replies/{reply.pk}/", {**form, "retired": "on"})
    assert form["zh"] not in client.get(address(case)).content.decode()
    client.force_login(factories.make_doctor())
    assert client.get("/admin/replies/").status_code == 302


def test_two_hundred_findings_stay_a_light_page(client: Client, moderator: Any, django_assert_max_num_queries: Any) -> None:
    body = [("paragraph", f"<p>{CLAIM}控制率能到 98%，这是第一的方法。</p>") for _number in range(105)]
    case = laden(factories.make_article(body=body))
    assert case.scan is not None
    assert case.scan.findings.count() >= 200
    with django_assert_max_num_queries(60):
        answer = client.get(address(case))
    assert len(answer.content) < 300_000

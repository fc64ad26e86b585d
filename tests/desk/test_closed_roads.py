"""Roads by which words could have come back, counted twice, or been approved unseen: each of them is shut."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation import cases, clearance, decisions
from moderation.complaints import filing, infringement, part
from moderation.decisions import DecisionRefused
from moderation.desk import appeals, bulk, claiming, filters, opinions, undoing
from moderation.engine.masking import mask_words
from moderation.gate import PublicationBlocked
from moderation.measures import figures
from moderation.models import Case, CaseParticipant, ComplaintKind, Decision, Kind, Order, QualityCheck, Strike, Submission, Verb
from moderation.sanctions import imposing, orders
from tests import factories
from tests.desk import complaint_scene as scene

pytestmark = pytest.mark.django_db


def fresh(page: Any) -> Any:
    return type(page)._base_manager.get(pk=page.pk)


def ordered(page: Any, by: Any) -> Order:
    now = timezone.now()
    return orders.enter("市网信办", f"网办〔2026〕{page.pk} 号", now, now + datetime.timedelta(hours=4), "立即下架", [page], by)


@pytest.mark.parametrize("lacking", ["shown_digest", "shown_scan"])
def test_an_approval_says_which_words_and_which_scan_were_shown(client: Client, lacking: str) -> None:
    page = factories.make_article()
    factories.submit(page)
    case = Case.objects.get()
    client.force_login(factories.make_moderator())
    form = factories.approval(case)
    del form[lacking]
    assert client.post(f"/admin/desk/{case.number}/", form).status_code == 422
    assert not Decision.objects.exists()
    assert not fresh(page).live


def test_a_page_that_leaves_after_a_return_was_taken_back_needs_a_new_decision() -> None:
    page, moderator = factories.publish(factories.make_article()), factories.make_moderator()
    digest = page.live_digest
    draft = page.get_latest_revision_as_object()
    draft.title = "家里量血压的第二版"
    draft.save_revision(user=page.owner)
    factories.submit(fresh(page))
    returned = decisions.return_to_author(Case.objects.get(state="open"), moderator, ["BL7"], "请补出处")
    assert returned is not None
    undoing.undo(returned, moderator)
    fresh(page).unpublish()
    assert clearance.standing_decision(fresh(page), digest) is None
    with pytest.raises(PublicationBlocked, match="还没有通过审核"):
        page.revisions.order_by("pk")[0].publish()


@pytest.mark.parametrize("kind", [Kind.SAMPLE, Kind.RESCAN])
def test_a_case_that_names_published_words_brings_nothing_back(kind: str) -> None:
    page, moderator = factories.publish(factories.make_article()), factories.make_moderator()
    submission = Submission.objects.get()
    case = cases.open_case(kind, page, "抽检", submission=submission, scan=submission.scans.get())
    with pytest.raises(DecisionRefused, match="已经发布或办结"):
        decisions.return_to_author(case, moderator, ["BL7"], "退回")
    decisions.take_down(page, moderator, Verb.ORDER, ["BL1"], "按指令下架")
    with pytest.raises(DecisionRefused, match="已经发布或办结"):
        decisions.approve(case, factories.make_moderator())
    assert (fresh(page).live, Submission.objects.get().state) == (False, "published")
    assert Case.objects.get(pk=case.pk).state == "open"


def test_an_order_reaches_what_a_sanction_hides_and_outlasts_it() -> None:
    doctor, first, second = factories.make_doctor(), factories.make_moderator(), factories.make_moderator()
    page = factories.publish(factories.make_article(doctor))
    digest = page.live_digest
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 1, first), second)
    order = ordered(page, first)
    for _again in range(2):
        orders.execute(order, ["BL1"], first)
    assert Decision.objects.filter(verb=Verb.ORDER, digest=digest).count() == 1
    assert "不会恢复" in order.items.get().result
    assert imposing.end_what_ran_out(timezone.now() + datetime.timedelta(days=2)) == 1
    assert not fresh(page).live


def test_what_was_taken_down_again_does_not_come_back_with_the_sanction() -> None:
    doctor, first, second = factories.make_doctor(), factories.make_moderator(), factories.make_moderator()
    page = factories.publish(factories.make_article(doctor))
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 1, first), second)
    decisions.take_down(fresh(page), doctor, Verb.WITHDRAW, [], "作者自己撤下")
    imposing.end_what_ran_out(timezone.now() + datetime.timedelta(days=2))
    assert not fresh(page).live


def test_an_order_outlasts_a_notice_of_infringement() -> None:
    page = factories.publish(factories.make_article())
    notice = scene.notice(page)
    moderator = scene.working(scene.case_of(notice.complaint))
    infringement.measure(notice, moderator, [], "先停止展示")
    orders.execute(ordered(page, moderator), ["BL1"], moderator)
    notice.refresh_from_db()
    with pytest.raises(DecisionRefused, match="监管指令"):
        infringement.restore(notice, moderator, "无误")
    assert not fresh(page).live


def test_a_sanction_closes_its_own_case_and_no_account_s_of_the_same_number() -> None:
    first, second = factories.make_moderator(), factories.make_moderator()
    sanction = imposing.propose(factories.make_doctor(), "notice", ["BL7"], "事实", None, first)
    namesake = factories.make_doctor()
    other = cases.open_case(Kind.SANCTION, namesake, "记分达到阈值", about_user=namesake)
    Case.objects.filter(pk=other.pk).update(object_id=sanction.pk, due_at=timezone.now() - datetime.timedelta(days=1))
    imposing.confirm(sanction, second)
    assert Case.objects.get(pk=other.pk).state == "open"
    assert Case.objects.exclude(pk=other.pk).get().state == "closed"


def test_a_takedown_sent_twice_counts_once_and_a_restoration_rolls_nothing_back() -> None:
    page, moderator = factories.publish(factories.make_article()), factories.make_moderator()
    stale, digest = fresh(page), page.live_digest
    decisions.take_down(page, moderator, Verb.TAKEDOWN, ["BL1"], "内容有误")
    with pytest.raises(DecisionRefused, match="不需要下架"):
        decisions.take_down(stale, moderator, Verb.TAKEDOWN, ["BL1"], "内容有误")
    assert Strike.objects.count() == 1
    decisions.restore(fresh(page), moderator, digest, "查明无误")
    with pytest.raises(DecisionRefused, match="不需要恢复"):
        decisions.restore(fresh(page), moderator, digest, "查明无误")
    assert Decision.objects.filter(verb=Verb.RESTORE).count() == 1


@pytest.mark.parametrize("typed", ["²", "９", "-1", "9" * 30, ""])
def test_numbers_that_are_none_are_no_error(typed: str) -> None:
    page = factories.publish(factories.make_article())
    complaint = scene.complain(page)
    case = scene.case_of(complaint)
    sent = QueryDict(mutable=True)
    sent.update({"complaint_reason": "核对无误", "complaint_groundless": typed})
    assert part.COMPLAINT_ACTIONS["complaint_dismiss"](case, scene.working(case), sent)
    complaint.refresh_from_db()
    assert not complaint.groundless


def test_checks_of_the_deciders_wait_for_nobody_and_are_not_measured() -> None:
    page, moderator = factories.publish(factories.make_article()), factories.make_moderator()
    since = timezone.now() - datetime.timedelta(days=1)
    decision = Decision.objects.get(verb=Verb.APPROVE)
    before = (sum(figures.flow(since, timezone.now())[1]), len(figures.waiting(since)))
    case = cases.open_case(Kind.SAMPLE, page, "每周抽检")
    QualityCheck.objects.create(case=case, decision=decision, expected=decision.verb, week="2026-W40")
    assert figures.ageing(timezone.now()) == []
    cases.close(case, "approved", moderator)
    assert (sum(figures.flow(since, timezone.now())[1]), len(figures.waiting(since))) == before


@pytest.mark.parametrize(
    ("text", "kept"),
    [("12床患者", "**床患者"), ("十二床患者", "**床患者"), ("住院号8485043", "住院号*****43"), ("3病区12床", "*病区**床")],
)
def test_a_bed_is_masked_like_a_record_s_number(text: str, kept: str) -> None:
    assert mask_words("PRIV.RECORD_NO", text) == kept


def test_scheduled_words_do_not_go_live_past_an_order() -> None:
    page, moderator = factories.make_article(), factories.make_moderator()
    factories.publish(page)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "家里量血压的第二版"
    draft.save_revision(user=page.owner)
    submission = factories.submit(fresh(page), publish_at=timezone.now() + datetime.timedelta(hours=1))
    factories.approve(submission)
    orders.execute(ordered(fresh(page), moderator), ["BL1"], moderator)
    Submission.objects.filter(pk=submission.pk).update(publish_at=timezone.now())
    submission.refresh_from_db()
    assert not decisions.publish(submission)
    assert not ArticlePage.objects.published().exists()


def waiting_for_its_time() -> tuple[Any, Submission]:
    page = factories.make_article(text="早晚各量一次。")
    submission = factories.submit(page, publish_at=timezone.now() + datetime.timedelta(hours=1))
    factories.approve(submission)
    submission.refresh_from_db()
    return page, submission


def test_what_is_given_back_before_its_time_is_not_cleared_any_more() -> None:
    page, submission = waiting_for_its_time()
    case = cases.open_case(Kind.RESCAN, page, "新规则", submission=submission, scan=submission.scans.get())
    assert decisions.return_to_author(case, factories.make_moderator(), ["BL7"], "请补出处") is not None
    assert clearance.standing_decision(fresh(page), submission.digest) is None
    with pytest.raises(PublicationBlocked, match="还没有通过审核"):
        fresh(page).get_latest_revision().publish()


def test_to_whom_a_case_is_about_none_of_its_addresses_exists(client: Client) -> None:
    concerned = factories.make_moderator()
    case = scene.case_of(scene.complain(None, ComplaintKind.MODERATOR, about_user=concerned))
    client.force_login(concerned)
    for tail in ("", "tab/history/", "hold/", "escalate/"):
        assert client.get(f"/admin/desk/{case.number}/{tail}").status_code == 404, tail
    every = filters.Filters(queue=filters.ALL)
    assert case not in filters.listed(every, concerned, timezone.now())
    client.force_login(factories.make_moderator())
    assert client.get(f"/admin/desk/{case.number}/tab/history/").status_code == 200
    assert case in filters.listed(every, factories.make_moderator(), timezone.now())


def test_a_complaint_s_term_is_put_off_by_nobody_and_no_term_by_whom_the_case_is_about() -> None:
    page, operator, concerned = factories.publish(factories.make_article()), factories.make_operator(), factories.make_moderator()
    case = scene.case_of(scene.complain(page))
    later = bulk.Order(operator, "没空", moment=case.due_at + datetime.timedelta(days=9))
    assert "不能推迟" in bulk.look("due", [case], later)[0].said[0]
    sooner = bulk.Order(operator, "先办", moment=timezone.now() + datetime.timedelta(hours=1))
    assert bulk.look("due", [case], sooner)[0].fine
    own = cases.open_case(Kind.SAMPLE, page, "抽检", about_user=concerned)
    assert not bulk.look("due", [own], bulk.Order(concerned, "再等等", moment=timezone.now() + datetime.timedelta(days=9)))[
        0
    ].fine


def test_the_work_of_a_notice_keeps_no_number_of_a_person() -> None:
    about = {"holder": "沈怀谷", "acts_as": "self", "right": "portrait", "good_faith": True}
    about["work"] = "本人照片，身份证 11010519491231002X，电话 13800138000"
    private = {"name": "沈怀谷", "contact": "holder@xinglin.example"}
    filed = filing.Filing(kind=ComplaintKind.INFRINGEMENT, words={"text": "照片是我的。"}, private=private, notice=about)
    notice = filing.file(filed).notice  # type: ignore[attr-defined]
    assert notice.holder == "沈怀谷"
    assert "本人照片" in notice.work
    assert not any(number in notice.work for number in ("11010519491231002X", "13800138000"))


def test_a_page_of_one_of_the_two_is_hidden_in_the_other_s_name() -> None:
    first, second = factories.make_moderator(), factories.make_moderator()
    doctor = factories.make_doctor()
    page = factories.publish(factories.make_article(doctor))
    sanction = imposing.propose(doctor, "hide", ["BL7"], "事实", 1, first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ArticlePage, "signing_accounts", lambda self: (second.pk,))
        imposing.confirm(sanction, second)
    assert not fresh(page).live
    assert Decision.objects.get(verb=Verb.TAKEDOWN).by == first


def test_who_agreed_to_a_return_does_not_read_it_again_after_the_appeal(settings: Any) -> None:
    settings.SECOND_REVIEW = "high-risk"
    page = factories.make_article()
    factories.submit(page)
    case = Case.objects.get()
    Case.objects.filter(pk=case.pk).update(needs=2)
    readers = [factories.make_moderator() for _number in range(2)]
    returned = [decisions.return_to_author(Case.objects.get(pk=case.pk), one, ["BL7"], "请补出处") for one in readers][-1]
    assert returned is not None
    appeal = appeals.lodge(returned, page.owner, "出处已经写明")
    appeals.decide(appeal, factories.make_moderator(), overturned=True, note="出处在第三段")
    reopened = Case.objects.get(kind=Kind.SUBMISSION, state="open")
    assert {one.pk for one in readers} <= set(CaseParticipant.objects.filter(case=reopened).values_list("user", flat=True))
    for one in readers:
        with pytest.raises(DecisionRefused):
            decisions.approve(reopened, one)
    assert opinions.own(reopened, readers[0]) is None
    assert claiming.claim(reopened, factories.make_moderator()).pk == reopened.pk

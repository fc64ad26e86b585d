"""申请人工复核: two people who took no part set a block aside, one alone never, and identifiers nobody."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation import clearance, decisions, overruling, submissions
from moderation.decisions import DecisionRefused
from moderation.desk import disputes, staffing
from moderation.models import Case, Decision, DisputeGround, FindingReview, Kind, LedgerEntry, Notice, Opinion, Submission, Verb
from moderation.models.reference import key
from moderation.rules import metrics
from moderation.submissions import SubmissionRefused
from tests import factories

pytestmark = pytest.mark.django_db
PROMISE = "有人说这样就能彻底根治高血压。"
PHONE = "有问题请打 13800138000，这样就能彻底根治高血压。"


def refused(text: str = PROMISE) -> tuple[ArticlePage, Submission]:
    page = factories.make_article(text=text)
    submission = factories.submit(page)
    assert submission.state == Submission.State.REFUSED
    return page, submission


def disputed(text: str = PROMISE) -> tuple[ArticlePage, Submission, Case]:
    page, submission = refused(text)
    reasons = {block.pk: "这里是在辟谣，不是承诺" for block in disputes.disputable(submission)}
    case = disputes.ask(submission, page.owner, reasons)
    submission.refresh_from_db()
    return page, submission, case


def say(case: Case, verdict: str, by: Any = None, reason: str = "看过上下文") -> str:
    answers = {ground.finding_id: (verdict, reason) for ground in case.grounds.all()}
    return disputes.judge(Case.objects.get(pk=case.pk), by or factories.make_moderator(), answers)


def approve_after(submission: Submission) -> bool:
    case = Case.objects.get(submission=submission, kind=Kind.SUBMISSION)
    assert case.scan is not None
    answers = {finding.pk: ("accepted", "已核对") for finding in case.scan.findings.filter(severity="review")}
    return decisions.approve(case, factories.make_moderator(), answers, pictures_checked=True)


def test_two_false_alarms_let_the_words_go_on_and_be_published() -> None:
    page, submission, case = disputed()
    assert (submission.state, case.needs, case.kind) == ("disputed", 2, Kind.DISPUTE)
    first, second = factories.make_moderator(), factories.make_moderator()
    assert say(case, "false_alarm", first) == "waiting"
    assert FindingReview.objects.count() == 0
    assert say(case, "false_alarm", second) == "set aside"
    submission.refresh_from_db()
    assert submission.state == Submission.State.OPEN
    assert Decision.objects.get(case=case).verb == Verb.SET_ASIDE
    assert Notice.objects.filter(recipient=page.owner, kind="dispute_won").exists()
    assert not ArticlePage.objects.get(pk=page.pk).live
    assert approve_after(submission)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_two_who_let_the_block_stand_return_the_words_with_their_reasons() -> None:
    page, submission, case = disputed()
    say(case, "confirmed", reason="读者会当成承诺")
    assert say(case, "confirmed", reason="“彻底根治”没有依据") == "returned"
    submission.refresh_from_db()
    decision = Decision.objects.get(case=case)
    assert (submission.state, decision.verb) == ("returned", Verb.RETURN)
    assert "读者会当成承诺" in decision.note
    assert "没有依据" in decision.note
    assert decision.reason_codes == ["CLAIM.CURE_PROMISE"]
    assert decision.anchors[0]["path"].startswith("body")
    assert not Case.objects.filter(submission=submission, kind=Kind.SUBMISSION).exists()
    assert Notice.objects.filter(recipient=page.owner, kind="dispute_lost").exists()


@pytest.mark.parametrize(("third", "outcome"), [("false_alarm", "set aside"), ("confirmed", "returned")])
def test_where_two_differ_a_third_decides(third: str, outcome: str) -> None:
    _page, submission, case = disputed()
    factories.make_moderator()
    say(case, "false_alarm")
    assert say(case, "confirmed") == "waiting"
    case.refresh_from_db()
    assert (case.needs, case.state) == (3, "open")
    assert say(case, third) == outcome
    verdicts = list(FindingReview.objects.order_by("pk").values_list("verdict", flat=True))
    assert sorted(verdicts) == sorted(["false_alarm", "confirmed", third])
    assert verdicts[-1] == third
    precision = metrics.precisions()["CLAIM.CURE_PROMISE"]
    assert (precision.part, precision.whole) == (int(third == "confirmed"), 1)
    assert metrics.figures(["CLAIM.CURE_PROMISE"])["CLAIM.CURE_PROMISE"].overturned == int(third == "false_alarm")
    if outcome == "set aside":
        submission.refresh_from_db()
        assert approve_after(submission)


def test_nobody_speaks_twice() -> None:
    _page, _submission, case = disputed()
    moderator = factories.make_moderator()
    say(case, "false_alarm", moderator)
    with pytest.raises(DecisionRefused, match="已经对这个案件给出过意见"):
        say(case, "false_alarm", moderator)
    assert Opinion.objects.filter(case=case).count() == 1


def test_the_author_judges_nothing_even_with_the_office() -> None:
    page, _submission, case = disputed()
    page.owner.groups.add(factories.make_moderator().groups.get())
    with pytest.raises(DecisionRefused, match="自己参与"):
        say(case, "false_alarm", type(page.owner).objects.get(pk=page.owner.pk))


@pytest.mark.parametrize(("verdict", "reason"), [("false_alarm", "  "), ("accepted", "有理由"), ("", "有理由")])
def test_a_judgement_needs_verdict_and_reason(verdict: str, reason: str) -> None:
    _page, _submission, case = disputed()
    with pytest.raises(DecisionRefused):
        say(case, verdict, reason=reason)
    assert Opinion.objects.count() == 0


def test_a_dispute_is_decided_in_no_other_way() -> None:
    _page, _submission, case = disputed()
    moderator = factories.make_moderator()
    for act in (
        lambda: decisions.approve(case, moderator, {}, True),
        lambda: decisions.return_to_author(case, moderator, ["BL7"], "退回"),
        lambda: decisions.dismiss(case, moderator, "不办"),
    ):
        with pytest.raises(DecisionRefused, match="复核申请"):
            act()
    case.refresh_from_db()
    assert case.state == "open"


def test_identifiers_are_never_asked_about() -> None:
    page, submission = refused(PHONE)
    assert submission.revision is None
    assert disputes.disputable(submission) == []
    with pytest.raises(SubmissionRefused, match="不能申请人工复核"):
        disputes.ask(submission, page.owner, {block.pk: "是总机" for block in disputes.blocks_of(submission)})
    assert not Case.objects.exists()


@pytest.mark.parametrize("people", [0, 1])
def test_fewer_than_two_people_clear_nothing_in_the_gate_or_the_database(people: int) -> None:
    """Past every service: rows written by hand."""
    page, submission = refused()
    scan = submission.scans.get()
    block = scan.findings.get(severity="block")
    moderator = factories.make_moderator()
    for _again in range(2 * people):
        FindingReview.objects.create(finding=block, by=moderator, verdict="false_alarm", reason="一个人说了两遍")
    assert overruling.standing_blocks(scan) == [block]
    about = {**key(page), "digest": submission.digest, "submission": submission, "scan": scan, "by": factories.make_moderator()}
    for verb in (Verb.APPROVE, Verb.IMPORT):
        with pytest.raises(IntegrityError, match="permit"), transaction.atomic():
            Decision.objects.create(**about, verb=verb)
    reasons = clearance._doubts(page, Decision(**about, verb=Verb.APPROVE, case=None))
    assert "扫描发现的拦截问题还没有解决" in reasons


def test_two_reviews_of_an_identifier_clear_nothing() -> None:
    page, submission = refused(PHONE)
    scan = submission.scans.get()
    for block in scan.findings.filter(severity="block"):
        for _person in range(2):
            FindingReview.objects.create(finding=block, by=factories.make_moderator(), verdict="false_alarm", reason="总机")
    assert {block.code for block in overruling.standing_blocks(scan)} == {"PRIV.PHONE"}
    about = {**key(page), "digest": submission.digest, "submission": submission, "scan": scan}
    with pytest.raises(IntegrityError, match="permit"), transaction.atomic():
        Decision.objects.create(**about, by=factories.make_moderator(), verb=Verb.APPROVE)


def test_a_review_by_somebody_of_the_byline_does_not_count() -> None:
    page, submission, _case = disputed()
    scan = submission.scans.get()
    block = scan.findings.get(severity="block")
    for person in (page.owner, factories.make_moderator()):
        FindingReview.objects.create(finding=block, by=person, verdict="false_alarm", reason="作者自己说")
    assert overruling.standing_blocks(scan, {page.owner.pk}) == [block]
    assert overruling.standing_blocks(scan) == []


def test_a_finding_that_says_something_else_is_asked_anew() -> None:
    page, submission, case = disputed()
    say(case, "false_alarm")
    say(case, "false_alarm")
    scan = submission.scans.get()
    block = scan.findings.get(severity="block")
    same, other = [], []
    for message, kept in ((block.message, same), ("换了说法的规则", other)):
        again = type(scan).objects.create(
            **key(page),
            submission=submission,
            digest=scan.digest,
            purpose="rescan",
            ruleset="x",
            ruleset_sha256="x",
            verdict="block",
        )
        values = {field.name: getattr(block, field.name) for field in block._meta.fields if field.name not in ("id", "scan")}
        type(block).objects.create(scan=again, **{**values, "message": message})
        kept += overruling.standing_blocks(again)
    assert same == []
    assert len(other) == 1


def test_the_author_may_take_it_back_and_mend_the_words() -> None:
    page, submission, case = disputed()
    with pytest.raises(SubmissionRefused, match="请先撤回"):
        factories.submit(page)
    submissions.withdraw(submission, page.owner)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "withdrawn")
    with pytest.raises(Exception, match=case.number):
        say(case, "false_alarm")
    assert factories.submit(page).state == Submission.State.REFUSED


def test_only_the_newest_refusal_is_disputed_and_only_once() -> None:
    page, submission = refused()
    reasons = {block.pk: "辟谣" for block in disputes.disputable(submission)}
    newer = factories.submit(page)
    with pytest.raises(SubmissionRefused, match="新的进展"):
        disputes.ask(submission, page.owner, reasons)
    reasons = {block.pk: "辟谣" for block in disputes.disputable(newer)}
    disputes.ask(newer, page.owner, reasons)
    with pytest.raises(SubmissionRefused):
        disputes.ask(newer, page.owner, reasons)
    assert Case.objects.count() == 1


def test_a_stranger_asks_for_nobody() -> None:
    _page, submission = refused()
    with pytest.raises(SubmissionRefused, match="只有作者本人"):
        disputes.ask(submission, factories.make_doctor(), {})


def test_grounds_with_somebodys_number_are_masked_and_rows_stand_still() -> None:
    page, submission = refused()
    block = disputes.disputable(submission)[0]
    case = disputes.ask(submission, page.owner, {block.pk: "患者电话 13800138000 可以作证"})
    ground = DisputeGround.objects.get(case=case)
    assert "13800138000" not in ground.reason
    for change in ({"reason": "另一个理由"}, {"finding": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DisputeGround.objects.filter(pk=ground.pk).update(**change)
    say(case, "false_alarm")
    for rows in (Opinion.objects.all(), FindingReview.objects.all(), DisputeGround.objects.all(), Decision.objects.all()):
        if rows.exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(verb=Verb.RETURN)


def test_where_too_few_people_are_there_the_operators_hear_of_it() -> None:
    operator = factories.make_operator()
    factories.make_moderator()
    _page, _submission, case = disputed()
    say(case, "false_alarm", type(operator).objects.filter(groups__name="moderators").get())
    case.refresh_from_db()
    assert case.escalated_at is not None
    assert "没有更多可以判断的审核员" in case.escalation
    assert Notice.objects.filter(recipient=operator, kind="unstaffed").count() == 1
    factories.make_moderator()
    staffing.look(timezone.now())
    case.refresh_from_db()
    assert case.escalated_at is None


def test_the_ledger_tells_of_every_step() -> None:
    _page, _submission, case = disputed()
    say(case, "false_alarm")
    say(case, "false_alarm")
    told = LedgerEntry.objects.exclude(kind="case escalated").order_by("number")
    kinds = list(told.values_list("kind", flat=True))
    wanted = ["refused", "case opened", "dispute asked", "opinion given", "opinion given", "block set aside", "case opened"]
    assert kinds[-7:] == wanted


def test_the_authors_screen_offers_it_and_keeps_what_was_typed(client: Client) -> None:
    page, submission = refused()
    client.force_login(page.owner)
    address = f"/admin/submit/articles/articlepage/{page.pk}/"
    block = disputes.disputable(submission)[0]
    assert f'name="ground-{block.pk}"' in client.get(address).content.decode()
    lacking = client.post(f"{address}dispute/", {f"ground-{block.pk}": "  "})
    assert lacking.status_code == 422
    assert "请写明第 1 处为什么不该拦截" in lacking.content.decode()
    done = client.post(f"{address}dispute/", {f"ground-{block.pk}": "这里是辟谣"}, follow=True).content.decode()
    assert "已申请人工复核" in done
    assert "人工复核中" in done
    again = client.post(f"{address}dispute/", {f"ground-{block.pk}": "这里是辟谣，再发一次"})
    assert again.status_code == 422
    assert Case.objects.count() == 1


def test_the_authors_screen_says_why_identifiers_are_only_mended(client: Client) -> None:
    page, _submission = refused(PHONE)
    client.force_login(page.owner)
    text = client.get(f"/admin/submit/articles/articlepage/{page.pk}/").content.decode()
    assert "只能修改、不能申请复核" in text
    assert 'name="ground-' not in text

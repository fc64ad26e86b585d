"""Sampled checks and golden cases: drawn so that it can be repeated, answered blindly, and never changing what readers see."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation import cases, decisions
from moderation.decisions import DecisionRefused
from moderation.desk import checks, golden, offices, sampling, scores
from moderation.models import Case, Decision, FindingReview, Kind, QualityCheck, Shown, Submission, Verb
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM = "这是我们医院最佳的家庭测量方法。"
NEXT_WEEK = datetime.timedelta(days=7)


@pytest.fixture
def reviewer() -> Any:
    factories.make_moderator()
    return factories.make_moderator()


def decide_some(reviewer: Any, number: int = 3) -> list[ArticlePage]:
    doctor = factories.make_doctor()
    return [
        factories.publish(factories.make_article(doctor, text=CLAIM, title=f"第 {one} 篇"), moderator=reviewer)
        for one in range(number)
    ]


def drawn_case(reviewer: Any) -> Case:
    decide_some(reviewer, 1)
    assert sampling.draw(timezone.now() + NEXT_WEEK) == 1
    return QualityCheck.objects.get().case


def state_of_the_site() -> tuple[Any, ...]:
    """What must stay as it is whatever somebody answers."""
    return (
        list(Decision.objects.values_list("pk", "verb")),
        list(Submission.objects.values_list("pk", "state")),
        list(Shown.objects.values_list("object_id", "digest")),
        list(ArticlePage.objects.values_list("pk", "live", "live_digest")),
        list(FindingReview.objects.values_list("pk", "verdict")),
    )


def answer(case: Case, by: Any, verb: str) -> None:
    case = Case.objects.get(pk=case.pk)
    assert case.scan is not None
    said = {finding.pk: ("false_alarm", "说的是方法") for finding in case.scan.findings.filter(severity="review")}
    if verb == Verb.APPROVE:
        assert decisions.approve(case, by, said, True) is False
    else:
        assert decisions.return_to_author(case, by, ["BL7"], "没有依据", answers=said) is None


def test_a_share_of_each_reviewers_week_is_drawn_and_always_the_same(settings: Any, reviewer: Any) -> None:
    settings.SAMPLE_SHARE = 0.4
    decide_some(reviewer, 5)
    begin = timezone.now() - datetime.timedelta(days=3)
    once, twice = (sampling.drawn("2026-W48", begin, begin + NEXT_WEEK) for _again in range(2))
    theirs = [decision for decision in once if decision.by_id == reviewer.pk]
    assert len(theirs) == 2
    assert once == twice
    other = {tuple(d.pk for d in sampling.drawn(f"2026-W{week}", begin, begin + NEXT_WEEK)) for week in range(10, 40)}
    assert len(other) > 1


def test_the_draw_opens_each_case_once(settings: Any, reviewer: Any) -> None:
    settings.SAMPLE_SHARE = 1.0
    decide_some(reviewer, 2)
    assert sampling.draw(timezone.now()) == 0
    assert sampling.draw(timezone.now() + NEXT_WEEK) == QualityCheck.objects.count() >= 2
    assert sampling.draw(timezone.now() + NEXT_WEEK) == 0
    case = QualityCheck.objects.filter(decision__by=reviewer).first().case  # type: ignore[union-attr]
    assert (case.kind, case.first_reviewer) == (Kind.SAMPLE, reviewer)
    assert reviewer not in offices.eligible(case)


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.RETURN])
def test_an_answer_changes_nothing_that_readers_see(reviewer: Any, verb: str) -> None:
    case = drawn_case(reviewer)
    before = state_of_the_site()
    answer(case, factories.make_moderator(), verb)
    assert state_of_the_site() == before
    case.refresh_from_db()
    assert case.state == "closed"
    again = Case.objects.filter(kind=Kind.RESCAN, state="open")
    assert again.count() == (verb == Verb.RETURN)
    if verb == Verb.RETURN:
        assert "抽检意见不一致" in again.get().sources.get().what
        assert reviewer not in offices.eligible(again.get())


def test_the_page_of_a_check_tells_nothing_of_the_decision(reviewer: Any, client: Client) -> None:
    page = factories.make_article(text=CLAIM)
    submission = factories.submit(page)
    first = Case.objects.get(submission=submission)
    said = {finding.pk: ("accepted", "只有第一位知道的理由") for finding in first.scan.findings.filter(severity="review")}  # type: ignore[union-attr]
    decisions.approve(first, reviewer, said, True, "只有第一位写过的话")
    sampling.draw(timezone.now() + NEXT_WEEK)
    check = QualityCheck.objects.get()
    client.force_login(factories.make_moderator())
    address = f"/admin/desk/{check.case.number}/"
    pages = [client.get(address), *(client.get(f"{address}tab/{name}/") for name in ("history", "author"))]
    for seen in pages:
        assert seen.status_code == 200
        text = seen.content.decode()
        for word in ("只有第一位", "已发布", "读者现在能看到", reviewer.name + " ·"):
            assert word not in text
    answer(check.case, factories.make_moderator(), Verb.APPROVE)
    assert "只有第一位" in client.get(f"{address}tab/history/").content.decode()


def test_a_check_is_answered_through_the_page_and_by_no_other_button(reviewer: Any, client: Client) -> None:
    case = drawn_case(reviewer)
    client.force_login(factories.make_moderator())
    address = f"/admin/desk/{case.number}/"
    before = state_of_the_site()
    for action in ("take_down", "restore", "dismiss", "order"):
        client.post(address, {"action": action, "live_code": "BL1", "live_note": "下架", "note": "不办"})
        assert state_of_the_site() == before
    assert Case.objects.get(pk=case.pk).state == "open"
    told = client.post(address, {"action": "return", "codes": ["BL7"], "note": "没有依据"}, follow=True).content.decode()
    assert "这是一件质检案件" in told
    assert state_of_the_site() == before


def golden_of(reviewer: Any, verb: str = Verb.APPROVE) -> Any:
    (page,) = decide_some(reviewer, 1)
    source = Case.objects.get(object_id=page.pk, kind=Kind.SUBMISSION)
    return golden.mark(source, verb, "三位审核员讨论过", factories.make_operator())


def test_a_golden_case_looks_like_any_submission_and_publishes_nothing(reviewer: Any) -> None:
    marked = golden_of(reviewer, Verb.RETURN)
    assert golden.plant(timezone.now()) == 1
    case = QualityCheck.objects.get(golden=marked).case
    source = marked.source
    assert (case.kind, case.title, case.submission, case.needs) == (Kind.SUBMISSION, source.title, source.submission, 1)
    assert [one.what for one in case.sources.all()] == [one.what for one in source.sources.all()]
    assert reviewer not in offices.eligible(case)
    before = state_of_the_site()
    answer(case, factories.make_moderator(), Verb.APPROVE)
    assert state_of_the_site() == before
    score = next(row for row in scores.reviewers() if row.golden.pairs)
    assert (score.golden.pairs, score.golden.same) == (1, 0)


def test_nobody_gets_the_same_golden_case_twice(settings: Any, reviewer: Any) -> None:
    settings.GOLDEN_PER_WEEK = 5
    golden_of(reviewer)
    first = factories.make_moderator()
    golden.plant(timezone.now())
    answer(QualityCheck.objects.get().case, first, Verb.APPROVE)
    golden.plant(timezone.now())
    again = QualityCheck.objects.order_by("pk").last()
    assert again is not None
    assert first not in offices.eligible(again.case)
    with pytest.raises(DecisionRefused, match="参与过这件事"):
        answer(again.case, first, Verb.APPROVE)


def test_no_more_than_the_setting_says_and_none_that_was_retired(settings: Any, reviewer: Any) -> None:
    settings.GOLDEN_PER_WEEK = 1
    marked = golden_of(reviewer)
    assert [golden.plant(timezone.now()) for _again in range(2)] == [1, 0]
    with time_machine.travel(timezone.now() + NEXT_WEEK):
        golden.retire(marked, factories.make_operator())
        assert golden.plant(timezone.now()) == 0


def test_a_new_submission_pushes_the_golden_case_aside(reviewer: Any) -> None:
    marked = golden_of(reviewer)
    golden.plant(timezone.now())
    check = QualityCheck.objects.get()
    page = ArticlePage.objects.get(pk=marked.source.object_id)
    page.title = "改过的标题"
    page.save_revision(user=page.owner)
    submission = factories.submit(page)
    check.case.refresh_from_db()
    assert (check.case.state, check.case.outcome) == ("closed", "withdrawn")
    real = Case.objects.get(submission=submission)
    assert checks.of(real) is None
    assert factories.approve(submission)


def test_a_look_of_ones_own_is_no_check(reviewer: Any) -> None:
    case = drawn_case(reviewer)
    own = cases.open_case(Kind.SAMPLE, case.content(), "主动查看")
    assert own.pk != case.pk
    assert checks.of(own) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"verb": "takedown"}, "请选择约定的答案"), ({"why": " "}, "请写明为什么"), ({"by": "moderator"}, "只有运营人员")],
)
def test_marking_needs_an_operator_an_answer_and_a_reason(reviewer: Any, change: dict[str, str], sentence: str) -> None:
    (page,) = decide_some(reviewer, 1)
    source = Case.objects.get(object_id=page.pk, kind=Kind.SUBMISSION)
    by = reviewer if "by" in change else factories.make_operator()
    with pytest.raises(DecisionRefused, match=sentence):
        golden.mark(source, change.get("verb", "approve"), change.get("why", "讨论过"), by)


def test_an_open_case_or_a_check_is_never_golden(reviewer: Any) -> None:
    submission = factories.submit(factories.make_article())
    with pytest.raises(DecisionRefused, match="只有已办结的投稿"):
        golden.mark(submission.cases.get(), "approve", "讨论过", factories.make_operator())
    case = drawn_case(reviewer)
    answer(case, factories.make_moderator(), Verb.APPROVE)
    case.refresh_from_db()
    with pytest.raises(DecisionRefused, match="只有已办结的投稿"):
        golden.mark(case, "approve", "讨论过", factories.make_operator())


def test_rows_of_checks_stand_still(reviewer: Any) -> None:
    drawn_case(reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityCheck.objects.update(expected=Verb.RETURN)
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityCheck.objects.all()._raw_delete("default")


def test_scores_of_reviewers_and_rules(reviewer: Any) -> None:
    case = drawn_case(reviewer)
    answer(case, factories.make_moderator(), Verb.APPROVE)
    (score,) = scores.reviewers(reviewer)
    assert (score.samples.pairs, score.samples.same, score.samples.kappa) == (1, 1, None)
    rule = next(row for row in scores.rules() if row.code == "CLAIM.ABSOLUTE")
    assert (rule.agreement.pairs, rule.agreement.same) == (1, 0)


def test_the_screen_shows_operators_all_and_reviewers_themselves(reviewer: Any, client: Client) -> None:
    case = drawn_case(reviewer)
    other = factories.make_moderator()
    answer(case, other, Verb.APPROVE)
    reviewer.name, other.name = "甲审核", "乙审核"
    reviewer.save()
    other.save()
    client.force_login(reviewer)
    own = client.get("/admin/quality/").content.decode()
    assert "甲审核" in own
    assert "金标准案件" not in own
    client.force_login(other)
    assert "甲审核" not in client.get("/admin/quality/").content.decode()
    assert client.post("/admin/quality/golden/", {"number": "1"}).status_code == 302
    operator = factories.make_operator()
    client.force_login(operator)
    page = client.get("/admin/quality/").content.decode()
    assert "甲审核" in page
    assert "CLAIM.ABSOLUTE" in page
    lacking = client.post("/admin/quality/golden/", {"number": "没有这一件", "verb": "approve", "why": "这句话要留住"})
    assert lacking.status_code == 422
    assert "这句话要留住" in lacking.content.decode()
    source = Case.objects.exclude(quality__isnull=False).filter(kind=Kind.SUBMISSION, decided_by=reviewer).get()
    form = {"number": source.number, "verb": "approve", "why": "讨论过"}
    assert "已标记为金标准" in client.post("/admin/quality/golden/", form, follow=True).content.decode()
    assert "讨论过" in client.get("/admin/quality/").content.decode()
    client.force_login(factories.make_doctor())
    assert client.get("/admin/quality/").status_code == 302


def test_the_roster_names_what_cannot_be_filled(client: Client) -> None:
    client.force_login(factories.make_operator())
    empty = client.get("/admin/staffing/").content.decode()
    assert "现在无法担任" in empty
    factories.make_moderator()
    one = client.get("/admin/staffing/").content.decode()
    assert "有 1 人，至少要 2 人" in one
    client.force_login(factories.make_moderator())
    assert client.get("/admin/staffing/").status_code == 302

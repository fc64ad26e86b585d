"""What waits for people while the rules change: judged under the rules of now, with no answer of theirs lost."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation import decisions, duties, scanning
from moderation.decisions import DecisionRefused
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import Case, FindingReview, Kind, Ruleset, Scan, Submission
from moderation.rules import lifecycle, releases, reviewing, runs, working
from tests import factories

pytestmark = pytest.mark.django_db
BLOCKING, REVIEWED = "CLAIM.CURE_PROMISE", "CLAIM.ABSOLUTE"
TERM, CLAIM = "药到命除", "这是我们医院最佳的家庭测量方法。"


@pytest.fixture(autouse=True)
def founded() -> Ruleset:
    return releases.found(EngineRuleset.shipped())


def go_live(layer: dict[str, Any]) -> Ruleset:
    first, second = factories.make_operator(), factories.make_operator()
    draft = lifecycle.draft(first, "加几个词")
    draft = lifecycle.save_layer(draft, first, layer, draft.edition)
    lifecycle.to_shadow(draft, first)
    lifecycle.approve(Ruleset.objects.get(pk=draft.pk), second, 100)
    return Ruleset.objects.get(pk=draft.pk)


def work_off() -> None:
    for _round in range(20):
        working.slice_of_work(timezone.now())
        if runs.waiting() is None:
            return


def handed_in(text: str) -> Case:
    return Case.objects.get(submission=factories.submit(factories.make_article(text=text)))


def scan_of(case: Case) -> Scan:
    assert case.scan is not None
    return case.scan


def answers(scan: Scan, reason: str = "说的是测量方法") -> dict[int, tuple[str, str]]:
    return {finding.pk: ("accepted", reason) for finding in scan.findings.filter(severity="review")}


def test_what_is_under_review_goes_on_with_the_newer_scan() -> None:
    hit, clean = handed_in(f"服后{TERM}。"), handed_in("早晚各量一次。")
    kept = clean.scan_id
    ruleset = go_live({"terms": {BLOCKING: [TERM]}})
    work_off()
    hit.refresh_from_db()
    clean.refresh_from_db()
    scan = scan_of(hit)
    assert (scan.purpose, scan.ruleset_sha256, scan.verdict) == ("rescan", ruleset.sha256, "block")
    assert [BLOCKING in source.what for source in hit.sources.all()] == [False, True]
    assert (clean.scan_id, clean.sources.count()) == (kept, 1)
    assert not Case.objects.filter(kind=Kind.RESCAN).exists()
    with pytest.raises(DecisionRefused, match="还有拦截的问题"):
        decisions.approve(hit, factories.make_moderator(), pictures_checked=True)
    assert decisions.approve(clean, factories.make_moderator(), pictures_checked=True)


def test_an_approval_waits_for_no_run() -> None:
    hit, clean = handed_in(f"服后{TERM}。"), handed_in("早晚各量一次。")
    go_live({"terms": {BLOCKING: [TERM]}})
    with pytest.raises(DecisionRefused, match="还有拦截的问题"):
        decisions.approve(hit, factories.make_moderator(), pictures_checked=True)
    assert decisions.approve(clean, factories.make_moderator(), pictures_checked=True)
    work_off()
    assert Scan.objects.filter(purpose="rescan", submission=hit.submission).count() == 1 + 1


def test_answers_go_with_their_findings() -> None:
    case = handed_in(CLAIM)
    typed = answers(scan_of(case))
    assert typed
    go_live({"terms": {REVIEWED: ["各量一次"]}})
    assert decisions.approve(case, factories.make_moderator(), typed, pictures_checked=True)
    assert [review.reason for review in FindingReview.objects.all()] == ["说的是测量方法"] * len(typed)


def test_a_new_finding_is_asked_and_nothing_typed_is_lost(client: Client) -> None:
    case = handed_in(f"{CLAIM}服后{TERM}。")
    client.force_login(factories.make_moderator())
    form: dict[str, Any] = {**factories.approval(case), "note": "请作者核对"}
    for identity, (verdict, reason) in answers(scan_of(case), "这里说的是方法").items():
        form |= {f"verdict-{identity}": verdict, f"reason-{identity}": reason}
    go_live({"terms": {BLOCKING: [TERM]}})
    before = client.get(f"/admin/desk/{case.number}/").content.decode()
    assert "还没有检查这一份" in before
    refused = client.post(f"/admin/desk/{case.number}/", form)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "这里说的是方法" in text
    assert "比提交时多 1 处，少 0 处" in text
    assert Submission.objects.get(cases=case).state == "open"


def test_numbers_that_name_no_finding_are_no_error(client: Client) -> None:
    case = handed_in(CLAIM)
    client.force_login(factories.make_moderator())
    form = {**factories.approval(case), f"verdict-{'9' * 40}": "accepted", "reason-999999": "理由", "verdict-x": "y"}
    assert client.post(f"/admin/desk/{case.number}/", form).status_code == 422


def test_what_waits_for_its_time_is_scanned_before_it_goes_live() -> None:
    article = factories.make_article(text=f"服后{TERM}。")
    submission = factories.submit(article, publish_at=timezone.now() + datetime.timedelta(hours=1))
    factories.approve(submission)
    go_live({"terms": {REVIEWED: [TERM]}})
    Submission.objects.filter(pk=submission.pk).update(publish_at=timezone.now())
    assert duties.publish_scheduled(timezone.now()) == 0
    case = Case.objects.get(kind=Kind.RESCAN)
    assert case.submission == submission
    decisions.dismiss(case, factories.make_moderator(), "引语")
    assert duties.publish_scheduled(timezone.now()) == 1


def test_the_page_says_what_changed_until_the_case_is_closed() -> None:
    case = handed_in(CLAIM)
    assert reviewing.change(case) is None
    go_live({"terms": {BLOCKING: ["测量方法"]}})
    work_off()
    case.refresh_from_db()
    told = reviewing.change(case)
    assert told is not None
    assert (told.waiting, told.more) == (False, 1)
    decisions.return_to_author(case, factories.make_moderator(), [BLOCKING], "请修改")
    assert reviewing.change(Case.objects.get(pk=case.pk)) is None


def test_a_finding_that_became_graver_is_news(founded: Ruleset) -> None:
    page = factories.publish(factories.make_article(text=CLAIM))
    report = scanning.examine(page, page.surface())
    lighter = tuple(replace(finding, severity="advise") for finding in report.findings)
    scanning.record(page, page.live_digest, replace(report, findings=lighter), "rescan")
    runs.queue_rescan(founded, None, 0, 100)
    work_off()
    assert REVIEWED in Case.objects.get(kind=Kind.RESCAN).sources.get().what
    runs.queue_rescan(founded, None, 0, 100)
    work_off()
    assert Case.objects.get(kind=Kind.RESCAN).sources.count() == 1


def test_nobody_alone_sets_a_newer_block_aside_before_words_are_live() -> None:
    article = factories.make_article(text=f"服后{TERM}。")
    submission = factories.submit(article, publish_at=timezone.now() + datetime.timedelta(hours=1))
    factories.approve(submission)
    go_live({"terms": {BLOCKING: [TERM]}})
    Submission.objects.filter(pk=submission.pk).update(publish_at=timezone.now())
    assert duties.publish_scheduled(timezone.now()) == 0
    case = Case.objects.select_related("submission", "scan").get(kind=Kind.RESCAN)
    with pytest.raises(DecisionRefused, match="一个人不能不予处理"):
        decisions.dismiss(case, factories.make_moderator(), "没关系")
    assert duties.publish_scheduled(timezone.now()) == 0
    assert decisions.return_to_author(case, factories.make_moderator(), ["BL7"], "请去掉") is not None
    assert Submission.objects.get().state == "returned"

"""What is live, counted for a term, scanned again by a command and by a duty, and held against past decisions."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import ArticlePage
from moderation import decisions, submissions
from moderation.engine import Ruleset as EngineRuleset
from moderation.engine import RulesetError
from moderation.models import ArchiveRun, Case, FindingReview, Kind, LivePassage, LiveText, Ruleset, Scan
from moderation.rules import archive, backtest, counting, lifecycle, releases, runs, working
from tests import factories

pytestmark = pytest.mark.django_db
CODE = "CLAIM.CURE_PROMISE"
TERM = "药到命除"


@pytest.fixture
def founded() -> Ruleset:
    return releases.found(EngineRuleset.shipped())


def in_shadow(layer: dict[str, Any]) -> Ruleset:
    operator = factories.make_operator()
    draft = lifecycle.draft(operator, "加几个词")
    draft = lifecycle.save_layer(draft, operator, layer, draft.edition)
    lifecycle.to_shadow(draft, operator)
    return Ruleset.objects.get(pk=draft.pk)


def go_live(layer: dict[str, Any], share: int = 100) -> Ruleset:
    shadow = in_shadow(layer)
    lifecycle.approve(shadow, factories.make_operator(), share)
    return Ruleset.objects.get(pk=shadow.pk)


def work_off() -> None:
    for _round in range(20):
        working.slice_of_work(timezone.now())
        if runs.waiting() is None:
            return


def published(text: str) -> ArticlePage:
    return factories.publish(factories.make_article(text=text))


def test_a_term_is_counted_over_what_is_live_and_only_that(founded: Ruleset) -> None:
    published(f"服后{TERM}。他说{TERM}，没有{TERM}。")
    gone = published(f"服后{TERM}。")
    factories.make_article(text=f"服后{TERM}。")
    archive.keep(timezone.now())
    before = counting.count("藥到命除", CODE)
    assert (before.matching, before.articles, before.newly) == (2, 2, 2)
    assert any(TERM in sample for sample in before.samples)
    decisions.take_down(gone, factories.make_moderator(), "takedown", [], "内容有误")
    archive.keep(timezone.now())
    assert counting.count(TERM, CODE).matching == 1
    assert (LiveText.objects.count(), archive.keep(timezone.now())) == (1, 0)
    assert counting.count(" ", CODE).matching == 0
    with pytest.raises(RulesetError):
        counting.count(TERM, "NO.SUCH")


def test_what_the_rule_finds_already_or_suppresses_is_not_new(founded: Ruleset) -> None:
    published("这种病不能药到命除。")
    archive.keep(timezone.now())
    tally = counting.count(TERM, CODE)
    assert (tally.matching, tally.newly) == (1, 0)


def test_a_rule_change_rescans_and_opens_cases_and_takes_nothing_down(founded: Ruleset) -> None:
    hit, clean = published(f"服后{TERM}。"), published("早晚各量一次。")
    ruleset = go_live({"terms": {CODE: [TERM]}})
    work_off()
    run = ArchiveRun.objects.get(kind="rescan")
    assert (run.state, run.total, run.done, run.hits) == ("done", 2, 2, 1)
    (case,) = Case.objects.filter(kind=Kind.RESCAN)
    assert (case.object_id, case.scan.purpose, case.scan.ruleset_sha256) == (hit.pk, "rescan", ruleset.sha256)
    assert CODE in case.sources.get().what
    assert all(ArticlePage.objects.get(pk=page.pk).live for page in (hit, clean))
    # Seen a second time, the same hit is no news.
    decisions.dismiss(case, factories.make_moderator(), "引语")
    runs.queue_rescan(ruleset, None, 0, 100)
    work_off()
    assert Case.objects.filter(kind=Kind.RESCAN).count() == 1


def test_what_is_approved_and_not_yet_live_waits_for_the_case(founded: Ruleset) -> None:
    article = factories.make_article(text=f"服后{TERM}。")
    later = timezone.now() + timezone.timedelta(hours=2)
    submission = factories.submit(article, publish_at=later)
    factories.approve(submission)
    go_live({"terms": {CODE: [TERM]}})
    work_off()
    case = Case.objects.get(kind=Kind.RESCAN)
    assert case.submission == submission
    assert not decisions.publish(type(submission).objects.get(pk=submission.pk))
    # What the newer rules stop is nobody's alone to let through.
    with pytest.raises(decisions.DecisionRefused, match="一个人不能不予处理"):
        decisions.dismiss(case, factories.make_moderator(), "引语")
    decisions.return_to_author(case, factories.make_moderator(), ["BL7"], "请删去这一句")
    submission.refresh_from_db()
    assert submission.state == "returned"
    assert not decisions.publish(submission)


def test_a_share_rescans_only_whom_it_reaches(founded: Ruleset) -> None:
    for _number in range(8):
        published(f"服后{TERM}。")
    ruleset = go_live({"terms": {CODE: [TERM]}}, share=40)
    work_off()
    reached = set(Case.objects.filter(kind=Kind.RESCAN).values_list("object_id", flat=True))
    assert Scan.objects.filter(purpose="rescan").count() == len(reached)
    lifecycle.set_share(ruleset, factories.make_operator(), 100)
    work_off()
    assert Case.objects.filter(kind=Kind.RESCAN).count() == 8
    assert Scan.objects.filter(purpose="rescan").count() == 8


def test_a_run_is_taken_up_where_it_was_left(founded: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(5):
        published("早晚各量一次。")
    run = runs.queue_rescan(founded, None, 0, 100)
    monkeypatch.setitem(working.TRADES, "rescan", working.Trade(*list(vars(working.TRADES["rescan"]).values())[:3], 2))
    walk = working.work(run)
    next(walk)
    with pytest.raises(runs.RunLost):
        next(working.work(run))
    walk.close()
    run.refresh_from_db()
    assert (run.state, run.done) == ("running", 2)
    out = io.StringIO()
    call_command("rescan", "--resume", "--workers", "1", stdout=out)
    run.refresh_from_db()
    assert (run.state, run.done, Scan.objects.filter(purpose="rescan").count()) == ("done", 5, 5)
    assert "5/5" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_workers_scan_everything_once() -> None:
    releases.found(EngineRuleset.shipped())
    for _number in range(3):
        published("早晚各量一次。")
    out = io.StringIO()
    call_command("rescan", "--without-names", stdout=out)
    assert "3 objects in" in out.getvalue()
    assert Scan.objects.filter(purpose="rescan").count() == 3
    assert all("names" in scan.unchecked for scan in Scan.objects.filter(purpose="rescan"))


def test_a_backtest_holds_both_against_what_people_decided(founded: Ruleset) -> None:
    published(f"服后{TERM}。")
    returned = factories.submit(factories.make_article(text=f"广告说{TERM}。"))
    decisions.return_to_author(Case.objects.get(submission=returned), factories.make_moderator(), [CODE], "不要这样写")
    best = factories.submit(factories.make_article(text="这是我们医院最佳的家庭测量方法。"))
    case = Case.objects.get(submission=best)
    answers = {finding.pk: ("false_alarm", "说的是测量方法") for finding in case.scan.findings.filter(severity="review")}
    assert decisions.approve(case, factories.make_moderator(), answers, pictures_checked=True)
    candidate = in_shadow({"terms": {CODE: [TERM]}})
    run = backtest.ask(candidate, factories.make_operator())
    work_off()
    run.refresh_from_db()
    assert (run.state, run.result["documents"], run.result["changed"]) == ("done", 3, 2)
    counted = run.result["codes"][CODE]
    assert (counted["new"], counted["against approval"], counted["right"]) == (2, 1, 1)
    assert backtest.precision(counted).whole == 1
    absolute = backtest.precision(run.result["codes"]["CLAIM.ABSOLUTE"])
    assert (absolute.part, absolute.whole) == (0, 1)
    assert run.result["samples"][0]["judged"] == "approved"
    assert not Scan.objects.filter(purpose="rescan").exists()


def test_a_backtest_says_what_is_no_longer_hit(founded: Ruleset) -> None:
    submission = factories.submit(factories.make_article(text="这是我们医院最佳的家庭测量方法。"))
    case = Case.objects.get(submission=submission)
    finding = case.scan.findings.get(code="CLAIM.ABSOLUTE")
    decisions.approve(case, factories.make_moderator(), {finding.pk: ("confirmed", "已请作者下次改")}, pictures_checked=True)
    assert FindingReview.objects.get().verdict == "confirmed"
    entry = {"code": "CLAIM.ABSOLUTE", "text": finding.masked, "reason": "测量方法"}
    run = backtest.ask(in_shadow({"allow": [entry]}), factories.make_operator())
    work_off()
    run.refresh_from_db()
    counted = run.result["codes"]["CLAIM.ABSOLUTE"]
    assert (counted["gone"], counted["against confirmation"]) == (1, 1)


def test_drafts_are_scanned_under_the_ruleset_of_now(founded: Ruleset) -> None:
    article = factories.make_article(text=f"服后{TERM}。")
    assert submissions.check(article)[2].verdict == "pass"
    go_live({"terms": {CODE: [TERM]}})
    assert submissions.check(article)[2].verdict == "block"
    assert LivePassage.objects.count() == 0

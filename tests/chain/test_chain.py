"""From draft to reader: what was submitted is what goes live, and everything decided is on record."""

import datetime

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from doctors.models import InterestDeclaration
from moderation import decisions, duties, ledger, submissions
from moderation.cases import CaseClosed
from moderation.models import Case, Decision, LedgerEntry, Notice, Submission, Verb
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_approved_article_is_live_exactly_as_submitted() -> None:
    page = factories.make_article()
    assert not page.live
    live = factories.publish(page)
    assert live.live
    assert live.live_digest == live.surface().digest()
    assert list(ArticlePage.objects.published()) == [live]
    kinds = ["submitted", "case opened", "approved", "published", "manifest signed"]
    assert [entry.kind for entry in LedgerEntry.objects.all()] == kinds
    assert list(ledger.faults()) == []
    assert Notice.objects.get(recipient=page.owner).kind == "published"


def test_words_written_during_the_review_stay_out() -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    newer = page.get_latest_revision().as_object()
    newer.title = "审核期间改过的标题"
    newer.save_revision(user=page.owner, overwrite_revision=page.get_latest_revision())
    assert factories.approve(submission)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.title != "审核期间改过的标题"
    assert page.get_latest_revision_as_object().title == "审核期间改过的标题"
    assert page.has_unpublished_changes


def test_a_block_goes_back_to_the_author_and_stores_no_identifier() -> None:
    page = factories.make_article(text="家属电话13800138000，有类似情况可以问她。")
    submission = factories.submit(page)
    assert submission.state == "refused"
    assert submission.revision is None
    assert submission.surface is None
    assert submission.title == ""
    finding = submission.scans.get().findings.get(code="PRIV.PHONE")
    assert "13800138000" not in finding.masked + finding.message
    assert finding.keyed_hash
    assert not Case.objects.exists()


def test_mending_a_place_redacts_older_drafts() -> None:
    page = factories.make_article(text="家属电话13800138000，有类似情况可以问她。")
    draft, _surface, report = submissions.check(page)
    found = next(finding for finding in report.findings if finding.code == "PRIV.PHONE")
    draft.exchange_words(found.path, found.start, found.end, "（已删除）")
    draft.save_revision(user=page.owner)
    assert factories.submit(page).state == "open"
    assert not any("13800138000" in str(revision.content) for revision in page.revisions.all())


def test_a_contributor_never_decides() -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    moderator = factories.make_moderator()
    page.save_revision(user=moderator)
    with pytest.raises(decisions.DecisionRefused, match="自己参与"):
        factories.approve(submission, moderator)
    with pytest.raises(decisions.DecisionRefused, match="权限"):
        factories.approve(submission, factories.make_operator())


def test_a_case_is_decided_once() -> None:
    page = factories.make_article()
    case = Case.objects.get(submission=factories.submit(page))
    decisions.return_to_author(case, factories.make_moderator(), ["SRC.CLAIM_UNSOURCED"], "请补出处")
    with pytest.raises(CaseClosed):
        decisions.approve(case, factories.make_moderator())
    assert Decision.objects.count() == 1
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_a_second_version_returned_leaves_the_first_live() -> None:
    live = factories.publish(factories.make_article())
    draft = live.get_latest_revision().as_object()
    draft.title = "第二版的标题"
    draft.save_revision(user=live.owner)
    submission = factories.submit(live)
    decisions.return_to_author(Case.objects.get(submission=submission), factories.make_moderator(), ["BL7"], "再改改")
    assert ArticlePage.objects.published().get().title == live.title


def test_takedown_ends_the_clearance_and_restore_brings_back_the_same_digest() -> None:
    live = factories.publish(factories.make_article())
    digest, moderator = live.live_digest, factories.make_moderator()
    decisions.take_down(live, moderator, Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert not ArticlePage.objects.published().exists()
    row = ArticlePage.objects.get(pk=live.pk)
    with pytest.raises(Exception, match="还没有通过审核"):
        row.get_latest_revision().publish()
    decisions.restore(ArticlePage.objects.get(pk=live.pk), moderator, digest, "查明无误")
    assert ArticlePage.objects.published().get().live_digest == digest
    assert [entry.kind for entry in LedgerEntry.objects.all()][-4:] == ["taken down", "restored", "published", "manifest signed"]


def test_a_wrong_takedown_is_restored_though_the_certificate_expired_meanwhile() -> None:
    live = factories.publish(factories.make_article())
    moderator = factories.make_moderator()
    decisions.take_down(live, moderator, Verb.TAKEDOWN, [], "误操作")
    live.owner.certificates.update(expires_on=datetime.date(2020, 1, 1))
    decisions.restore(ArticlePage.objects.get(pk=live.pk), moderator, live.live_digest, "误操作更正")
    assert ArticlePage.objects.published().exists()


def test_a_schedule_past_the_certificate_waits_and_loses_nothing() -> None:
    page = factories.make_article()
    soon = timezone.now() + datetime.timedelta(hours=1)
    submission = factories.submit(page, publish_at=soon)
    assert not factories.approve(submission)
    page.owner.certificates.update(expires_on=datetime.date(2020, 1, 1))
    assert duties.publish_scheduled(soon + datetime.timedelta(minutes=1)) == 0
    assert duties.publish_scheduled(soon + datetime.timedelta(minutes=2)) == 0
    assert Notice.objects.filter(kind="not_published").count() == 1
    page.owner.certificates.update(expires_on=None)
    assert duties.publish_scheduled(soon + datetime.timedelta(minutes=3)) == 1
    assert ArticlePage.objects.published().exists()


def test_one_blocked_page_stops_no_other_schedule() -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    pages = [factories.make_article() for _number in range(2)]
    for page in pages:
        factories.approve(factories.submit(page, publish_at=soon))
    pages[0].owner.certificates.update(expires_on=datetime.date(2020, 1, 1))
    assert duties.publish_scheduled(soon + datetime.timedelta(minutes=1)) == 1
    assert ArticlePage.objects.published().get().pk == pages[1].pk


def test_an_unqualified_doctor_is_refused_and_keeps_the_draft() -> None:
    author = factories.make_doctor(qualified=False)
    InterestDeclaration.objects.create(doctor=author, none=True)
    page = factories.make_article(author=author)
    submission = factories.submit(page)
    assert submission.state == "refused"
    assert submission.scans.get().findings.filter(code="ACC.CERT_EXPIRED").exists()
    assert page.get_latest_revision_as_object().title == page.title


def test_what_is_missing_blocks_and_is_named() -> None:
    page = factories.make_article(audience_for="", licence="", common_knowledge=False)
    finding = factories.submit(page).scans.get().findings.get(code="SRC.META_MISSING")
    for label in ("适用人群", "许可", "参考文献"):
        assert label in finding.message


def test_withdrawing_a_submission_closes_its_case() -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    with pytest.raises(submissions.SubmissionRefused, match="已有一份"):
        factories.submit(page)
    submissions.withdraw(submission, page.owner)
    assert Case.objects.get().outcome == "withdrawn"
    with pytest.raises(submissions.SubmissionRefused, match="不能撤回"):
        submissions.withdraw(Submission.objects.get(pk=submission.pk), page.owner)
    assert factories.submit(page).state == "open"


def test_pictures_must_be_looked_at() -> None:
    author = factories.make_doctor()
    picture = {"image": factories.make_picture(author), "alt": "袖带", "caption": "", "credit": "林知远", "licence": "CC BY 4.0"}
    page = factories.make_article(author=author, body=[("picture", picture)])
    case = Case.objects.get(submission=factories.submit(page))
    with pytest.raises(decisions.DecisionRefused, match="图片"):
        decisions.approve(case, factories.make_moderator())
    assert decisions.approve(case, factories.make_moderator(), pictures_checked=True)


def test_a_review_finding_needs_a_reason() -> None:
    page = factories.make_article(text="我们医院有最佳的治疗团队。")
    case = Case.objects.get(submission=factories.submit(page))
    with pytest.raises(decisions.DecisionRefused, match="理由"):
        decisions.approve(case, factories.make_moderator())
    assert factories.approve(case.submission)  # type: ignore[arg-type]


def test_redaction_leaves_keys_alone() -> None:
    page = factories.make_article()
    page.translation_key = "4d3a64a8-a8ea-451e-b23c-13800138000d"
    page.save_revision(user=page.owner)
    assert factories.submit(page).state == "open"
    assert page.get_latest_revision().content["translation_key"] == "4d3a64a8-a8ea-451e-b23c-13800138000d"

"""Evidence from its upload to the public page, and from its end to the takedown."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.attribution import ending, evidence_acts, rights
from articles.attribution.evidence import evidence_of
from articles.attribution.evidence_acts import EvidenceRefused
from articles.models import ArticlePage, CaseConsent
from moderation import decisions, submissions
from moderation.gate import PublicationBlocked
from moderation.models import Case, Decision, Kind, Notice, VaultFile, Verb
from tests import factories
from tests.attribution.scene import derived, give, scan, today, values, work_for_hire

pytestmark = pytest.mark.django_db
CASE = "上周查房，有位老太太拉着我问能不能吃鸡蛋。"


def codes(page: ArticlePage) -> set[str]:
    return set(factories.submit(page).scans.get().findings.values_list("code", flat=True))


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


@pytest.mark.parametrize("origin", ["转载", "翻译", "改编", "汇编"])
def test_somebody_elses_work_goes_from_evidence_to_readers(origin: str) -> None:
    page = derived(origin)
    assert codes(page) == {"IP.NO_PERMISSION"}
    permission = give("permission", page, verified=False)
    submission = factories.submit(page)
    assert submission.state == "open"
    assert not factories.approve(submission), "unverified evidence publishes nothing"
    assert any("还没有核验" in reason for reason in fresh(page).obstacles(timezone.now()).to_publish)
    evidence_acts.verify(permission, factories.make_moderator())
    assert decisions.publish(submission)
    assert fresh(page).live


def test_a_work_for_hire_goes_from_letter_to_readers() -> None:
    page = work_for_hire()
    submission = factories.submit(page)
    assert not factories.approve(submission)
    give("letter", page)
    assert decisions.publish(submission)
    assert rights.work_for_hire(fresh(page), today()) == "ordinary"


def test_every_source_of_a_compilation_needs_its_own_permission() -> None:
    page = derived("汇编", {"title": "第一篇"}, {"title": "第二篇"})
    give("permission", page, work_title="第一篇")
    assert "IP.NO_PERMISSION" in codes(page)
    assert any("第二篇" in sentence for sentence in rights.rights_of(page, today()).lacking)
    give("permission", page, work_title="第二篇")
    factories.publish(page)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"work_title": "另一部作品"}, "上传权利人的授权"),
        ({"rights": ["信息网络传播"]}, "没有授予翻译的权利"),
        ({"work_author": "B. Writer"}, "上传权利人的授权"),
        ({"work_url": "https://example.org/other"}, "上传权利人的授权"),
        ({"channels": ["print"]}, "不能用在这里：使用渠道里没有“本站网页”"),
        ({"purposes": ["teaching"]}, "不能用在这里：同意的用途里没有“公开的医学科普”"),
    ],
)
def test_a_permission_that_does_not_reach_is_told(changed: dict[str, Any], sentence: str) -> None:
    page = derived("翻译")
    give("permission", page, **changed)
    assert sentence in "；".join(rights.rights_of(page, today()).lacking)


def test_a_permission_without_sublicensing_allows_no_open_licence() -> None:
    page = derived("翻译", licence="CC BY 4.0")
    give("permission", page)
    assert "没有允许转授权" in "；".join(rights.rights_of(page, today()).lacking)
    page = derived("翻译", licence="CC BY 4.0")
    give("permission", page, sublicensing=True)
    assert rights.rights_of(page, today()).lacking == []


def test_a_single_use_serves_one_article() -> None:
    page = derived("转载")
    permission = give("permission", page, single_use=True)
    factories.publish(page)
    other = derived("转载")
    with pytest.raises(EvidenceRefused, match="仅限一次"):
        evidence_acts.use_again(permission, other, other.owner)


def test_a_permission_may_serve_a_second_article() -> None:
    page = derived("转载")
    permission = give("permission", page)
    other = derived("转载")
    evidence_acts.use_again(permission, other, page.owner)
    factories.publish(other)
    with pytest.raises(EvidenceRefused, match="已经在这篇文章里"):
        evidence_acts.use_again(permission, other, page.owner)


def test_a_consent_is_for_one_case_of_one_article() -> None:
    page, other = factories.make_article(case_kind="real"), factories.make_article(case_kind="real")
    consent = give("consent", page)
    with pytest.raises(EvidenceRefused, match="只对应一篇文章"):
        evidence_acts.use_again(consent, other, page.owner)
    with pytest.raises(EvidenceRefused, match="已经用于另一篇文章的病例"):
        evidence_acts.add("consent", other, other.owner, scan(), values("consent"))
    assert VaultFile.objects.count() == 1


def test_a_real_case_needs_a_verified_consent() -> None:
    page = factories.make_article(text=CASE, case_kind="real")
    assert codes(page) == {"PRIV.CASE_NO_CONSENT"}
    submissions.withdraw(submissions.pending(page), page.owner)  # type: ignore[arg-type]
    give("consent", page)
    assert codes(page) == set()
    assert factories.approve(submissions.pending(page))  # type: ignore[arg-type]


def test_a_consent_for_one_case_does_not_cover_another_whose_consent_ended() -> None:
    page = factories.make_article(text=CASE, case_kind="real")
    give("consent", page, text="one")
    second = give("consent", page, text="two", case_label="病例二")
    factories.publish(page)
    gone = evidence_acts.withdraw(second, page.owner, "患者来信撤回")
    assert gone == [page]
    assert not fresh(page).live
    assert [fact["withdrawn"] for fact in fresh(page).facts()["case_consents"]] == [True]


@pytest.mark.parametrize("licence", ["STOCK", "PERM"])
def test_a_picture_by_contract_needs_its_release(licence: str) -> None:
    author = factories.make_doctor()
    image = factories.make_picture(author)
    picture = {"image": image, "alt": "袖带", "credit": "南湖图库", "licence": licence, "caption": ""}
    page = factories.make_article(author, cover=[("picture", picture)])
    assert "请上传它的凭证" in "；".join(page.obstacles(timezone.now()).to_publish)
    release = give("release", page, image_id=image.pk)
    factories.publish(page)
    evidence_acts.withdraw(release, author, "图库收回授权")
    assert not fresh(page).live


def test_an_expired_permission_takes_the_article_down_tells_everybody_and_can_be_followed_by_another() -> None:
    page = derived("转载")
    give("permission", page, valid_until=today() + datetime.timedelta(days=90))
    moderator = factories.make_moderator()
    factories.publish(page)
    digest = fresh(page).live_digest
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        assert any("到期" in reason for reason in fresh(page).obstacles(timezone.now()).to_show)
        assert ending.end_what_ran_out(timezone.now()) == 1
        assert not fresh(page).live
        case = Case.objects.get(kind=Kind.EXPIRY, object_id=page.pk)
        decision = Decision.objects.filter(object_id=page.pk).latest("pk")
        assert (decision.verb, decision.by, decision.reason_codes) == (Verb.TAKEDOWN, None, ["IP.NO_PERMISSION"])
        told = set(Notice.objects.filter(kind="evidence_ended").values_list("recipient_id", flat=True))
        assert {page.owner_id, moderator.pk} <= told
        assert ending.end_what_ran_out(timezone.now()) == 0
        with pytest.raises(PublicationBlocked, match="到期"):
            decisions.restore(fresh(page), moderator, digest, "误下架")
        give("permission", page)
        assert case.sources.filter(what__contains="可以考虑恢复").exists()
        decisions.restore(fresh(page), moderator, digest, "已有新的授权")
        assert fresh(page).live
        case.refresh_from_db()
        assert (case.state, case.outcome) == ("closed", "restored")
    call_command("verify_ledger")


def test_withdrawing_takes_down_at_once_unless_another_covers() -> None:
    page = derived("转载")
    first, _second = give("permission", page), give("permission", page, text="another")
    factories.publish(page)
    assert evidence_acts.withdraw(first, page.owner, "权利人来信") == []
    assert fresh(page).live
    assert evidence_acts.withdraw(_second, page.owner, "权利人来信") == [page]
    assert not fresh(page).live


def test_reminders_come_once_at_each_step() -> None:
    page = derived("转载")
    give("permission", page, valid_until=today() + datetime.timedelta(days=100))
    begin = timezone.now()
    counts = []
    for day in (39, 40, 41, 70, 93, 99, 100):
        with time_machine.travel(begin + datetime.timedelta(days=day)):
            ending.end_what_ran_out(timezone.now())
            ending.end_what_ran_out(timezone.now())
            counts.append(Notice.objects.filter(kind="evidence_ending").count())
    assert counts == [0, 1, 1, 2, 3, 4, 4]


def test_who_verifies_has_no_part_in_it() -> None:
    page = derived("转载")
    permission = give("permission", page, verified=False)
    with pytest.raises(EvidenceRefused, match="只有审核员"):
        evidence_acts.verify(permission, factories.make_doctor())
    page.owner.groups.add(factories.make_moderator().groups.get())
    owner = type(page.owner).objects.get(pk=page.owner_id)
    with pytest.raises(EvidenceRefused, match="自己上传"):
        evidence_acts.verify(permission, owner)
    moderator = factories.make_moderator()
    with pytest.raises(EvidenceRefused, match="请写明"):
        evidence_acts.refuse(permission, moderator, " ")
    evidence_acts.refuse(permission, moderator, "没有盖章")
    with pytest.raises(EvidenceRefused, match="不在等待核验"):
        evidence_acts.verify(permission, moderator)
    assert Notice.objects.get(recipient=page.owner).context["reason"] == "没有盖章"


def test_the_record_lists_evidence_by_hash_and_leaves_out_what_was_refused() -> None:
    page = derived("转载")
    permission = give("permission", page)
    evidence_acts.refuse(give("permission", page, verified=False, text="bad"), factories.make_moderator(), "没有签字")
    (listed,) = evidence_of(page)
    assert (listed.kind, listed.id, listed.sha256) == ("permission", permission.pk, permission.file.sha256)
    assert listed.verified_at is not None
    assert listed.withdrawn_at is None


def test_a_draft_can_be_deleted_and_its_evidence_stays() -> None:
    page = factories.make_article(case_kind="real")
    give("consent", page)
    fresh(page).delete()
    assert CaseConsent.objects.count() == 1

"""Nobody stands under an article who has not signed exactly those words."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError

from articles.attribution.signatures import answering, asking, carrying, people, standing
from articles.attribution.signatures.asking import SignatureRefused
from articles.models import ArticlePage, Signature
from doctors.models import DoctorProfile
from moderation import decisions, submissions
from moderation.models import LedgerEntry, Notice, Submission
from moderation.models.notice import NoticeKind
from tests import factories

pytestmark = pytest.mark.django_db
OUTSIDER = {"name": "白小满", "role": "illustrator", "institution": "南湖画室"}


def article(*contributors: dict[str, Any], **fields: Any) -> ArticlePage:
    page = factories.make_article(**fields)
    page.set_stream("contributors", [{"type": "contributor", "value": one, "id": f"c{n}"} for n, one in enumerate(contributors)])
    page.save_revision(user=page.owner)
    return page


def colleague(name: str = "沈安宁") -> DoctorProfile:
    doctor = factories.make_doctor()
    doctor.name = name
    doctor.save()
    return factories.make_profile(doctor)


def submitted(page: ArticlePage) -> Submission:
    submission = factories.submit(page)
    assert submission.state == "open", list(submission.scans.get().findings.values_list("code", "masked"))
    return submission


def waiting(submission: Submission) -> list[str]:
    return list(submission.as_submitted().obstacles(timezone.now()).to_publish)


def link_of(signature: Signature, email: str = "") -> str:
    return asking.make_link(signature, email).url.partition("8000")[2]


def test_a_contributor_without_an_account_signs_by_a_link(client: Client) -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    assert not factories.approve(submission), "approved and yet waiting for the signature"
    (signature,) = submission.signatures.all()
    url = link_of(signature, "xiaoman@example.org")
    assert url in mail.outbox[-1].body
    seen = client.get(url)
    assert seen.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in seen.headers["Cache-Control"]
    text = seen.content.decode()
    assert page.title in text
    assert "绘图（第 2 位）" in text
    assert "取平均值" in client.get(url + "article/").content.decode(), "exactly what is signed can be read"
    wrong = client.post(url, {"action": "sign", "name": "别人"})
    assert wrong.status_code == 422
    assert "白小满" in wrong.content.decode()
    assert "已签署" in client.post(url, {"action": "sign", "name": "白小满"}).content.decode()
    assert decisions.publish(submission)
    live = ArticlePage.objects.get(pk=page.pk)
    assert live.live
    assert live.signed == {"confirmed": {"contributors.c0": timezone.localdate().isoformat()}}
    assert "已经签署过" in client.get(url).content.decode(), "a link answers once"
    kinds = set(LedgerEntry.objects.filter(kind__startswith="signature").values_list("kind", flat=True))
    assert kinds == {"signature asked", "signature given"}
    assert "白小满" not in str(list(LedgerEntry.objects.values_list("data", flat=True)))


def test_a_colleague_signs_with_the_account_and_nobody_else_can(client: Client) -> None:
    other = factories.make_doctor()
    page = article({"account": other.pk, "name": "沈安宁", "role": "co-author"})
    submission = submitted(page)
    notice = Notice.objects.get(recipient=other, kind=NoticeKind.SIGN_ASKED)
    client.force_login(factories.make_doctor())
    assert client.get(notice.url).status_code == 404
    client.force_login(other)
    assert client.get(notice.url).status_code == 200
    client.post(notice.url, {"action": "sign", "name": "沈安宁"})
    assert factories.approve(submission)


def test_who_declines_is_heard_and_stops_the_publication(client: Client) -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    url = link_of(submission.signatures.get())
    assert client.post(url, {"action": "decline", "reason": " "}).status_code == 422
    client.post(url, {"action": "decline", "reason": "图是我画的，但文字没有给我看过"})
    told = Notice.objects.get(recipient=page.owner, kind=NoticeKind.SIGN_DECLINED)
    assert "文字没有给我看过" in told.context["reason"]
    assert not factories.approve(submission)
    assert any("没有同意" in sentence for sentence in waiting(submission))


def test_another_digest_asks_again(client: Client) -> None:
    page = article(OUTSIDER)
    first = submitted(page)
    url = link_of(first.signatures.get())
    client.post(url, {"action": "sign", "name": "白小满"})
    submissions.withdraw(first, page.owner)
    page.summary = "换了一种完全不同的说法来介绍这篇文章讲的是什么。"
    page.save_revision(user=page.owner)
    second = submitted(page)
    assert second.signatures.get().answer == "open"
    assert any("还没有确认" in sentence for sentence in standing.lacking(second.as_submitted()))


def test_an_expired_link_says_so_and_a_new_one_ends_the_old(client: Client) -> None:
    submission = submitted(article(OUTSIDER))
    signature = submission.signatures.get()
    old = link_of(signature)
    new = link_of(signature)
    assert client.get(old).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        gone = client.get(new)
        assert gone.status_code == 410
        assert "过期" in gone.content.decode()
        assert client.post(new, {"action": "sign", "name": "白小满"}).status_code == 410
    assert Signature.objects.get(pk=signature.pk).answer == "open"


def test_what_was_taken_back_needs_no_signature(client: Client) -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    url = link_of(submission.signatures.get())
    submissions.withdraw(submission, page.owner)
    assert client.get(url).status_code == 410
    with pytest.raises(SignatureRefused):
        asking.make_link(Signature.objects.get(submission=submission))


def test_a_high_risk_topic_waits_for_a_review(settings: Any, client: Client) -> None:
    settings.MEDICAL_REVIEW = "high-risk"
    reviewer = colleague()
    page = article(topic=factories.make_topic("胸痛", risk="high"))
    submission = submitted(page)
    assert not factories.approve(submission)
    assert any("审稿" in sentence for sentence in waiting(submission))
    signature = asking.invite_reviewer(submission, reviewer, page.owner)
    with pytest.raises(SignatureRefused, match="已经邀请过"):
        asking.invite_reviewer(submission, reviewer, page.owner)
    url = link_of(signature)
    assert "没有参与写作" in client.get(url).content.decode()
    client.post(url, {"action": "sign", "name": "沈安宁"})
    assert decisions.publish(submission)
    live = ArticlePage.objects.get(pk=page.pk)
    assert [one["name"] for one in live.signed["reviewers"]] == ["沈安宁"]


def test_who_may_review(settings: Any) -> None:
    settings.MEDICAL_REVIEW = "all"
    page = article()
    submission = submitted(page)
    author = factories.make_profile(page.owner)
    unqualified = factories.make_profile(factories.make_doctor(qualified=False))
    for nobody in (author, unqualified):
        with pytest.raises(SignatureRefused):
            asking.invite_reviewer(submission, nobody, page.owner)
    fitting = colleague("周一帆")
    assert people.may_review(page) == [fitting]
    elsewhere = submitted(article(specialty="05", topic=factories.make_topic("孕期")))
    with pytest.raises(SignatureRefused):
        asking.invite_reviewer(elsewhere, fitting, page.owner)


def test_the_author_never_sees_a_link_to_sign_as_a_colleague(settings: Any, client: Client) -> None:
    settings.MEDICAL_REVIEW = "all"
    reviewer = colleague()
    page = article()
    submission = submitted(page)
    client.force_login(page.owner)
    seen = client.post(f"/admin/signatures/{page.pk}/", {"action": "invite", "reviewer": reviewer.pk}).content.decode()
    again = client.post(f"/admin/signatures/{page.pk}/", {"action": "link", "signature": submission.signatures.get().pk})
    assert "/sign/" not in seen + again.content.decode()
    assert [message.to for message in mail.outbox] == [[reviewer.user.email]] * 2
    client.post(
        f"/admin/signatures/{page.pk}/", {"action": "link", "signature": submission.signatures.get().pk, "email": "me@x.cn"}
    )
    assert mail.outbox[-1].to == [reviewer.user.email], "nor has it sent elsewhere"


def test_a_reviewer_whose_certificates_ended_cannot_sign(settings: Any) -> None:
    settings.MEDICAL_REVIEW = "all"
    reviewer = colleague()
    submission = submitted(article())
    signature = asking.invite_reviewer(submission, reviewer, submission.submitted_by)
    reviewer.user.certificates.update(revoked_at=timezone.now())
    with pytest.raises(SignatureRefused, match="证件"):
        answering.sign(signature, "沈安宁", by_link=False)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("早晚各量一次血压，每次两遍，取平均直。", "早晚各量一次血压，每次两遍，取平均值。", ""),
        ("早晚各量一次血压，每次两遍，取平均值。", "早晚各量一次血压，每次三遍，取平均值。", "数字"),
        ("早上量血压之前可以喝咖啡，量完记下来。", "早上量血压之前不可以喝咖啡，量完记下来。", "否定词"),
        ("早晚各量一次血压，每次3~5遍，取平均值。", "早晚各量一次血压，每次35遍，取平均值。", "数字"),
        ("按医嘱每次服用一半，溶液1/2杯即可，慢慢来。", "按医嘱每次服用一半，溶液12杯即可，慢慢来。", "数字"),
        ("量完血压之后再吃药，饭前安静坐着休息。", "量完血压之后再吃药，饭后安静坐着休息。", "相反"),
        ("起身太快会使血压升高，请慢慢坐起来。", "起身太快会使血压降低，请慢慢坐起来。", "相反"),
        ("血压高的人按医嘱吃氨氯地平，量完记下来。", "血压高的人按医嘱吃硝苯地平，量完记下来。", "药名"),
        (
            "早晚各量一次血压，每次两遍，取平均值。",
            "早晚各量一次血压，每次两遍，取平均值，然后把记录本带给门诊医生看看就好了。",
            "不止是错字",
        ),
    ],
)
def test_a_misprint_keeps_the_signatures(before: str, after: str, reason: str) -> None:
    page = article(OUTSIDER, text=before)
    first = submitted(page)
    answering.sign(first.signatures.get(), "白小满", by_link=False)
    submissions.withdraw(first, page.owner)
    page.body = [("heading", "怎样量才准"), ("paragraph", f"<p>{after}</p>")]
    page.save_revision(user=page.owner)
    second = submitted(page)
    moderator = factories.make_moderator()
    if reason:
        with pytest.raises(SignatureRefused, match=reason):
            carrying.carry(second, moderator)
        assert second.signatures.get().answer == "open"
        return
    assert carrying.carry(second, moderator) == 1
    carried = second.signatures.get()
    assert (carried.answer, carried.carried_by, carried.carried_from) == ("signed", moderator, first.signatures.get())


def test_another_licence_is_no_misprint() -> None:
    page = article(OUTSIDER)
    first = submitted(page)
    answering.sign(first.signatures.get(), "白小满", by_link=False)
    submissions.withdraw(first, page.owner)
    page.licence = "ARR"
    page.save_revision(user=page.owner)
    with pytest.raises(SignatureRefused, match="归属记录"):
        carrying.carry(submitted(page), factories.make_moderator())


def test_the_author_sees_who_is_awaited_and_sends_the_link(client: Client) -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    client.force_login(page.owner)
    url = f"/admin/signatures/{page.pk}/"
    assert "白小满" in client.get(url).content.decode()
    sent = client.post(url, {"action": "link", "signature": submission.signatures.get().pk, "email": ""}).content.decode()
    assert re.search(r'value="http[^"]+/sign/[\w-]{30,}/"', sent)
    assert "标为错字" not in client.post(url, {"action": "carry"}, follow=True).content.decode().split("messages")[0]
    assert submission.signatures.get().answer == "open"
    client.force_login(factories.make_doctor())
    assert client.get(url).status_code == 404


def test_contributors_do_not_decide_on_their_own_work() -> None:
    moderator = factories.make_moderator()
    page = article({"account": moderator.pk, "name": moderator.name, "role": "editor"})
    with pytest.raises(decisions.DecisionRefused):
        decisions.approve(submitted(page).cases.get(), moderator)


def test_who_declined_makes_the_authorship_unclear_to_the_engine() -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    answering.decline(_linked(submission.signatures.get()), "没有给我看过", by_link=True)
    facts = submission.as_submitted().facts()["contributors"]
    assert [one["confirmed"] for one in facts] == [True, False]
    report = submissions.check(page)[2]
    assert "IP.AUTHORSHIP" in {finding.code for finding in report.findings}


def test_a_subject_outside_the_authors_field_is_told() -> None:
    author = factories.make_doctor()
    factories.make_profile(author)
    skin = article(author=author, specialty="13", topic=factories.make_topic("湿疹"))
    assert "MED.SCOPE" in {finding.code for finding in submissions.check(skin)[2].findings}
    stomach = article(author=author, specialty="03.02", topic=factories.make_topic("反流"))
    assert "MED.SCOPE" not in {finding.code for finding in submissions.check(stomach)[2].findings}, "both are internal medicine"


def _linked(signature: Signature) -> Signature:
    asking.make_link(signature)
    signature.refresh_from_db()
    return signature


def test_what_somebody_declined_later_is_not_signed_for_them_again() -> None:
    page = article(OUTSIDER)
    first = submitted(page)
    answering.sign(_linked(first.signatures.get()), "白小满", by_link=True)
    submissions.withdraw(first, page.owner)
    page.summary += "请"
    page.save_revision(user=page.owner)
    second = submitted(page)
    answering.decline(_linked(second.signatures.get()), "图换掉了", by_link=True)
    submissions.withdraw(second, page.owner)
    page.summary += "看"
    page.save_revision(user=page.owner)
    assert carrying.carry(submitted(page), factories.make_moderator()) == 0


def test_moved_paragraphs_are_no_misprint() -> None:
    page = article(OUTSIDER, body=[("paragraph", "<p>散步和做操都很好。</p>"), ("paragraph", "<p>憋气用力要当心。</p>")])
    first = submitted(page)
    answering.sign(_linked(first.signatures.get()), "白小满", by_link=True)
    submissions.withdraw(first, page.owner)
    page.body = list(reversed([(block.block_type, block.value) for block in page.body]))
    page.save_revision(user=page.owner)
    with pytest.raises(SignatureRefused):
        carrying.carry(submitted(page), factories.make_moderator())


def test_a_review_counts_while_the_reviewer_is_qualified(settings: Any) -> None:
    settings.MEDICAL_REVIEW = "all"
    reviewer = colleague()
    submission = submitted(article())
    answering.sign(asking.invite_reviewer(submission, reviewer, submission.submitted_by), "沈安宁", by_link=False)
    assert not standing.lacking(submission.as_submitted())
    reviewer.user.certificates.update(revoked_at=timezone.now())
    assert standing.lacking(submission.as_submitted())


def test_what_was_approved_and_never_live_is_not_restored() -> None:
    page = article(OUTSIDER)
    submission = submitted(page)
    assert not factories.approve(submission)
    with pytest.raises(decisions.DecisionRefused):
        decisions.restore(ArticlePage.objects.get(pk=page.pk), factories.make_moderator(), submission.digest, "看错了")


def test_a_colleague_is_named_by_the_account() -> None:
    colleague()
    block = article().contributors.stream_block.child_blocks["contributor"]
    known = {"account": None, "name": "沈安宁", "role": "co-author", "title": "", "institution": "南湖市第一医院"}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(known))
    assert block.clean(block.to_python({**known, "institution": "远山医院"}))["name"] == "沈安宁"
    with pytest.raises(submissions.SubmissionRefused, match="本站医生"):
        factories.submit(article(known))


def test_words_that_changed_since_they_were_shown_are_not_handed_in(client: Client) -> None:
    page = article()
    client.force_login(page.owner)
    address = f"/admin/submit/articles/articlepage/{page.pk}/"
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', client.get(address).content.decode())
    assert shown
    page.summary = "另一个窗口里存了别的话，读的人还没有看过。"
    page.save_revision(user=page.owner)
    sentences = [name for name, _sentence in page.get_latest_revision_as_object().confirmations()]
    answer = client.post(address, {"warranty": "on", "confirm": sentences, "shown": shown[1]})
    assert answer.status_code == 422
    assert "又有改动" in answer.content.decode()
    assert not Submission.objects.filter(object_id=page.pk).exists()


def test_contributors_with_one_id_get_ids_of_their_own_and_both_are_asked() -> None:
    page = factories.make_article()
    rows = [{"type": "contributor", "value": {"name": name, "role": "illustrator"}, "id": "same"} for name in ("甲乙", "丙丁")]
    page.set_stream("contributors", rows)
    page.save_revision(user=page.owner)
    assert set(submitted(page).signatures.values_list("name", flat=True)) == {"甲乙", "丙丁"}
    assert Signature.objects.filter(place="contributors.same", name="甲乙").exists(), "the first keeps its id"


def test_ids_that_are_double_in_an_old_revision_are_named_and_not_taken_for_a_second_submission() -> None:
    page = article(OUTSIDER, {**OUTSIDER, "name": "丙丁"})
    revision = page.get_latest_revision()
    revision.content["contributors"] = revision.content["contributors"].replace('"c1"', '"c0"')
    revision.save()
    with pytest.raises(submissions.SubmissionRefused, match="编号重复"):
        factories.submit(page)


@pytest.mark.parametrize("number", ["abc", "²", "9" * 5000, ""])
def test_ids_that_are_none_find_nothing(client: Client, number: str) -> None:
    page = article(OUTSIDER)
    submitted(page)
    client.force_login(page.owner)
    for sent in ({"action": "invite", "reviewer": number}, {"action": "link", "signature": number}):
        assert client.post(f"/admin/signatures/{page.pk}/", sent).status_code == 404

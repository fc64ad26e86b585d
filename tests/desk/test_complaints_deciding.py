"""What a decision on a complaint does: to the page, to every list and cache in the next request, to each person concerned."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation import decisions, ledger
from moderation.cases import CaseClosed
from moderation.complaints import deciding, duties, places, public_notice, referring, siblings
from moderation.decisions import DecisionRefused
from moderation.models import Case, Complaint, ComplaintKind, Correction, LedgerEntry, Mail, Notice, Referral
from tests import factories
from tests.desk.complaint_scene import case_of, complain, working

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Any:
    return factories.publish(factories.make_article())


def where_it_shows(client: Client, page: Any) -> list[str]:
    """Every public place that names the article now."""
    topic = page.topic.slug if page.topic else ""
    places = ["/", "/articles/", "/feed/", "/feed/rss/", "/sitemap.xml", f"/topics/{topic}/"]
    places += ["/search/?q=血压", "/api/search?q=血压", "/api/suggest?q=血压"]
    return [place for place in places if f"/articles/{page.slug}/" in client.get(place).content.decode()]


def test_a_takedown_is_seen_everywhere_in_the_very_next_request(client: Client, published: Any) -> None:
    address = f"/articles/{published.slug}/"
    seen = client.get(address)
    etag = seen.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert {"/articles/", "/feed/", "/sitemap.xml", "/api/search?q=血压"} <= set(where_it_shows(client, published))
    complaint = complain(published)
    case = case_of(complaint)
    moderator = working(case)
    deciding.take_down(case, moderator, ["CLAIM.CURE_RATE"], "数值有误，电话 13800138000 可核对")
    gone = client.get(address, headers={"If-None-Match": etag})
    text = gone.content.decode()
    assert gone.status_code == 410
    assert "no-store" in gone.headers["Cache-Control"]
    assert gone.headers["X-Robots-Tag"] == "noindex"
    assert "noindex" in text
    for hidden in (published.title, published.owner.name, complaint.receipt, "13800138000", moderator.name):
        assert hidden not in text.split("<main", 1)[1]
    notice = public_notice.of(published)
    assert notice is not None
    assert notice.number in text
    assert notice.grounds[0] in text
    assert where_it_shows(client, published) == []
    for tail in ("versions/", "certificate", "cite.bib"):
        assert client.get(address + tail, headers={"If-None-Match": etag}).status_code == 410
    for tail in ("attribution", "manifest"):
        assert client.get(f"/api/articles/{published.slug}/{tail}").status_code == 410
    complaint.refresh_from_db()
    assert (complaint.state, complaint.outcome) == ("decided", "taken_down")
    assert "13800138000" not in complaint.reason
    assert Notice.objects.filter(recipient=published.owner, kind="taken_down").exists()


def test_its_pictures_leave_their_addresses_and_come_back(django_capture_on_commit_callbacks: Any) -> None:
    def pictured(title: str, *images: Any) -> Any:
        rows = [("picture", {"image": image, "alt": "袖带", "credit": "林知远", "licence": "ARR"}) for image in images]
        return factories.make_article(title=title, body=[("paragraph", "<p>早晚各量一次。</p>"), *rows])

    own, shared = factories.make_picture(size=(900, 600)), factories.make_picture(size=(900, 600))
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.publish(pictured("量血压", own, shared))
        factories.publish(pictured("另一篇", shared))
    file = own.renditions.first().file
    assert file.storage.exists(file.name)
    case = case_of(complain(page))
    with django_capture_on_commit_callbacks(execute=True):
        deciding.take_down(case, working(case), ["PRIV.NAME"], "照片里能认出病人")
    assert not file.storage.exists(file.name)
    assert not own.renditions.exists()
    assert shared.renditions.exists()
    with django_capture_on_commit_callbacks(execute=True):
        row = type(page).objects.get(pk=page.pk)
        decisions.restore(row, factories.make_moderator(), deciding.last_shown(row), "认错了")
    assert own.renditions.exists()


def test_what_was_taken_down_wrongly_is_back_in_one_act_and_everybody_learns_it(client: Client, published: Any) -> None:
    complaint = complain(published)
    case = case_of(complaint)
    deciding.take_down(case, working(case), ["BL7"], "数值有误")
    digest = deciding.last_shown(type(published).objects.get(pk=published.pk))
    decisions.restore(type(published).objects.get(pk=published.pk), factories.make_moderator(), digest, "复核后认为无误")
    assert client.get(f"/articles/{published.slug}/").status_code == 200
    complaint.refresh_from_db()
    assert complaint.outcome == "restored"
    assert complaint.events.last().what == "restored"  # type: ignore[union-attr]
    assert not list(ledger.faults())


def test_each_complainant_gets_the_outcome_once(published: Any) -> None:
    complaints = [complain(published, kind) for kind in (ComplaintKind.FALSE, ComplaintKind.ADVERT)]
    case = case_of(complaints[0])
    moderator = working(case)
    deciding.dismiss(case, moderator, "与指南一致", groundless=[complaints[1].pk])
    with pytest.raises(CaseClosed):
        deciding.dismiss(case, moderator, "再来一次")
    found = list(Complaint.objects.order_by("pk"))
    assert [one.outcome for one in found] == ["dismissed", "dismissed"]
    assert [one.groundless for one in found] == [False, True]
    assert [one.events.count() for one in found] == [2, 2]
    assert Mail.objects.filter(notice=None).count() == 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"reason": " "}, "请写明理由"), ({"codes": []}, "请选择下架的原因")],
)
def test_a_takedown_needs_ground_and_reason(published: Any, change: dict[str, Any], sentence: str) -> None:
    case = case_of(complain(published))
    given: dict[str, Any] = {"codes": ["BL7"], "reason": "数值有误", **change}
    with pytest.raises(DecisionRefused, match=sentence):
        deciding.take_down(case, working(case), given["codes"], given["reason"])
    assert type(published).objects.get(pk=published.pk).live


def test_the_author_decides_nothing_about_their_own_page(published: Any) -> None:
    case = case_of(complain(published))
    with pytest.raises(DecisionRefused):
        deciding.dismiss(case, published.owner, "没有问题")


def test_republished_words_are_found_and_taken_down_together(django_capture_on_commit_callbacks: Any) -> None:
    words = "早晨起床后一小时内、服药和早饭之前，排空膀胱，静坐五分钟，袖带与心脏同高，连续量两遍取平均值，记在本子上，复诊时带给医生看。"
    with django_capture_on_commit_callbacks(execute=True):
        first = factories.publish(factories.make_article(text=words * 3))
        copied = factories.publish(factories.make_article(text=words * 3, title="在家量血压的窍门"))
        other = factories.publish(
            factories.make_article(text="老人要防跌倒，家里的地毯边要固定好。", title="防跌倒", summary="家里的灯要亮，地要干。")
        )
    case = case_of(complain(first))
    found = siblings.of(first)
    assert copied.pk in {one.instance.pk for one in found}
    assert other.pk not in {one.instance.pk for one in found}
    chosen = [one for one in found if one.instance.pk == copied.pk]
    done = deciding.take_down(case, working(case), ["IP.SIMILARITY"], "与另一篇相同", chosen)
    assert [decision.object_id for decision in done] == [first.pk, copied.pk]
    assert not type(first).objects.published().filter(pk__in=[first.pk, copied.pk]).exists()


def test_a_correction_is_asked_made_and_confirmed(published: Any) -> None:
    complaint = complain(published)
    case = case_of(complaint)
    moderator = working(case)
    deciding.ask_correction(case, moderator, "请把数值改对")
    with pytest.raises(DecisionRefused, match="还没有发布"):
        deciding.confirm_correction(Case.objects.get(pk=case.pk), moderator, "")
    assert Notice.objects.filter(recipient=published.owner, kind="correction").exists()
    page = type(published).objects.get(pk=published.pk)
    page.summary = "改好的摘要：量对时间，医生才用得上您的数字。"
    page.save_revision(user=page.owner)
    factories.publish(page)
    assert Correction.objects.get().state == "made"
    case.refresh_from_db()
    assert case.held_until is None
    deciding.confirm_correction(case, moderator, "")
    complaint.refresh_from_db()
    assert complaint.outcome == "corrected"


def test_a_correction_that_does_not_come_brings_the_case_up_again(published: Any) -> None:
    case = case_of(complain(published))
    deciding.ask_correction(case, working(case), "请把数值改对", days=1)
    case.refresh_from_db()
    assert case.held_until is not None
    later = timezone.now() + datetime.timedelta(days=1, hours=1)
    assert duties.watch(later) == 1
    assert duties.watch(later) == 0
    case.refresh_from_db()
    assert (case.held_until, Correction.objects.get().state) == (None, "late")


def test_an_overdue_case_rises_once(published: Any) -> None:
    operator = factories.make_operator()
    complaint = complain(published)
    late = complaint.due_at + datetime.timedelta(minutes=1)
    assert (duties.watch(late), duties.watch(late)) == (1, 0)
    case = case_of(complaint)
    assert case.escalated_at == late
    assert complaint.events.last().what == "escalated"  # type: ignore[union-attr]
    assert Notice.objects.filter(recipient=operator, kind="overdue").count() == 1


def test_an_institution_answers_by_its_link_once(client: Client, published: Any) -> None:
    complaint = complain(published, ComplaintKind.DOCTOR)
    case = case_of(complaint)
    moderator = working(case)
    with pytest.raises(DecisionRefused, match="邮箱"):
        referring.refer(case, moderator, "南湖市第一医院", "not an address", "请核实")
    referring.refer(case, moderator, "南湖市第一医院", "office@hospital.example", "患者身份证 11010519491231002X，请核实诊疗经过")
    referral = Referral.objects.get()
    assert "11010519491231002X" not in referral.summary
    assert Notice.objects.filter(recipient=published.owner, kind="complaint").exists()
    page = client.get(referring.path_of(referral)).content.decode()
    assert "请核实诊疗经过" in page
    assert complaint.receipt not in page
    assert "还没有提交" in client.post(referring.path_of(referral), {"answer": "", "name": ""}).content.decode()
    client.post(referring.path_of(referral), {"answer": "已核实，诊疗规范。", "name": "医务科"})
    assert "已于" in client.get(referring.path_of(referral)).content.decode()
    referral.refresh_from_db()
    assert (referral.state, referral.answer) == ("answered", "已核实，诊疗规范。")
    with pytest.raises(DecisionRefused, match="没有重复记录"):
        referring.answer(referral, "又一次", "医务科")
    assert client.get("/complaints/institution/invented/").status_code == 404
    assert complaint.events.filter(what="referral_answered").exists()


def test_whom_a_complaint_is_about_neither_sees_nor_decides_it(client: Client, published: Any) -> None:
    concerned = factories.make_moderator()
    complaint = complain(None, ComplaintKind.MODERATOR, about_user=concerned)
    case = case_of(complaint)
    with pytest.raises(DecisionRefused, match="涉及您本人"):
        deciding.dismiss(case, concerned, "没有问题")
    client.force_login(concerned)
    assert f"/admin/desk/{case.number}/" not in client.get("/admin/desk/complaints/").content.decode()
    seen = client.get(f"/admin/desk/{case.number}/")
    assert "收缩压" not in seen.content.decode()
    other = factories.make_moderator()
    client.force_login(other)
    assert "收缩压" in client.get(f"/admin/desk/{case.number}/").content.decode()
    deciding.uphold(case, working(case), "已提醒")


def test_only_whoever_has_the_case_sees_the_words_as_they_came(client: Client, published: Any) -> None:
    complaint = complain(published, words={"text": "我的身份证 11010519491231002X 被登出来了"})
    case = case_of(complaint)
    moderator = working(case)
    address = f"/admin/desk/complaints/{complaint.pk}/reveal/"
    client.force_login(factories.make_moderator())
    assert client.post(address).status_code == 404
    assert "11010519491231002X" not in client.get(f"/admin/desk/{case.number}/").content.decode()
    client.force_login(moderator)
    revealed = client.post(address).content.decode()
    assert "11010519491231002X" in revealed
    assert "reader@xinglin.example" in revealed
    assert LedgerEntry.objects.filter(kind="complaint revealed").count() == 1


@pytest.mark.parametrize("make", ["make_department", "make_topic", "make_profile"])
def test_other_pages_leave_a_notice_too(client: Client, make: str) -> None:
    page = factories.make_profile(factories.make_doctor()) if make == "make_profile" else getattr(factories, make)(live=True)
    shelf = {"make_department": "departments", "make_topic": "topics", "make_profile": "doctors"}[make]
    address = f"/{shelf}/{page.public_id if make == 'make_profile' else page.slug}/"
    assert client.get(address).status_code == 200
    place = places.recognise(f"http://127.0.0.1:8000{address}?from=x#y")
    assert place is not None
    assert place.instance == page
    case = case_of(complain(None, place=place))
    deciding.take_down(case, working(case), ["BL7"], "不实")
    gone = client.get(address)
    assert gone.status_code == 410
    assert "处理编号" in gone.content.decode()
    assert client.get(f"/{shelf}/nothing-here/").status_code == 404

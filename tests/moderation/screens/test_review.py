"""The review page: what must be answered before an approval, and what happens when two people decide at once."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation import cases, decisions
from moderation.models import Case, Decision, FindingReview, Kind, Submission, Verb
from moderation.views.record import record_of
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM = "这是我们医院最佳的家庭测量方法。"
PICTURE = {"alt": "袖带与心脏同高", "credit": "沈怀谷", "licence": "CC BY 4.0", "caption": ""}


def case_of(page: ArticlePage) -> Case:
    factories.submit(page)
    return Case.objects.get(object_id=page.pk, state="open")


def address(case: Case, tail: str = "") -> str:
    return f"/admin/desk/{case.number}/{tail}"


def answered(case: Case, **more: Any) -> dict[str, Any]:
    assert case.scan is not None
    form: dict[str, Any] = {**factories.approval(case), **more}
    for finding in case.scan.findings.filter(severity="review"):
        form |= {f"verdict-{finding.pk}": "accepted", f"reason-{finding.pk}": "说的是测量方法，不是产品"}
    return form


@pytest.fixture
def moderator(client: Client) -> Any:
    person = factories.make_moderator()
    client.force_login(person)
    return person


def tab(client: Client, case: Case, name: str) -> str:
    return client.get(address(case, f"tab/{name}/"), headers={"X-Requested-With": "fetch"}).content.decode()


def test_the_page_shows_case_findings_record_author_and_history(client: Client, moderator: Any) -> None:
    page = factories.make_article(text=CLAIM)
    case = case_of(page)
    text = client.get(address(case)).content.decode()
    for words in (case.number, "首次投稿", "心血管内科", "CLAIM.ABSOLUTE", "广告法9", "需处理 1 处", "归属与许可", "证件均有效"):
        assert words in text
    parts = {"record": "CC BY 4.0", "author": "医师执业证书", "history": factories.WARRANTY, "compare": "这是第一版"}
    for name, words in parts.items():
        assert f"tab/{name}/" in text
        assert words in tab(client, case, name)
        whole = client.get(address(case, f"tab/{name}/")).content.decode()
        assert words in whole
        assert "<html" in whole
    assert "作者提交" in tab(client, case, "history")
    assert "开立案件" in tab(client, case, "history")
    assert client.get(address(case, "tab/nothing/")).status_code == 404
    assert '<mark class="finding finding--review" data-number="1"' in client.get(address(case, "sheet/")).content.decode()


def test_approving_with_every_answer_publishes(client: Client, moderator: Any) -> None:
    page = factories.make_article(text=CLAIM)
    case = case_of(page)
    answer = client.post(address(case), answered(case), follow=True)
    assert "已通过，读者现在可以看到" in answer.content.decode()
    assert ArticlePage.objects.get(pk=page.pk).live
    assert "说的是测量方法，不是产品" in answer.content.decode()
    review = FindingReview.objects.get()
    assert (review.verdict, review.reason, review.by) == ("accepted", "说的是测量方法，不是产品", moderator)


@pytest.mark.parametrize(("verdict", "reason"), [("", "有理由"), ("accepted", "  "), ("nonsense", "有理由")])
def test_an_unanswered_finding_stops_the_approval_and_keeps_what_was_typed(
    client: Client, moderator: Any, verdict: str, reason: str
) -> None:
    case = case_of(factories.make_article(text=CLAIM))
    finding = case.scan.findings.get()  # type: ignore[union-attr]
    form = {**factories.approval(case), f"verdict-{finding.pk}": verdict, f"reason-{finding.pk}": reason, "note": "备注还在"}
    answer = client.post(address(case), form)
    assert answer.status_code == 422
    assert "第 1 处" in answer.content.decode()
    assert "备注还在" in answer.content.decode()
    assert reason.strip() in answer.content.decode()
    assert Decision.objects.filter(case=case).count() == 0


def test_pictures_must_have_been_looked_at(client: Client, moderator: Any) -> None:
    doctor = factories.make_doctor()
    picture = factories.make_picture(doctor)
    page = factories.make_article(doctor, text=CLAIM, cover=[("picture", {"image": picture, **PICTURE})])
    case = case_of(page)
    assert "我已查看每张图片中的文字和人脸" in client.get(address(case)).content.decode()
    answer = client.post(address(case), answered(case))
    assert answer.status_code == 422
    assert "请先确认看过图片中的文字和人脸" in answer.content.decode()
    client.post(address(case), answered(case, pictures_checked="on"))
    assert ArticlePage.objects.get(pk=page.pk).live
    assert Decision.objects.get(verb=Verb.APPROVE, case=case).pictures_checked


def test_a_wished_time_is_said(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    wished = timezone.now() + datetime.timedelta(days=3)
    factories.submit(page, publish_at=wished)
    case = Case.objects.get(object_id=page.pk)
    answer = client.post(address(case), factories.approval(case), follow=True)
    assert f"在 {timezone.localtime(wished):%Y-%m-%d %H:%M} 发布" in answer.content.decode()
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_an_obstacle_after_approval_is_said(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    case = case_of(page)
    page.owner.certificates.update(revoked_at=timezone.now())
    answer = client.post(address(case), factories.approval(case), follow=True)
    assert "已通过，但现在还不能发布" in answer.content.decode()
    assert "已被吊销" in answer.content.decode()
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_returning_with_codes_note_and_anchored_notes(client: Client, moderator: Any) -> None:
    case = case_of(factories.make_article(text=CLAIM))
    path = next(passage.path for passage in case.content().surface().passages if passage.path.startswith("body"))
    form = {
        "action": "return",
        "codes": ["CLAIM.ABSOLUTE", "BL7", "NOT.A_CODE"],
        "note": "请改写第一段",
        "anchor-path": [path, "", path],
        "anchor-note": ["这里", "没有选段落", ""],
    }
    answer = client.post(address(case), form, follow=True)
    assert "已退回" in answer.content.decode()
    decision = Decision.objects.get()
    assert decision.reason_codes == ["CLAIM.ABSOLUTE", "BL7"]
    assert decision.anchors == [{"path": path, "note": "这里"}]
    assert Submission.objects.get().state == "returned"


def test_a_return_without_any_reason_is_refused(client: Client, moderator: Any) -> None:
    case = case_of(factories.make_article())
    answer = client.post(address(case), {"action": "return"})
    assert answer.status_code == 422
    assert "请选择退回原因" in answer.content.decode()
    answer = client.post(address(case), {"action": "return", "note": "只写了说明"})
    assert answer.status_code == 422
    assert "只写了说明" in answer.content.decode()


def test_an_action_that_is_none(client: Client, moderator: Any) -> None:
    case = case_of(factories.make_article())
    assert client.post(address(case), {"action": "explode"}).status_code == 422
    assert client.post(address(case)).status_code == 422
    assert client.get("/admin/desk/2001-0101-001/").status_code == 404


def test_nobody_decides_on_own_words(client: Client) -> None:
    author = factories.make_moderator()
    other = factories.make_moderator()
    topic = factories.make_topic()
    topic.save_revision(user=author)
    factories.submit(topic, author)
    case = Case.objects.get()
    client.force_login(author)
    text = client.get(address(case)).content.decode()
    assert "您不能审核它" in text
    assert other.name in text
    assert 'value="approve"' not in text
    assert client.post(address(case), factories.approval(case)).status_code == 422
    assert Decision.objects.count() == 0


def test_the_second_of_two_moderators_is_told_who_decided_and_keeps_the_words(client: Client, moderator: Any) -> None:
    case = case_of(factories.make_article())
    first = factories.make_moderator()
    decisions.approve(case, first)
    answer = client.post(address(case), {"action": "return", "note": "我写了很长的退回理由"})
    assert answer.status_code == 409
    for words in (first.name, "通过", "我写了很长的退回理由"):
        assert words in answer.content.decode()
    assert Decision.objects.count() == 1


def test_a_race_inside_the_service_ends_the_same_way(client: Client, moderator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(factories.make_article())
    first = factories.make_moderator()

    def overtaken(*args: Any, **kwargs: Any) -> bool:
        decisions.return_to_author(case, first, ["BL7"], "先到的理由")
        raise cases.CaseClosed(case.number)

    monkeypatch.setattr(decisions, "approve", overtaken)
    answer = client.post(address(case), factories.approval(case))
    assert answer.status_code == 409
    assert "先到的理由" in answer.content.decode()


def test_an_author_who_withdrew_first(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    case = case_of(page)
    client.force_login(page.owner)
    client.post(f"/admin/submit/articles/articlepage/{page.pk}/withdraw/")
    client.force_login(moderator)
    answer = client.post(address(case), factories.approval(case))
    assert answer.status_code == 409
    assert "作者已撤回" in answer.content.decode()


def test_the_same_decision_sent_twice_is_no_error(client: Client, moderator: Any) -> None:
    page = factories.make_article()
    case = case_of(page)
    client.post(address(case), factories.approval(case))
    answer = client.post(address(case), factories.approval(case), follow=True)
    assert answer.status_code == 200
    assert "已经记录过了" in answer.content.decode()
    assert Decision.objects.filter(case=case).count() == 1


def test_claiming(client: Client, moderator: Any) -> None:
    case = case_of(factories.make_article())
    assert client.get(address(case, "take/")).status_code == 405
    assert "案件已由您认领" in client.post(address(case, "take/"), follow=True).content.decode()
    other = factories.make_moderator()
    client.force_login(other)
    assert f"正由 {moderator.name} 办理" in client.post(address(case, "take/"), follow=True).content.decode()
    assert Case.objects.get(pk=case.pk).assignee == moderator


def test_a_second_version_is_compared_with_the_published_one(client: Client, moderator: Any) -> None:
    page = factories.publish(factories.make_article(text="早晚各量一次。"))
    draft = page.get_latest_revision_as_object()
    path = next(passage.path for passage in draft.surface().passages if passage.text == "早晚各量一次。")
    draft.exchange_words(path, 4, 5, "两")
    draft.licence = "CC BY-NC 4.0"
    draft.save_revision(user=page.owner)
    case = case_of(ArticlePage.objects.get(pk=page.pk))
    assert "第 2 次提交" in client.get(address(case)).content.decode()
    text = tab(client, case, "compare")
    assert "早晚各量<del>一</del><ins>两</ins>次。" in text
    assert "CC BY-NC 4.0" in text


def test_the_queries_of_a_review_page_do_not_grow_with_findings(
    client: Client, moderator: Any, django_assert_max_num_queries: Any
) -> None:
    case = case_of(factories.make_article(text=CLAIM * 12))
    with django_assert_max_num_queries(75):
        client.get(address(case))


class TestWhatReadersSee:
    """Takedown, order and restoration, and cases that are about live words."""

    def form(self, action: str = "take_down") -> dict[str, Any]:
        return {"action": action, "live_code": "BL1", "live_note": "收到投诉"}

    def test_takedown_and_restoration(self, client: Client, moderator: Any) -> None:
        page = factories.publish(factories.make_article())
        case = Case.objects.get(object_id=page.pk)
        for lacking, words in (("live_code", "请选择下架的原因"), ("live_note", "请写明下架的理由")):
            answer = client.post(address(case), {**self.form(), lacking: ""})
            assert answer.status_code == 422
            assert words in answer.content.decode()
        assert "已下架，读者不再能看到" in client.post(address(case), self.form(), follow=True).content.decode()
        assert not ArticlePage.objects.get(pk=page.pk).live
        assert Decision.objects.filter(verb=Verb.TAKEDOWN).get().reason_codes == ["BL1"]
        again = client.post(address(case), self.form(), follow=True)
        assert "已经记录过了" in again.content.decode()
        assert client.post(address(case), self.form("order")).status_code == 422
        assert "恢复显示" in client.get(address(case)).content.decode()
        assert client.post(address(case), {"action": "restore"}).status_code == 422
        restored = client.post(address(case), {"action": "restore", "live_note": "投诉不成立"}, follow=True)
        assert "已恢复" in restored.content.decode()
        assert ArticlePage.objects.get(pk=page.pk).live

    def test_a_rescan_case_ends_with_a_takedown(self, client: Client, moderator: Any) -> None:
        page = factories.publish(factories.make_article())
        case = cases.open_case(Kind.RESCAN, page, "新规则命中")
        text = client.get(address(case)).content.decode()
        assert "不予处理" in text
        assert 'value="approve"' not in text
        client.post(address(case), self.form("order"))
        case.refresh_from_db()
        assert (case.state, case.outcome) == ("closed", "taken down")
        late = factories.make_moderator()
        client.force_login(late)
        answer = client.post(address(case), {"action": "dismiss", "note": "我看没有问题"})
        assert answer.status_code == 409
        assert moderator.name in answer.content.decode()

    def test_dismissing_needs_a_reason(self, client: Client, moderator: Any) -> None:
        page = factories.publish(factories.make_article())
        case = cases.open_case(Kind.SAMPLE, page, "每百篇抽一篇")
        answer = client.post(address(case), {"action": "dismiss", "note": " "})
        assert answer.status_code == 422
        assert "请写明不予处理的理由" in answer.content.decode()
        assert "案件办结" in client.post(address(case), {"action": "dismiss", "note": "与来源一致"}, follow=True).content.decode()
        assert ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.django_db
def test_the_record_names_roles_in_words() -> None:
    doctor = factories.make_doctor()
    factories.make_profile(doctor)
    draft = factories.make_article(doctor).get_latest_revision().as_object()
    lines = [line for _label, shown in record_of(draft) for line in shown if doctor.name in line]
    assert lines == [f"{doctor.name} · 作者 · 副主任医师 · 南湖市第一医院"]

"""A rights holder's notice from measure to restoration: each step once, each side told, nobody's contact given away."""

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from moderation import decisions
from moderation.complaints import deciding, duties, following, infringement
from moderation.complaints.siblings import Sibling
from moderation.decisions import DecisionRefused
from moderation.models import Case, InfringementNotice, LedgerEntry, Notice, NoticeState
from tests import factories
from tests.desk.complaint_scene import case_of, notice, picture, working

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Any:
    return factories.publish(factories.make_article())


@pytest.fixture
def received(published: Any) -> InfringementNotice:
    return notice(published)


def again(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def state(row: InfringementNotice) -> str:
    return str(InfringementNotice.objects.values_list("state", flat=True).get(pk=row.pk))


def test_the_whole_course_ends_with_restoration(client: Client, published: Any, received: InfringementNotice) -> None:
    complaint = received.complaint
    case = case_of(complaint)
    moderator = working(case)
    assert infringement.lacking(received) == []
    infringement.measure(received, moderator, [], "有权属证明，先停止展示")
    gone = client.get(f"/articles/{published.slug}/")
    assert gone.status_code == 451
    assert 'rel="blocked-by"' in gone.headers["Link"]
    assert "沈怀谷" not in gone.content.decode()
    told = Notice.objects.filter(recipient=published.owner, kind="infringement").latest("pk")
    client.force_login(published.owner)
    page = client.get(told.url).content.decode()
    assert "第二段抄自我的文章" in page
    assert "holder@xinglin.example" not in page
    ownership = complaint.files.get(role="ownership")
    assert client.get(f"/admin/vault/{ownership.file.token}/").status_code == 200
    counter = {"text": "这一段出自公开的指南，附截图。", "true": "1", "evidence": SimpleUploadedFile("指南.png", picture())}
    ticket = re.search(r'name="ticket" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "请确认声明真实" in client.post(told.url, {"text": counter["text"], "ticket": ticket}).content.decode()
    assert client.post(told.url, {**counter, "ticket": ticket}).status_code == 302
    assert state(received) == NoticeState.COUNTERED
    client.logout()
    assert "公开的指南" not in client.get(f"/complaints/{complaint.receipt}/").content.decode()
    infringement.forward_counter(again(received), moderator)
    assert "公开的指南" in client.get(f"/complaints/{complaint.receipt}/").content.decode()
    proof = complaint.files.get(role="counter")
    assert client.get(f"/complaints/{complaint.receipt}/files/{proof.file.token}/").status_code == 200
    assert client.get(f"/complaints/{complaint.receipt}/files/{ownership.file.token}/").status_code == 404
    with pytest.raises(DecisionRefused, match="等待期到"):
        infringement.restore(again(received), moderator, "没有起诉")
    over = again(received).waiting_until + datetime.timedelta(minutes=1)
    assert (duties.watch(over), duties.watch(over)) == (1, 0)
    InfringementNotice.objects.filter(pk=received.pk).update(waiting_until=timezone.now() - datetime.timedelta(minutes=1))
    infringement.restore(again(received), moderator, "等待期内没有投诉或起诉")
    assert client.get(f"/articles/{published.slug}/").status_code == 200
    assert (again(case).state, again(case).outcome, again(complaint).outcome) == ("closed", "restored", "restored")
    kinds = list(LedgerEntry.objects.filter(kind__startswith="notice ").order_by("number").values_list("kind", flat=True))
    assert kinds == ["notice measured", "notice countered", "notice forwarded", "notice restored"]


def test_a_suit_keeps_the_page_away(published: Any, received: InfringementNotice) -> None:
    case = case_of(received.complaint)
    moderator = working(case)
    infringement.measure(received, moderator, [], "先停止展示")
    infringement.counter(again(received), published.owner, "没有侵权")
    infringement.forward_counter(again(received), moderator)
    infringement.sue(again(received), "已向南湖市人民法院起诉")
    infringement.keep(again(received), moderator, "等待法院裁判")
    assert not again(published).live
    assert (state(received), again(case).outcome) == (NoticeState.KEPT, "kept")


def test_an_incomplete_notice_measures_nothing_until_it_is_completed(published: Any) -> None:
    received = notice(published, complete=False)
    case = case_of(received.complaint)
    moderator = working(case)
    with pytest.raises(DecisionRefused, match="权属的初步证明"):
        infringement.measure(received, moderator, [], "先停止展示")
    infringement.ask_for_more(received, moderator, "")
    assert state(received) == NoticeState.INCOMPLETE
    following.add(received.complaint, {"text": "补充底稿"})
    assert state(received) == NoticeState.RECEIVED
    assert again(case).held_until is None
    assert again(published).live


@pytest.mark.parametrize("step", ["forward_counter", "keep", "restore"])
def test_no_step_is_taken_from_the_wrong_state(published: Any, received: InfringementNotice, step: str) -> None:
    moderator = working(case_of(received.complaint))
    arguments = () if step == "forward_counter" else ("理由",)
    with pytest.raises(DecisionRefused):
        getattr(infringement, step)(received, moderator, *arguments)
    assert state(received) == NoticeState.RECEIVED


def test_a_step_is_never_taken_twice(published: Any, received: InfringementNotice) -> None:
    moderator = working(case_of(received.complaint))
    stale = again(received)
    infringement.measure(received, moderator, [], "先停止展示")
    with pytest.raises(DecisionRefused, match="不能再做这一步"):
        infringement.measure(stale, moderator, [], "先停止展示")
    assert received.complaint.events.filter(what="measured").count() == 1


def test_two_notices_hold_a_page_together(published: Any, received: InfringementNotice) -> None:
    second = notice(published)
    case = case_of(received.complaint)
    assert case_of(second.complaint) == case
    moderator = working(case)
    for one in (received, second):
        infringement.measure(one, moderator, [], "先停止展示")
    with pytest.raises(DecisionRefused, match="另一份侵权通知"):
        infringement.restore(again(received), moderator, "无误")
    digest = deciding.last_shown(again(published))
    with pytest.raises(DecisionRefused, match="侵权通知正在办理"):
        decisions.restore(again(published), factories.make_moderator(), digest, "绕过")
    infringement.keep(again(second), moderator, "成立")
    assert again(case).state == Case.State.OPEN
    infringement.restore(again(received), moderator, "无误")
    assert again(case).state == Case.State.CLOSED


def test_a_malicious_notice_is_flagged_once_and_counts(published: Any, received: InfringementNotice) -> None:
    moderator = working(case_of(received.complaint))
    infringement.flag_malicious(received, moderator, "权属证明是伪造的")
    with pytest.raises(DecisionRefused, match="已经标记"):
        infringement.flag_malicious(received, moderator, "再来一次")
    assert again(received.complaint).groundless


def test_before_it_is_forwarded_and_to_others_the_notice_does_not_exist(
    client: Client, published: Any, received: InfringementNotice
) -> None:
    address = f"/admin/infringement/{received.pk}/"
    client.force_login(published.owner)
    assert client.get(address).status_code == 404
    infringement.measure(received, working(case_of(received.complaint)), [], "先停止展示")
    assert client.get(address).status_code == 200
    client.force_login(factories.make_doctor())
    assert client.get(address).status_code == 404
    ownership = received.complaint.files.get(role="ownership")
    assert client.get(f"/admin/vault/{ownership.file.token}/").status_code == 404


def test_the_desk_takes_each_step_by_its_button(client: Client, published: Any, received: InfringementNotice) -> None:
    case = case_of(received.complaint)
    moderator = working(case)
    client.force_login(moderator)
    address = f"/admin/desk/{case.number}/"
    page = client.get(address).content.decode()
    assert "采取措施并转送作者" in page
    assert "按监管指令下架" not in page
    assert 'value="dismiss"' not in page
    refused = client.post(address, {"action": "notice_measure", "notice": received.pk, "complaint_reason": " "})
    assert refused.status_code == 422
    assert client.post(address, {"action": "dismiss", "note": "绕过"}).status_code == 422
    done = client.post(
        address, {"action": "notice_measure", "notice": received.pk, "complaint_reason": "先停止展示"}, follow=True
    )
    assert "已转送作者" in done.content.decode()
    assert state(received) == NoticeState.MEASURED


def test_pages_that_went_together_come_back_together(client: Client, published: Any, received: InfringementNotice) -> None:
    other = factories.publish(factories.make_article(title="另一篇"))
    moderator = working(case_of(received.complaint))
    infringement.measure(received, moderator, [], "先停止展示", [Sibling(other, "有 40% 的文字相同")])
    assert not again(other).live
    infringement.restore(again(received), moderator, "权利人没有起诉")
    assert again(published).live
    assert again(other).live

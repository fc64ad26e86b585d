"""A reader complains on a phone, with scripts and without; the page goes and comes back; a rights holder gives notice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from moderation.complaints import proof
from moderation.models import Complaint, ComplaintFile, SpentProof
from tests import factories
from tests.desk.complaint_scene import case_of, picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = 390


@pytest.fixture
def published() -> Any:
    return factories.publish(factories.make_article())


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_from_a_readers_phone_to_a_takedown_and_back(visit: Callable[..., Page], published: Any) -> None:
    reader = visit(width=PHONE)
    reader.goto(f"/articles/{published.slug}/")
    reader.get_by_role("link", name="投诉与更正").first.click()
    expect(reader.get_by_text("认出来了：")).to_be_visible()
    fits(reader)
    # Refused first: everything typed and the good file stay.
    reader.get_by_label("为什么，依据是什么").fill("字" * 5_001)
    expect(reader.get_by_text("已写 5001 字")).to_be_visible()
    reader.set_input_files("#id_evidence", {"name": "对照.png", "mimeType": "image/png", "buffer": picture()})
    reader.get_by_label("内容不实或有错误").check()
    reader.get_by_role("button", name="提交投诉").click()
    expect(reader.get_by_role("alert")).to_contain_text("最多 5,000 字")
    expect(reader.get_by_text("对照.png")).to_be_visible()
    assert len(reader.get_by_label("为什么，依据是什么").input_value()) == 5_001
    reader.get_by_label("为什么，依据是什么").fill("收缩压写反了。我的身份证 11010519491231002X。")
    reader.get_by_role("button", name="提交投诉").click()
    expect(reader.get_by_role("heading", name="投诉回执")).to_be_visible()
    fits(reader)
    complaint = Complaint.objects.get()
    assert SpentProof.objects.count() == 1
    assert ComplaintFile.objects.get().complaint == complaint
    receipt = reader.locator(".slip__number").inner_text()
    assert "11010519491231002X" not in reader.content()

    moderator = visit(factories.make_moderator())
    case = case_of(complaint)
    moderator.goto(f"/admin/desk/{case.number}/")
    assert "11010519491231002X" not in moderator.content()
    moderator.get_by_role("button", name="认领").first.click()
    moderator.goto(f"/admin/desk/{case.number}/")
    with moderator.expect_popup() as opened:
        moderator.get_by_role("button", name="看原文和联系方式").click()
    expect(opened.value.get_by_text("11010519491231002X")).to_be_visible()
    opened.value.close()
    moderator.get_by_label("理由（投诉人会看到").fill("与指南核对，数值写反")
    moderator.locator("[name=complaint_code]").select_option("BL7")
    moderator.get_by_role("button", name="成立，下架").click()
    expect(moderator.get_by_text("投诉成立，已下架")).to_be_visible()

    answer = reader.goto(f"/articles/{published.slug}/")
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_role("heading", name="这一页已下架")).to_be_visible()
    assert published.title not in reader.locator("main").inner_text()
    fits(reader)
    reader.get_by_role("link", name="凭回执号查进度").click()
    reader.get_by_label("回执号").fill(receipt.lower())
    reader.get_by_role("button", name="查看").click()
    expect(reader.get_by_text("与指南核对，数值写反").first).to_be_visible()

    moderator.goto(f"/admin/desk/{case.number}/")
    if not moderator.locator("[name=live_note]").is_visible():
        moderator.locator("details.live summary").last.click()
    moderator.locator("[name=live_note]").fill("复核后认为无误")
    moderator.get_by_role("button", name="恢复显示").click()
    moderator.wait_for_load_state()
    back = reader.goto(f"/articles/{published.slug}/")
    assert back is not None
    assert back.status == 200
    reader.goto(f"/complaints/{complaint.receipt}/")
    expect(reader.get_by_text("页面已恢复显示")).to_be_visible()


def test_without_scripts(browser: Browser, live_server: Any, published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "SLOW_SECONDS", 0)
    context = browser.new_context(
        base_url=live_server.url, locale="zh-CN", viewport={"width": PHONE, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"/complaints/new/?about=/articles/{published.slug}/")
    page.get_by_label("泄露隐私").check()
    page.get_by_label("为什么，依据是什么").fill("能认出病人")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", name="投诉回执")).to_be_visible()
    page.get_by_label("我确定撤回").check()
    page.get_by_role("button", name="撤回投诉").click()
    expect(page.get_by_text("您撤回了投诉")).to_be_visible()
    context.close()
    assert Complaint.objects.get().state == "withdrawn"


def test_a_rights_holders_notice_reaches_the_author(visit: Callable[..., Page], published: Any) -> None:
    holder = visit(width=PHONE)
    holder.goto(f"/complaints/infringement/?about=/articles/{published.slug}/")
    fits(holder)
    holder.get_by_label("权利人本人").check()
    holder.get_by_label("权利人的姓名或名称").fill("沈怀谷")
    holder.get_by_label("通知人的真实姓名或名称").fill("沈怀谷")
    holder.get_by_label("邮箱或电话").fill("holder@xinglin.example")
    holder.get_by_label("著作权").check()
    holder.get_by_label("您的作品或权利").fill("《量血压的一天》")
    holder.get_by_label("为什么侵权").fill("第二段抄自我的文章")
    holder.set_input_files("#id_ownership", {"name": "底稿.png", "mimeType": "image/png", "buffer": picture()})
    holder.get_by_label("我保证通知真实").check()
    holder.get_by_role("button", name="提交侵权通知").click()
    expect(holder.get_by_role("heading", name="侵权通知回执")).to_be_visible()

    case = case_of(Complaint.objects.get())
    moderator = visit(factories.make_moderator())
    moderator.goto(f"/admin/desk/{case.number}/")
    moderator.get_by_label("理由（投诉人会看到").fill("有底稿，先停止展示")
    moderator.get_by_role("button", name="采取措施并转送作者").click()
    expect(moderator.get_by_text("通知已转送作者（不含联系方式）")).to_be_visible()

    author = visit(published.owner)
    author.goto(published.owner.notices.filter(kind="infringement").latest("pk").url)
    assert "holder@xinglin.example" not in author.content()
    author.get_by_label("为什么没有侵权").fill("出自公开的指南")
    author.get_by_label("我保证声明真实").check()
    author.get_by_role("button", name="提交声明").click()
    expect(author.get_by_text("声明已提交")).to_be_visible()

    moderator.goto(f"/admin/desk/{case.number}/")
    moderator.get_by_role("button", name="转送声明，开始等待期").click()
    holder.reload()
    expect(holder.get_by_text("出自公开的指南")).to_be_visible()
    expect(holder.get_by_text("等待期至").first).to_be_visible()
    fits(holder)
    assert case_of(Complaint.objects.get()).held_until > timezone.now()  # type: ignore[operator]

"""The whole chain in a browser: a doctor writes what must not go out, mends it, a moderator approves, a reader finds it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticleIndexPage, ArticlePage
from moderation.models import Case
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LEAK = "有位患者的女儿留了电话13800138000，想随时问。降压药里我首选络活喜。高血压需要长期管理，有人以为三个月就能根治高血压。"


def write(page: Page, title: str, text: str) -> None:
    """Fill the editor's three tabs as a doctor would, and hand in."""
    index = ArticleIndexPage.objects.get()
    page.goto(f"/admin/pages/add/articles/articlepage/{index.pk}/")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", "门诊里常被问到的几个问题。")
    page.select_option("[name=specialty]", "03.04")
    page.select_option("[name=topic]", label="高血压")
    body = page.locator("[data-contentpath=body]")
    body.locator("button[title='Insert a block'], button[title='插入一个区块'], button[title*='块']").first.click()
    page.get_by_role("option", name="正文").click()
    body.locator("[contenteditable=true]").first.click()
    page.keyboard.insert_text(text)
    page.get_by_role("tab", name="二、读者与依据").click()
    page.fill("[name=audience_for]", "确诊高血压的成年人")
    page.fill("[name=audience_not]", "孕期和 18 岁以下人群")
    page.check("[name=common_knowledge]")
    page.get_by_role("tab", name="三、归属记录").click()
    page.select_option("[name=licence]", "CC BY 4.0")
    page.select_option("[name=ai_use]", "未使用")
    page.fill("[name=interests]", "无")
    page.locator("[name=action-hand-in]").first.click()
    page.wait_for_url("**/admin/submit/**")


def test_a_doctor_mends_a_moderator_approves_a_reader_finds(visit: Callable[..., Page]) -> None:
    doctor, moderator = factories.make_doctor(), factories.make_moderator()
    factories.make_profile(doctor)
    factories.make_topic(live=True)

    author = visit(doctor)
    write(author, "老高血压患者的一堂用药课", LEAK)
    for code in ("PRIV.PHONE", "BRAND.PROMO", "CLAIM.CURE_PROMISE"):
        expect(author.get_by_text(code).first).to_be_visible()
    for code in ("PRIV.PHONE", "BRAND.PROMO", "CLAIM.CURE_PROMISE"):
        finding = author.locator(".finding, li, article").filter(has_text=code).last
        finding.get_by_role("button", name=re.compile("改为")).first.click()
        author.wait_for_load_state()
        expect(author.get_by_text(code)).to_have_count(0)
    for box in author.get_by_role("checkbox").all():
        box.check()
    author.get_by_role("button", name="提交审核").click()
    expect(author.get_by_text("审核中").first).to_be_visible()
    assert not ArticlePage.objects.get().live
    assert not any("13800138000" in str(revision.content) for revision in ArticlePage.objects.get().revisions.all())

    case = Case.objects.get(kind="submission", state="open")
    desk = visit(moderator)
    desk.goto("/admin/desk/")
    desk.get_by_text("老高血压患者的一堂用药课").first.click()
    desk.wait_for_url(f"**/admin/desk/{case.number}/**")
    sheet = desk.frame_locator("iframe").first
    expect(sheet.get_by_text("氨氯地平").first).to_be_visible()
    desk.get_by_role("button", name=re.compile("通过并发布")).click()
    desk.wait_for_load_state()
    live = ArticlePage.objects.published().get()

    reader = visit(width=390)
    reader.goto("/search/?q=用药")
    reader.get_by_text("老高血压患者的一堂用药课").first.click()
    reader.wait_for_url(f"**/articles/{live.slug}/")
    expect(reader.get_by_text(re.compile("平台(已)?审核")).locator("visible=true").first).to_be_visible()
    expect(reader.get_by_text("CC BY 4.0").locator("visible=true").first).to_be_visible()
    assert "13800138000" not in reader.content()
    assert "络活喜" not in reader.content()

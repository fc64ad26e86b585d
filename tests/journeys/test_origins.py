"""Every origin in a browser: evidence goes in, a moderator verifies it while reviewing, a reader sees the credit."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.models import Case
from tests import factories
from tests.attribution.scene import derived, give, today, work_for_hire

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LETTER: Any = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\nsigned\n%%EOF\n"}
SEEN = {
    "职务作品": "职务作品",
    "转载": "全文转载，没有改动。",
    "翻译": "本文由以上作品翻译。",
    "改编": "本文由以上作品改编，内容有改动。",
    "汇编": "由以上作品汇编而成，各篇保持自己的许可。",
}


def give_permission(page: Page) -> None:
    page.get_by_role("link", name="作品授权").click()
    page.fill("[name=licensor]", "南湖出版社")
    page.select_option("[name=licensor_capacity]", "publisher")
    page.fill("[name=licensor_contact]", "编辑部")
    for right in ("信息网络传播", "翻译", "改编", "汇编"):
        page.get_by_label(right, exact=True).check()


def give_letter(page: Page) -> None:
    page.get_by_role("link", name="单位意见（职务作品）").click()
    page.fill("[name=institution]", "南湖市第一医院")
    page.select_option("[name=hire]", "ordinary")
    page.fill("[name=completed_on]", today().isoformat())


@pytest.mark.parametrize("origin", list(SEEN))
def test_from_evidence_to_the_public_page(visit: Callable[..., Page], origin: str) -> None:
    article = work_for_hire() if origin == "职务作品" else derived(origin)
    factories.make_profile(article.owner)

    author = visit(article.owner)
    author.goto(f"/admin/pages/{article.pk}/edit/")
    author.get_by_role("tab", name="三、归属记录").click()
    author.get_by_role("link", name="归属证据", exact=True).click()
    expect(author.get_by_text("发布前还要").first).to_be_visible()
    (give_letter if origin == "职务作品" else give_permission)(author)
    author.fill("[name=valid_from]", today().isoformat())
    author.set_input_files("[name=file]", [LETTER])
    author.get_by_role("button", name="加密保存").click()
    expect(author.get_by_text("待核验", exact=True)).to_be_visible()
    author.get_by_role("link", name="检查与提交").click()
    expect(author.get_by_role("button", name="提交审核")).to_be_visible()
    for box in author.get_by_role("checkbox").all():
        box.check()
    author.get_by_role("button", name="提交审核").click()
    expect(author.get_by_text("审核中").first).to_be_visible()

    case = Case.objects.get(kind="submission", state="open", object_id=article.pk)
    desk = visit(factories.make_moderator())
    desk.goto(f"/admin/desk/{case.number}/")
    desk.get_by_role("link", name="归属证据", exact=True).click()
    with desk.expect_download() as opened:
        desk.get_by_role("link", name="打开文件").click()
    assert opened.value.path().read_bytes() == LETTER["buffer"]
    desk.get_by_role("checkbox", name=re.compile("我打开了文件")).check()
    desk.get_by_role("button", name="核验通过").click()
    expect(desk.get_by_text("已核验").first).to_be_visible()
    desk.get_by_role("button", name=re.compile("通过并发布")).click()
    expect(desk.get_by_text("读者现在可以看到").first).to_be_visible()

    reader = visit(width=390)
    reader.goto(f"/articles/{ArticlePage.objects.published().get(pk=article.pk).slug}/")
    shown = reader.get_by_text(SEEN[origin]).first
    if origin == "职务作品":
        reader.get_by_text("这篇文章可信吗？").first.click()
    expect(shown).to_be_visible()
    assert "南湖出版社" not in reader.content()


def test_a_withdrawn_permission_takes_the_article_from_the_reader(visit: Callable[..., Page]) -> None:
    article = derived("转载")
    give("permission", article)
    factories.publish(article)
    author = visit(article.owner)
    author.goto(f"/admin/evidence/{article.pk}/")
    author.get_by_text("撤回这份凭证").click()
    author.fill("[name=reason]", "权利人来信收回授权")
    author.get_by_role("button", name="撤回", exact=True).click()
    expect(author.get_by_text("依靠它的文章已经下架").first).to_be_visible()
    reader = visit(width=390)
    answer = reader.goto(f"/articles/{article.slug}/")
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_text("授权或同意已经到期或被收回")).to_be_visible()

"""The desk by keyboard: keys decide, never while somebody types, and a touched paragraph becomes a note's place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.models import Case, Decision
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CLAIM = "这是我们医院最佳的家庭测量方法。"
COMPOSING = """() => document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', isComposing: true, bubbles: true}))"""


def open_case(visit: Callable[..., Page], **settings: int) -> tuple[Page, ArticlePage, Case]:
    article = factories.make_article(text=CLAIM)
    factories.submit(article)
    case = Case.objects.get(object_id=article.pk)
    desk = visit(factories.make_moderator(), **settings)
    desk.goto(f"/admin/desk/{case.number}/")
    return desk, article, case


def test_a_leads_to_what_is_missing_and_then_approves(visit: Callable[..., Page]) -> None:
    desk, article, _case = open_case(visit)
    desk.keyboard.press("a")
    expect(desk.locator("input[type=radio]:focus")).to_have_count(1)
    desk.get_by_text("可以接受", exact=True).click()
    reason = desk.locator("input[name^=reason-]")
    reason.click()
    desk.keyboard.type("arjA?")
    expect(reason).to_have_value("arjA?")
    expect(desk.locator("details.return[open], dialog[open]")).to_have_count(0)
    reason.fill("说的是测量方法，不是产品")
    desk.locator("h1").click()
    desk.evaluate(COMPOSING)
    assert Decision.objects.count() == 0
    desk.keyboard.press("a")
    expect(desk.get_by_text("读者现在可以看到").first).to_be_visible()
    assert ArticlePage.objects.get(pk=article.pk).live


def test_enter_in_a_field_decides_nothing(visit: Callable[..., Page]) -> None:
    desk, _article, _case = open_case(visit)
    desk.locator("input[name^=reason-]").fill("还没有想好")
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(300)
    assert Decision.objects.count() == 0
    expect(desk.locator("input[name^=reason-]")).to_have_value("还没有想好")


def test_r_opens_the_return_and_a_touched_paragraph_becomes_a_note(visit: Callable[..., Page]) -> None:
    desk, _article, case = open_case(visit)
    desk.keyboard.press("r")
    desk.keyboard.type("请补上出处")
    expect(desk.locator("textarea[name=note]")).to_have_value("请补上出处")
    sheet = desk.frame_locator("iframe.sheet")
    element = sheet.locator("[data-path]").filter(has_text="家庭测量方法").last
    element.click(position={"x": 5, "y": 5})
    desk.keyboard.type("这里")
    desk.get_by_role("button", name="确认退回").click()
    expect(desk.get_by_text("已退回").first).to_be_visible()
    decision = Decision.objects.get(case=case)
    assert decision.note == "请补上出处"
    assert [anchor["note"] for anchor in decision.anchors] == ["这里"]


def test_j_goes_on_help_opens_and_marks_and_cards_find_each_other(visit: Callable[..., Page]) -> None:
    factories.submit(factories.make_article(title="下一篇"))
    desk, _article, _case = open_case(visit)
    desk.keyboard.press("?")
    expect(desk.locator("dialog.keys")).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.locator("dialog.keys")).to_be_hidden()
    desk.frame_locator("iframe.sheet").locator("mark.finding").first.click()
    expect(desk.locator(".finding-card.is-current")).to_have_count(1)
    desk.keyboard.press("j")
    expect(desk).to_have_title(re.compile("下一篇"))


def test_nothing_is_wider_than_a_phone(visit: Callable[..., Page]) -> None:
    desk, _article, _case = open_case(visit, width=390)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.goto("/admin/desk/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390

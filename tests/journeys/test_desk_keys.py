"""The desk by keyboard: keys decide, never while somebody types, and a touched paragraph becomes a note's place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.desk import claiming
from moderation.models import Case, CaseNote, Decision, LedgerEntry, Verb
from tests import factories
from tests.laden import PHONE, WORDS, laden

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
    desk.keyboard.press("a")
    expect(desk.locator("[data-say]")).to_contain_text("再按一次 A 或回车")
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
    # What is typed and not sent is still there after a reload, and so is the finding one was at.
    desk.reload()
    expect(desk.locator("input[name^=reason-]")).to_have_value("还没有想好")
    expect(desk.locator(".finding-card.is-current")).to_have_count(1)


def test_r_opens_the_return_and_a_touched_paragraph_becomes_a_note(visit: Callable[..., Page]) -> None:
    desk, _article, case = open_case(visit)
    desk.keyboard.press("y")
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    desk.keyboard.type("请补上出处")
    expect(desk.locator("textarea[name=note]")).to_have_value("请补上出处")
    sheet = desk.frame_locator("iframe.sheet")
    element = sheet.locator("[data-path]").filter(has_text="家庭测量方法").last
    element.click(position={"x": 5, "y": 5})
    desk.keyboard.type("这里")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("已退回").first).to_be_visible()
    decision = Decision.objects.get(case=case)
    assert decision.note == "请补上出处"
    assert decision.reason_codes == ["CLAIM.ABSOLUTE"]
    assert [anchor["note"] for anchor in decision.anchors] == ["这里"]


def test_j_goes_on_k_back_help_opens_and_marks_and_cards_find_each_other(visit: Callable[..., Page]) -> None:
    factories.submit(factories.make_article(title="下一篇"))
    desk, _article, case = open_case(visit)
    desk.keyboard.press("?")
    expect(desk.locator("dialog.keys")).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.locator("dialog.keys")).to_be_hidden()
    desk.frame_locator("iframe.sheet").locator("mark.finding").first.click()
    expect(desk.locator(".finding-card.is-current")).to_have_count(1)
    desk.keyboard.press(".")
    expect(desk.frame_locator("iframe.sheet").locator("mark.finding.is-current").first).to_be_visible()
    desk.keyboard.press("j")
    expect(desk).to_have_title(re.compile("下一篇"))
    desk.keyboard.press("k")
    expect(desk).to_have_title(re.compile(case.number))


def test_two_keys_approve_the_next_case_follows_and_u_takes_it_back(visit: Callable[..., Page]) -> None:
    article = factories.make_article(title="没有问题的一篇")
    case = Case.objects.get(submission=factories.submit(article))
    waiting = Case.objects.get(submission=factories.submit(factories.make_article(title="等着的一篇")))
    moderator = factories.make_moderator()
    desk = visit(moderator)
    desk.goto(f"/admin/desk/{case.number}/")
    desk.keyboard.press("a")
    desk.keyboard.press("a")
    expect(desk).to_have_title(re.compile(waiting.number))
    assert Case.objects.get(pk=waiting.pk).assignee == moderator
    assert ArticlePage.objects.get(pk=article.pk).live
    expect(desk.get_by_text("收回这个决定")).to_be_visible()
    desk.keyboard.press("u")
    expect(desk.get_by_text("决定已收回")).to_be_visible()
    expect(desk).to_have_title(re.compile(case.number))
    assert not ArticlePage.objects.get(pk=article.pk).live
    assert Decision.objects.filter(verb=Verb.REVERSE).count() == 1


def test_v_shows_one_covered_place_in_card_and_sheet(visit: Callable[..., Page]) -> None:
    case = laden(factories.make_article(text=WORDS))
    moderator = factories.make_moderator()
    claiming.claim(case, moderator)
    desk = visit(moderator)
    desk.goto(f"/admin/desk/{case.number}/")
    sheet = desk.frame_locator("iframe.sheet")
    expect(sheet.locator("mark[data-veil]").first).to_be_visible()
    assert PHONE not in desk.content()
    expect(sheet.locator("body")).not_to_contain_text(PHONE)
    number = case.scan.findings.get(code="PRIV.PHONE").number  # type: ignore[union-attr]
    sheet.locator(f'mark[data-veil="{number}"]').first.click()
    desk.keyboard.press("v")
    expect(desk.locator(f"#card-{number} [data-words]")).to_have_text(PHONE)
    expect(sheet.locator(f'mark[data-veil="{number}"]').first).to_contain_text(PHONE)
    assert LedgerEntry.objects.filter(kind="identifier revealed").count() == 1


def test_notes_dialogs_and_tabs_keep_the_place(visit: Callable[..., Page]) -> None:
    desk, _article, case = open_case(visit)
    desk.get_by_text("内部备注").click()
    desk.locator("textarea[name=case_note]").fill("问过药师了")
    desk.get_by_role("button", name="记下备注").click()
    expect(desk.locator("[data-notes]")).to_contain_text("问过药师了")
    assert CaseNote.objects.get().case == case
    desk.get_by_role("link", name="记录", exact=True).click()
    expect(desk.locator("#tab-history")).to_contain_text("作者提交")
    desk.reload()
    expect(desk.locator("#tab-history")).to_contain_text("作者提交")
    desk.locator("h1").click()
    desk.keyboard.press("h")
    expect(desk.locator("dialog[data-ask=hold]")).to_be_visible()
    desk.keyboard.type("等药师回复")
    desk.get_by_role("button", name="搁置", exact=True).click()
    expect(desk.get_by_text("案件已搁置").first).to_be_visible()
    assert Case.objects.get(pk=case.pk).hold_reason == "等药师回复"


def test_a_blurred_picture_is_shown_by_keyboard(visit: Callable[..., Page]) -> None:
    doctor = factories.make_doctor()
    picture = factories.make_picture(doctor)
    value = {"image": picture, "alt": "袖带与心脏同高", "credit": "沈怀谷", "licence": "CC BY 4.0", "caption": ""}
    page = factories.make_article(doctor, body=[("paragraph", "<p>早晚各量一次。</p>"), ("picture", value)])
    case = Case.objects.get(submission=factories.submit(page))
    desk = visit(factories.make_moderator())
    desk.goto(f"/admin/desk/{case.number}/")
    sheet = desk.frame_locator("iframe.sheet")
    box = sheet.locator("input.blurred-ask").first
    blurred = "image => getComputedStyle(image).filter"
    assert "blur" in sheet.locator("label.blurred img").first.evaluate(blurred)
    box.focus()
    desk.keyboard.press("Space")
    expect(box).to_be_checked()
    assert "blur" not in sheet.locator("label.blurred img").first.evaluate(blurred)


def test_nothing_is_wider_than_a_phone(visit: Callable[..., Page]) -> None:
    desk, _article, _case = open_case(visit, width=390)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.keyboard.press("r")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.goto("/admin/desk/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390

"""A new word from draft to live in a browser: counted while typed, tried, approved by another person, and nothing too wide."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from moderation import scanning
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import Ruleset
from moderation.rules import archive, releases
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CODE = "CLAIM.CURE_PROMISE"


def test_a_word_goes_live_by_two_people(visit: Callable[..., Page]) -> None:
    releases.found(EngineRuleset.shipped())
    article = factories.publish(factories.make_article(text="服后药到命除。"))
    archive.keep(timezone.now())
    maker, approver = factories.make_operator(), factories.make_operator()
    page = visit(maker)
    page.goto("/admin/rulesets/")
    page.fill("[name=title]", "新说法")
    page.get_by_role("button", name="起草").click()
    page.locator("#part-terms select[name=code]").select_option(CODE)
    page.locator("#term-lines").press_sequentially("药到命除")
    expect(page.locator(".term-count")).to_contain_text("会新命中 1 段")
    page.get_by_role("button", name="加入", exact=True).first.click()
    expect(page.get_by_text("新增 1 个词")).to_be_visible()
    page.get_by_role("button", name="送影子运行").click()
    expect(page.get_by_text("要由另一位有权限的人批准")).to_be_visible()
    expect(page.get_by_role("button", name="批准生效")).to_have_count(0)
    second = visit(approver)
    second.goto(page.url.partition("?")[0])
    second.locator("[data-share]").focus()
    second.keyboard.press("End")
    expect(second.locator(".share output")).to_have_text("100%")
    second.get_by_role("button", name="批准生效").click()
    expect(second.get_by_text("已生效。")).to_be_visible()
    assert Ruleset.objects.get(state="live").layer["terms"] == {CODE: ["药到命除"]}
    assert CODE in {finding.code for finding in scanning.examine(article, article.surface()).findings}


def test_nothing_is_wider_than_a_phone(visit: Callable[..., Page]) -> None:
    founded = releases.found(EngineRuleset.shipped())
    page = visit(factories.make_operator(), width=390)
    for path in (
        "/admin/rules/",
        f"/admin/rules/{CODE}/",
        "/admin/rulesets/",
        f"/admin/rulesets/{founded.pk}/",
        "/admin/rules/try/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path

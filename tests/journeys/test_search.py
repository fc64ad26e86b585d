"""A reader searches with the keyboard alone, on a wide screen and on a telephone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# What a reader without eyes or a mouse would meet: unnamed controls, small targets, pale words, things wider than the screen.
FAULTS = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
  const named = (e) => (e.getAttribute('aria-label') || e.textContent || e.labels?.[0]?.textContent || '').trim();
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (s) => s.match(/[\\d.]+/g).map(Number);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.9) return c; } return [255, 255, 255]; };
  const faults = [];
  for (const e of document.querySelectorAll('main a, main button, main summary, main input, main [role=option], .top input, .top button'))
    if (seen(e) && e.type !== 'hidden' && !named(e)) faults.push('no name: ' + e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('.finds a, .finds button, .finds summary, .choice, .alarm a, [role=option]')) {
    const inText = e.closest('p') && !/call|road|also|meant|calls|more/.test(e.className + e.closest('p').className);
    const box = (e.matches('.find__title a') ? e.closest('.find') : e).getBoundingClientRect();
    if (seen(e) && !inText && box.height < 44) faults.push('small: ' + box.height + ' ' + e.outerHTML.slice(0, 80));
  }
  for (const e of document.querySelectorAll('main *, .top__row *')) {
    if (!seen(e) || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const [a, b] = [light(colour(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push('pale ' + ratio.toFixed(2) + ': ' + e.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  faults.push(...ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => 'twice: ' + id));
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push('wider than the screen');
  return faults;
}"""


@pytest.fixture
def articles() -> list[ArticlePage]:
    author = factories.make_doctor()
    factories.make_profile(author)
    rows = [
        ("在家量血压的步骤", "高血压", "03.04"),
        ("血压高了先做什么", "高血压", "03.04"),
        ("血压低会头晕吗", "低血压", "03.03"),
        ("咳嗽三周还没好", "咳嗽", "03.01"),
    ]
    made = [
        factories.make_article(
            author,
            title=title,
            topic=factories.make_topic(topic, live=True),
            specialty=specialty,
            summary=f"{title}，一步一步说。",
            text="先记下来，再问医生。",
        )
        for title, topic, specialty in rows
    ]
    return [factories.publish(page) for page in made]


@pytest.fixture(params=[1280, 390], ids=["wide", "telephone"])
def reader(request: Any, visit: Callable[..., Page], articles: list[ArticlePage]) -> Iterator[Page]:
    page = visit(width=request.param)
    yield page
    assert page.evaluate(FAULTS) == []


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until this is focused, and see that the focus shows."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            shown = "(() => { const at = (e, part) => getComputedStyle(e, part); const e = document.activeElement;"
            shown += " return at(e).outlineStyle !== 'none' || at(e, '::after').outlineStyle !== 'none' })()"
            assert page.evaluate(shown), selector
            return
    raise AssertionError(f"the tabulator never reaches {selector}")


def test_suggestions_are_chosen_with_the_arrows(reader: Page, articles: list[ArticlePage]) -> None:
    reader.goto("/")
    tab_to(reader, "#home-q")
    field = reader.get_by_role("combobox", name="今天想了解什么")
    expect(field).to_have_attribute("aria-expanded", "false")
    reader.keyboard.type("血压")
    options = reader.get_by_role("listbox", name="搜索建议").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(reader.locator("[role=status]", has_text="条建议")).to_have_count(1)
    expect(options.filter(has_text="高血压").first).to_contain_text("疾病")
    expect(options.locator("mark").first).to_have_text("血压")
    number = options.count()
    reader.keyboard.press("ArrowUp")
    expect(options.nth(number - 1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.nth(number - 1).get_attribute("id")))
    reader.keyboard.press("Home")
    assert field.get_attribute("aria-activedescendant") is None
    assert field.evaluate("field => field.selectionStart") == 0
    reader.keyboard.press("End")
    assert field.evaluate("field => field.selectionStart") == 2
    reader.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("血压")
    reader.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert reader.evaluate(FAULTS) == []
    place = options.first.get_attribute("data-url")
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**{place}")


def test_an_input_method_keeps_its_keys(reader: Page) -> None:
    reader.goto("/")
    field = reader.locator("#home-q")
    field.focus()
    reader.keyboard.type("血压")
    expect(reader.get_by_role("option").first).to_be_visible()
    composing = "(field, key) => field.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }))"
    for key in ("ArrowDown", "Enter", "Escape"):
        assert field.evaluate(composing, key), key
    assert field.get_attribute("aria-activedescendant") is None
    expect(reader.get_by_role("option").first).to_be_visible()


def test_an_older_answer_never_takes_the_place_of_a_newer(reader: Page) -> None:
    held: list[Any] = []
    reader.route("**/api/suggest?q=%E5%92%B3", lambda route: held.append(route))
    reader.goto("/")
    field = reader.locator("#home-q")
    field.focus()
    with reader.expect_request("**/api/suggest?q=%E5%92%B3"):
        reader.keyboard.type("咳")
    field.fill("血压")
    expect(reader.get_by_role("option").first).to_contain_text("血压")
    held[0].fulfill(json={"suggestions": [{"text": "迟到的建议", "kind": "article", "url": "/", "marks": []}], "emergency": None})
    reader.wait_for_timeout(200)
    expect(reader.get_by_role("option", name="迟到的建议")).to_have_count(0)
    expect(reader.get_by_role("option").first).to_contain_text("血压")


def test_facets_are_chosen_combined_and_taken_away(reader: Page) -> None:
    reader.goto("/search/?q=血压")
    tab_to(reader, ".facet summary")
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("checkbox", name="心血管内科 2 篇")).to_be_focused()
    reader.keyboard.press("Space")
    reader.keyboard.press("Tab")
    tab_to(reader, ".facet__go")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**specialty=03.04**")
    expect(reader.get_by_text("2 篇经平台审核的文章")).to_be_visible()
    expect(reader.locator(".find")).to_have_count(2)
    reader.get_by_text("专科 已选 1").click()
    expect(reader.get_by_role("checkbox", name="神经内科 1 篇")).to_be_visible()
    assert reader.evaluate(FAULTS) == []
    tab_to(reader, ".chosen__one")
    expect(reader.get_by_role("link", name="去掉 专科 心血管内科")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.wait_for_url(lambda url: "specialty" not in url)
    expect(reader.locator(".find")).to_have_count(3)


def test_another_spelling_is_offered_and_never_taken_silently(reader: Page) -> None:
    reader.goto("/search/?q=高雪压")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("高雪压")
    tab_to(reader, ".finds__meant a")
    expect(reader.locator(":focus")).to_have_text("高血压")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=%E9%AB%98%E8%A1%80%E5%8E%8B")
    expect(reader.locator(".find").first).to_be_visible()
    expect(reader.get_by_role("list", name="直接去看").get_by_role("link")).to_contain_text("高血压")


def test_nothing_found_leads_on(reader: Page) -> None:
    reader.goto("/search/?q=咳嗽&specialty=03.04")
    expect(reader.get_by_role("heading", name="在选定的范围里没有找到")).to_be_visible()
    tab_to(reader, ".nothing__road")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=%E5%92%B3%E5%97%BD")
    expect(reader.get_by_role("link", name="咳嗽三周还没好")).to_be_visible()
    expect(reader.get_by_role("list", name="直接去看").get_by_role("link")).to_contain_text("咳嗽")


def test_an_emergency_comes_before_everything(reader: Page) -> None:
    reader.goto("/")
    tab_to(reader, "#home-q")
    reader.keyboard.type("胸口疼")
    expect(reader.locator("main .offers__alarm")).to_contain_text("立即拨打 120")
    tab_to(reader, ".offers__call")
    expect(reader.locator("main .offers__call")).to_have_attribute("href", "tel:120")
    reader.keyboard.press("Escape")
    expect(reader.locator("#home-q")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/**")
    card = reader.get_by_role("alert").filter(has_text="拨打 120").first
    expect(card).to_contain_text("不要自己走去或开车去医院")
    first = (
        "document.querySelector('main a').href === 'tel:120' && document.querySelector('.alarm').getBoundingClientRect().bottom"
    )
    assert reader.evaluate(f"({first}) < document.querySelector('.finds h1').getBoundingClientRect().top")
    assert reader.locator(".alarm__call").bounding_box()["height"] >= 56  # type: ignore[index]


def test_related_articles_come_when_the_end_is_near(reader: Page, articles: list[ArticlePage]) -> None:
    reader.goto(f"/articles/{articles[0].slug}/")
    reader.keyboard.press("End")
    expect(reader.locator(".related__one a").first).to_contain_text("血压高了先做什么")


def test_it_works_without_a_script(browser: Any, live_server: Any, articles: list[ArticlePage]) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/")
    page.locator("#home-q").fill("血压")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.locator(".facet summary").first.click()
    page.locator(".choice").first.click()
    page.locator(".facet[open] .facet__go").click()
    page.wait_for_url("**specialty=**")
    assert page.locator(".find").count() == 2
    context.close()

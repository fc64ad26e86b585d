"""A doctor pastes sources, sees what was read, saves and finds them as data; a reader goes from mark to source and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASTED = """[1] 林知远, 周若水, 沈怀谷, 等. 家庭血压监测专家共识[J]. 中华高血压杂志, 2023, 31(5): 401-409. DOI: 10.1000/bp.
[2] 没有标识的一行
@article{k, title={Home blood pressure}, author={Smith, John A}, journal={J Hypertens}, year={2021}}"""


def test_pasted_sources_become_data_and_what_is_not_read_stays(visit: Callable[..., Page]) -> None:
    doctor = factories.make_doctor()
    article = factories.make_article(doctor, text="早晚各量一次[1]。", common_knowledge=False)
    editor = visit(doctor)
    editor.goto(f"/admin/pages/{article.pk}/edit/")
    editor.get_by_role("tab", name="二、读者与依据").click()
    box = editor.locator("[data-paste]")
    box.fill(PASTED)
    editor.get_by_role("button", name="识别并加入").click()
    expect(editor.get_by_text("已加入 1 条")).to_be_visible()
    expect(editor.get_by_text("找不到文献类型标识").first).to_be_visible()
    assert "没有标识的一行" in box.input_value()
    assert "Smith, John A" in box.input_value()
    box.fill(PASTED.splitlines()[-1])
    editor.get_by_role("button", name="识别并加入").click()
    expect(editor.get_by_text("[2] Smith J A. Home blood pressure[J]. J Hypertens, 2021.")).to_be_visible()
    expect(box).to_have_value("")
    editor.locator("[name=action-hand-in]").first.click()
    editor.wait_for_url("**/admin/submit/**")
    first, second = [
        block["value"] for block in ArticlePage.objects.get().get_latest_revision_as_object().references.get_prep_value()
    ]
    assert (first["doi"], first["kind"], first["authors"].splitlines()[-1]) == ("10.1000/bp", "consensus", "et al.")
    assert (second["authors"], second["container"]) == ("Smith, John A", "J Hypertens")


def test_a_reader_follows_a_mark_and_comes_back(visit: Callable[..., Page]) -> None:
    line = PASTED.splitlines()[0].removeprefix("[1] ")
    page = factories.publish(
        factories.make_article(text="早晚各量一次[1]。", references=[("reference", {"text": line})], common_knowledge=False)
    )
    reader = visit(width=390)
    reader.goto(f"/articles/{page.slug}/")
    reader.locator("sup.cite a").click()
    reader.wait_for_url("**#ref-1")
    reader.get_by_label("回到正文中引用文献 1 的地方").click()
    reader.wait_for_url("**#cite-1-1")
    with reader.expect_download() as download:
        reader.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == f"xinglin-{page.slug}.bib"

"""Levels of AI use, the label that readers see first, sign-off block by block, and the mark in files."""

import io
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image, PngImagePlugin

from articles.attribution import ai, aigc
from articles.attribution.ai_places import PlacesError, read
from articles.models import ArticleImage, ArticlePage, SignedPassage
from moderation.models import Submission
from moderation.submissions import SubmissionRefused
from tests import factories

BLOCK = {
    "Label": "1",
    "ContentProducer": "某大模型",
    "ProduceID": "p-1",
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "x",
}
TOOL = "某大模型 V3"


def use(level: str = "生成段落", **changed: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    whole = {"level": level, "tool": TOOL, "used_on": today, "purpose": "起草文字", "places": "2", "checker": "林知远"}
    return {"type": "use", "value": {**whole, "checked_on": today, "references_checked": "是", **changed}}


def declared(*uses: dict[str, Any], level: str = "生成段落", **fields: Any) -> ArticlePage:
    page = factories.make_article(**{"licence": "ARR", **fields})
    page.ai_use = level
    page.set_stream("ai_uses", list(uses))
    page.save_revision(user=page.owner)
    return ArticlePage.objects.get(pk=page.pk)


def draft(page: ArticlePage) -> ArticlePage:
    found: ArticlePage = page.get_latest_revision_as_object()
    return found


def png(mark: dict[str, str] | None = BLOCK) -> bytes:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    if mark is not None:
        info.add_text("AIGC", json.dumps({"AIGC": mark}, ensure_ascii=False))
    Image.new("RGB", (400, 300), (27, 106, 77)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def picture(owner: Any, mark: dict[str, str] | None = BLOCK) -> dict[str, Any]:
    image = ArticleImage.objects.create(title="袖带", file=ContentFile(png(mark), "cuff.png"), uploaded_by_user=owner)
    return {"image": image, "alt": "袖带的位置", "credit": "林知远", "caption": "", "licence": "ARR"}


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("2、5-7", (2, 5, 6, 7)),
        ("第２块，第3段 封面", (2, 3, "封面")),
        ("全文", ("全文",)),
        ("3至4;3", (3, 4)),
        ("", ()),
    ],
)
def test_places_are_read_as_doctors_write_them(written: str, places: tuple[Any, ...]) -> None:
    assert read(written) == places


@pytest.mark.parametrize("written", ["开头", "7-5", "0", "2.5", "2 最后一块"])
def test_what_is_no_place_is_named(written: str) -> None:
    with pytest.raises(PlacesError):
        read(written)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"AIGC": BLOCK}),
        'TC260:AIGC="' + json.dumps(BLOCK).replace('"', "&quot;") + '"',
        "noise { " + json.dumps(BLOCK),
    ],
)
def test_the_block_is_found_alone_escaped_and_among_noise(text: str) -> None:
    found = aigc.in_text(text)
    assert found is not None
    assert (found["Label"], found["ContentProducer"], found["ProduceID"]) == ("1", "某大模型", "p-1")


@pytest.mark.parametrize("text", ['{"Label":"4"}', '"Label":"1"', '{"Label":', "", '{"Label":{"a":1}}'])
def test_what_is_no_block_is_none(text: str) -> None:
    assert aigc.in_text(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("level", ["未使用", "语言润色", "提纲或检索"])
def test_up_to_level_two_there_is_a_line_and_no_label(client: Client, level: str) -> None:
    page = factories.publish(factories.make_article(ai_use=level))
    html = client.get(f"/articles/{page.slug}/").content.decode()
    assert "由人工智能生成" not in html
    assert 'name="AIGC"' not in html
    assert page.get_ai_use_display() in html


@pytest.mark.django_db
def test_an_unsigned_block_stops_the_submission_and_keeps_the_draft() -> None:
    page = declared(use())
    submission = factories.submit(page)
    assert submission.state == Submission.State.REFUSED
    finding = submission.scans.get().findings.get(code="AI.UNVERIFIED")
    assert finding.severity == "block"
    assert "1段" in finding.message
    assert draft(page).ai_uses[0].value["tool"] == TOOL


@pytest.mark.django_db
def test_an_author_signs_block_by_block_and_readers_see_the_label_first(client: Client) -> None:
    page = declared(use())
    address = f"/admin/submit/articles/articlepage/{page.pk}/"
    client.force_login(page.owner)
    assert "我已逐字核对它的事实和所引文献" in client.get(address).content.decode()
    answer = client.post(address, {"warranty": "on"})
    assert answer.status_code == 422
    assert "请先确认：第 2 块由 AI 参与" in answer.content.decode()
    assert not Submission.objects.exists()
    client.post(address, {"warranty": "on", "confirm": "ai:2", "shown": factories.shown(page)})
    submission = Submission.objects.get()
    assert submission.state == Submission.State.OPEN
    assert "第 2 块由 AI 参与" in submission.warranty
    factories.approve(submission)
    html = Client().get(f"/articles/{page.slug}/").content.decode()
    assert "部分内容由人工智能生成，经林知远核对。" in html
    assert html.index("部分内容由人工智能生成") < html.index('class="prose"')
    assert "&quot;Label&quot;:&quot;1&quot;" in html
    record = Client().get(f"/api/articles/{page.slug}/attribution").json()["ai"]
    assert record["uses"][0]["tool"] == TOOL
    assert record["uses"][0]["places"] == ["2"]
    proved = Client().get(f"/api/articles/{page.slug}/manifest").json()["ai"]
    assert proved["uses"] == record["uses"]
    assert [(one["place"], len(one["by"])) for one in proved["signed"]] == [("2", 64)]


@pytest.mark.django_db
def test_a_signature_is_for_one_digest() -> None:
    page = draft(declared(use()))
    assert ai.sign(page, page.owner, ["ai:2"]) == 1
    assert ai.unsigned(page) == []
    page.title = "换过的题目"
    assert [block.place for block in ai.unsigned(page)] == ["2"]


@pytest.mark.django_db
def test_nobody_signs_for_an_author() -> None:
    page = draft(declared(use()))
    assert ai.sign(page, factories.make_doctor(), ["ai:2"]) == 0
    assert not SignedPassage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("uses", "level", "reason"),
    [
        ([use("数字人")], "数字人", "不接受数字人"),
        ([], "生成段落", "请在明细里写明"),
        ([use()], "语言润色", "也要选这一级"),
        ([use(places="9")], "生成段落", "没有第 9 块"),
        ([use(checker="")], "生成段落", "缺少由谁核对"),
        ([use(checker="周若水")], "生成段落", "不是署名作者"),
        ([use(checked_on="2020-01-01")], "生成段落", "核对日期应在使用之后"),
        ([use("生成图片/音视频")], "生成图片/音视频", "都不是图片"),
        ([use(places="封面")], "生成段落", "封面是图片"),
    ],
)
def test_a_record_that_does_not_hold_is_given_back_with_the_reason(uses: list[Any], level: str, reason: str) -> None:
    page = declared(*uses, level=level)
    with pytest.raises(SubmissionRefused, match=reason):
        factories.submit(page)
    assert draft(page).ai_use == level


@pytest.mark.django_db
def test_the_mark_of_a_file_outlives_its_metadata() -> None:
    author = factories.make_doctor()
    image = picture(author)["image"]
    image.refresh_from_db()
    assert image.aigc == {name: value for name, value in BLOCK.items() if value}
    with image.file.open() as file:
        assert b"AIGC" not in file.read()
    assert factories.make_picture(author).aigc == {}


@pytest.mark.django_db
@pytest.mark.parametrize("spec", ["width-200|format-webp", "width-200|format-jpeg", "width-200|format-png"])
def test_what_readers_get_carries_label_and_block(spec: str) -> None:
    image = picture(factories.make_doctor())["image"]
    with image.get_rendition(spec).file.open() as file, Image.open(file) as made:
        xmp = made.info.get("xmp") or made.info["XML:com.adobe.xmp"].encode()
        found = aigc.read(made)
        corner = made.convert("RGB").crop((150, 120, 200, 150)).getcolors(100_000)
    assert b"trainedAlgorithmicMedia" in xmp
    assert (found["Label"], found["ContentPropagator"], found["PropagateID"]) == ("1", "杏林", str(image.pk))
    assert corner is not None
    assert len(corner) > 1


@pytest.mark.django_db
def test_a_marked_file_in_a_piece_without_ai_is_found() -> None:
    author = factories.make_doctor()
    body = [("paragraph", "<p>早晚各量一次。</p>"), ("picture", picture(author, {**BLOCK, "Label": "2"}))]
    page = factories.make_article(author, body=body)
    assert factories.submit(page).scans.get().findings.filter(code="AI.UNDECLARED", severity="review").exists()


@pytest.mark.django_db
def test_a_file_that_says_it_was_generated_must_be_declared() -> None:
    author = factories.make_doctor()
    page = factories.make_article(author, body=[("picture", picture(author))])
    with pytest.raises(SubmissionRefused, match="人工智能生成的标识"):
        factories.submit(page)


@pytest.mark.django_db
def test_a_declared_picture_without_a_mark_gets_one_when_it_is_signed() -> None:
    author = factories.make_doctor()
    body = [("paragraph", "<p>早晚各量一次。</p>"), ("picture", picture(author, None))]
    page = draft(declared(use("生成图片/音视频"), level="生成图片/音视频", author=author, body=body))
    assert ai.facts(page)["unlabelled"] == [ai.blocks(page)[0].path]
    refused = factories.submit(page)
    assert refused.scans.get().findings.filter(code="AI.LABEL_MISSING").exists()
    ai.sign(page, author, ["ai:2"])
    facts = ai.facts(page)
    assert (facts["unlabelled"], facts["unsigned"], facts["marks"][0]["label"]) == ([], [], "1")
    assert factories.submit(page).state == Submission.State.OPEN


@pytest.mark.django_db
def test_no_use_leaves_the_digest_alone() -> None:
    page = draft(factories.make_article())
    assert "ai_uses" not in page.surface().as_json()["content"]
    before = page.surface().digest()
    page.set_stream("ai_uses", [use()])
    assert page.surface().digest() != before

"""What together points at a person: named to the author and to the moderator, and kept in no row of a scan."""

from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from moderation import scanning, submissions
from moderation.engine import Document, Passage, Ruleset, Scanner
from moderation.engine.masking import masked_list
from moderation.models import Allowance, Case, CaseSource, Finding, LedgerEntry, Scan, ShadowScan
from tests import factories

TEXT = "那位有80万粉丝的钢琴老师，三年前在我们科做过脑膜瘤手术。"
CLUES = ("80万粉丝", "钢琴老师", "脑膜瘤")
CODE = "PRIV.QUASI_COMBO"


def combination(text: str = TEXT) -> Any:
    report = Scanner(Ruleset.shipped(), names=False).scan(Document((Passage("body", text),)))
    return next(finding for finding in report.findings if finding.code == CODE)


def test_the_message_lists_the_clues_and_the_kept_one_their_lengths() -> None:
    finding = combination()
    listed = [TEXT[start:end] for start, end in finding.parts]
    assert set(CLUES) <= set(listed)
    assert "、".join(listed) in finding.message
    assert scanning.masked_message(finding) == finding.message.replace("、".join(listed), masked_list(listed))
    assert not any(clue in scanning.masked_message(finding) for clue in CLUES)


def test_places_count_in_the_original_text() -> None:
    text = "那位有８０万粉丝的鋼琴老師，三年前在我們科做過腦膜瘤手術。"
    finding = combination(text)
    assert "８０万粉丝" in [text[start:end] for start, end in finding.parts]


@pytest.mark.parametrize("text", ["患者电话13800138000。", "{span}{clues}患者电话13800138000{clues}。"])
def test_braces_of_a_text_fill_no_place(text: str) -> None:
    report = Scanner(Ruleset.shipped(), names=False).scan(Document((Passage("body", text),)))
    (message,) = [finding.message for finding in report.findings if finding.code == "PRIV.PHONE"]
    assert "“13800138000”" in message


@pytest.mark.django_db
def test_no_row_of_a_scan_holds_a_clue() -> None:
    submission = factories.submit(factories.make_article(text=TEXT))
    assert Finding.objects.filter(scan__submission=submission, code=CODE).exists()
    rows = [row for model in (Scan, Finding, Allowance, ShadowScan, Case, CaseSource, LedgerEntry) for row in model.objects.all()]
    kept = serializers.serialize("json", rows, ensure_ascii=False)
    assert CODE in kept
    assert [clue for clue in (*CLUES, "粉丝", "钢琴") if clue in kept] == []


@pytest.mark.django_db
def test_the_authors_sheet_names_them(client: Client) -> None:
    article = factories.make_article(text=TEXT)
    client.force_login(article.owner)
    page = client.get(reverse("moderation_submit", args=["articles", "articlepage", article.pk])).content.decode()
    (found,) = [finding for finding in submissions.check(article)[2].findings if finding.code == CODE]
    listed = "、".join(TEXT[start:end] for start, end in found.parts)
    assert f"合在一起可能认出具体的人：{listed}。" in page


@pytest.mark.django_db
def test_the_review_page_lists_them_from_the_text_and_not_from_the_row(client: Client) -> None:
    submission = factories.submit(factories.make_article(text=TEXT))
    row = Finding.objects.get(scan__submission=submission, code=CODE)
    listed = "、".join(TEXT[start:end] for start, end in row.parts)
    assert "80万粉丝" in listed
    assert listed not in row.message
    client.force_login(factories.make_moderator())
    page = client.get(f"/admin/desk/{Case.objects.get(submission=submission).number}/").content.decode()
    assert f"合在一起可能认出具体的人：{listed}。" in page

"""Which licence allows which use, circular sources, works for hire, and what an author confirms."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.attribution import derivation, licences, licensing, rights
from articles.attribution.vocabulary import Licence
from articles.models import ArticlePage
from moderation.models import Submission
from moderation.submissions import SubmissionRefused
from tests import factories
from tests.attribution.scene import derived, give, today, work_for_hire

pytestmark = pytest.mark.django_db
RESULTS = ("ARR", "SITE-1.0", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY-NC-SA 4.0")


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("CC0", "111111"),
        ("PDM", "111111"),
        ("GOV-CN", "111111"),
        ("CC BY 4.0", "111111"),
        ("CC BY-SA 4.0", "000100"),
        ("CC BY-NC 4.0", "000011"),
        ("CC BY-NC-SA 4.0", "000001"),
        ("CC BY-NC-SA 3.0 IGO", "000001"),
        ("CC BY-ND 4.0", "000000"),
        ("CC BY-NC-ND 4.0", "000000"),
        ("ARR", "000000"),
        ("STOCK", "000000"),
        ("", "000000"),
    ],
)
def test_the_matrix_of_adaptations(source: str, allowed: str) -> None:
    for origin in ("翻译", "改编"):
        found = "".join(str(int(not licensing.conflict(origin, source, result))) for result in RESULTS)
        assert found == allowed, (origin, source)


@pytest.mark.parametrize(
    ("origin", "source", "result", "fits"),
    [
        ("转载", "CC BY-ND 4.0", "CC BY-ND 4.0", True),
        ("转载", "CC BY-ND 4.0", "CC BY 4.0", False),
        ("转载", "GOV-CN", "ARR", True),
        ("转载", "ARR", "ARR", False),
        ("汇编", "CC BY-NC-ND 4.0", "ARR", True),
        ("汇编", "CC BY-SA 4.0", "CC BY 4.0", True),
        ("汇编", "PERM", "ARR", False),
    ],
)
def test_unchanged_use_keeps_the_licence_of_what_is_used(origin: str, source: str, result: str, fits: bool) -> None:
    assert (licensing.conflict(origin, source, result) == "") is fits


def test_every_licence_has_a_place_in_the_matrix() -> None:
    for licence in Licence.values:
        licensing.adaptation_conflict(licence, "ARR")
        assert licensing.is_irrevocable(licence) is (licence.startswith("CC") and not licence.endswith("IGO"))


def test_an_incompatible_licence_is_refused_and_the_draft_kept() -> None:
    page = derived("翻译", {"licence": "CC BY-SA 4.0"}, licence="ARR")
    with pytest.raises(SubmissionRefused, match="成品不能用 保留所有权利"):
        factories.submit(page)
    assert Submission.objects.count() == 0
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().licence == "ARR"
    give("permission", page)
    assert factories.submit(page).state == "open"


def test_a_changed_picture_binds_the_article() -> None:
    author = factories.make_doctor()
    value = {"image": factories.make_picture(author), "alt": "袖带", "credit": "甲", "caption": "", "licence": "CC BY-ND 4.0"}
    page = factories.make_article(author, licence="ARR", cover=[("picture", {**value, "changed": "改编"})])
    with pytest.raises(SubmissionRefused, match="不允许改动"):
        factories.submit(page)
    factories.publish(factories.make_article(author, licence="ARR", cover=[("picture", value)]))


def test_a_face_is_never_under_an_open_licence() -> None:
    author = factories.make_doctor()
    image = factories.make_picture(author)
    value = {"image": image, "alt": "患者的手", "credit": "甲", "caption": "", "licence": "CC BY 4.0"}
    page = factories.make_article(author, cover=[("picture", value)])
    give("release", page, image_id=image.pk, about="portrait")
    with pytest.raises(SubmissionRefused, match="不能用 CC 许可"):
        factories.submit(page)


def test_two_articles_cannot_be_each_others_source() -> None:
    first = derived("改编", {"licence": "CC BY 4.0"}, licence="CC BY 4.0")
    second = derived("改编", {"url": f"/articles/{first.slug}/", "licence": "CC BY 4.0"}, licence="CC BY 4.0")
    third = derived(
        "改编", {"url": f"http://127.0.0.1:8000/articles/{second.slug}/", "licence": "CC BY 4.0"}, licence="CC BY 4.0"
    )
    assert not derivation.is_circular(third)
    first.set_stream(
        "source_works",
        [{"type": "work", "value": {"title": "甲", "author": "乙", "url": f"/articles/{third.slug}/", "licence": "CC BY 4.0"}}],
    )
    first.save_revision(user=first.owner)
    with pytest.raises(SubmissionRefused, match="不能互为来源"):
        factories.submit(first)
    assert derivation.is_circular(third)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/articles/abcd1234/", True),
        ("http://127.0.0.1:8000/articles/abcd1234", True),
        ("https://elsewhere.example/articles/abcd1234/", False),
        ("/articles/abc/", False),
        ("/topics/abcd1234/", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_which_addresses_name_an_article_of_this_site(address: str, named: bool) -> None:
    assert (derivation.article_named_by(address) == "abcd1234") is named


@pytest.mark.parametrize(
    ("letter", "licence", "sentence"),
    [
        ({}, "ARR", ""),
        ({}, "SITE-1.0", ""),
        ({}, "CC BY 4.0", "两年内"),
        ({"allows_licensing": True}, "CC BY 4.0", ""),
        ({"completed_on": datetime.date(2020, 2, 29)}, "CC BY 4.0", ""),
        ({"hire": "special", "institution": "南湖市第一医院"}, "ARR", ""),
        ({"hire": "special"}, "CC BY 4.0", "没有单位的书面同意"),
        ({"hire": "special", "institution": "另一家医院"}, "ARR", "“权利人”请写 另一家医院"),
    ],
)
def test_a_work_for_hire_and_its_two_years(letter: dict[str, Any], licence: str, sentence: str) -> None:
    page = work_for_hire(licence=licence, owner_name="南湖市第一医院" if letter.get("hire") else "")
    give("letter", page, **letter)
    found = "；".join(rights.rights_of(page, today()).objections)
    assert (sentence in found) if sentence else (found == "")


def test_a_letter_that_nobody_verified_does_not_lift_the_two_years() -> None:
    page = work_for_hire(licence="CC BY 4.0")
    give("letter", page)
    give("letter", page, verified=False, text="second", allows_licensing=True)
    assert any("两年" in sentence for sentence in rights.rights_of(page, today()).objections)
    assert rights.work_for_hire(page, today()) == "ordinary"
    give("letter", page, text="third", allows_licensing=True)
    assert not rights.rights_of(page, today()).objections


def test_two_years_end_on_the_day() -> None:
    page = work_for_hire(licence="CC BY 4.0")
    give("letter", page, valid_from=datetime.date(2024, 5, 20), completed_on=datetime.date(2024, 5, 20))
    assert rights.rights_of(page, datetime.date(2026, 5, 19)).objections
    assert not rights.rights_of(page, datetime.date(2026, 5, 20)).objections


def test_an_irrevocable_licence_is_confirmed_once_and_kept_with_the_warranty(client: Client) -> None:
    page = factories.make_article(licence="CC BY 4.0")
    address = f"/admin/submit/articles/articlepage/{page.pk}/"
    client.force_login(page.owner)
    answer = client.post(address, {"warranty": "on"})
    assert answer.status_code == 422
    assert "请先确认：我知道选择 CC BY 4.0 不能反悔" in answer.content.decode()
    assert Submission.objects.count() == 0
    client.post(address, {"warranty": "on", "confirm": "licence", "shown": factories.shown(page)})
    submission = Submission.objects.get()
    assert "不能反悔" in submission.warranty
    factories.approve(submission)
    assert list(licences.confirmations(ArticlePage.objects.get(pk=page.pk))) == []


def test_a_licence_of_published_copies_stays_with_them(client: Client) -> None:
    page = factories.publish(factories.make_article(licence="CC BY 4.0"))
    page.licence = "ARR"
    page.save_revision(user=page.owner)
    client.force_login(page.owner)
    sheet = client.get(f"/admin/submit/articles/articlepage/{page.pk}/").content.decode()
    assert "以前的版本是以 CC BY 4.0 发布的" in sheet
    assert "不能反悔" not in sheet


def test_an_article_of_the_first_surface_has_the_digest_it_had() -> None:
    """Taken from the code before there was evidence: what came since and is left empty is not in it."""
    page = ArticlePage(title="家里量血压，为什么每次都不一样？", slug="abcd1234", summary="量对时间。", specialty="03.04")
    page.audience_for, page.audience_not, page.origin, page.licence = "成年人", "孕妇", "翻译", "CC BY 4.0"
    page.ai_use, page.interests = "未使用", "无"
    page.byline = [{"account": 7, "name": "林知远", "role": "author"}]
    picture = {"image": None, "alt": "袖带", "caption": "", "credit": "甲", "licence": "CC BY 4.0"}
    body = [("heading", "怎样量才准"), ("paragraph", '<p data-block-key="k">早晚各量一次。</p>'), ("picture", picture)]
    page.set_stream("body", [{"type": kind, "value": value, "id": str(number)} for number, (kind, value) in enumerate(body)])
    page.set_stream("references", [{"type": "reference", "value": {"text": "某指南[S]. 2024.", "url": ""}}])
    work = {"title": "Blood pressure", "author": "A. Writer", "url": "https://example.org/bp", "licence": "CC BY 4.0"}
    page.set_stream("source_works", [{"type": "work", "value": work}])
    page.set_stream("tags", [{"type": "tag", "value": "高血压"}])
    assert page.surface().digest() == "b1341136a41b36b0720b84989e3c18899719d3b0802c84bae52e72d3fda5cc02"


def test_fields_that_are_left_empty_change_no_digest() -> None:
    author = factories.make_doctor()
    value = {"image": factories.make_picture(author), "alt": "袖带", "credit": "甲", "caption": "", "licence": "CC BY 4.0"}
    page = factories.make_article(author, cover=[("picture", value)])
    content = page.surface().as_json()["content"]
    assert "case_kind" not in content
    assert "changed" not in content["cover"][0]["value"]
    before = page.surface().digest()
    page.case_kind = "real"
    assert page.surface().digest() != before


def test_obstacles_are_asked_with_few_statements(django_assert_max_num_queries: Any) -> None:
    page = factories.make_article()
    with django_assert_max_num_queries(5):
        page.obstacles(timezone.now())

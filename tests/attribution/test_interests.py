"""Yearly declarations, the statement of each article, names in the text, reminders, and what a sponsor may not do."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.attribution import interests as in_article
from articles.models import ArticleIndexPage, ArticlePage
from doctors import interests
from doctors.interest_form import InterestForm
from doctors.models import InterestDeclaration
from moderation import ledger
from moderation.models import LedgerEntry, Notice, Submission
from moderation.submissions import SubmissionRefused
from tests import factories

pytestmark = pytest.mark.django_db
FIRM = {"kind": "speaking", "organisation": "康辰药业有限公司", "products": ["络活喜"]}
AWAY = "近三年与康辰药业有关系，与本文内容无关"


def doctor_with(*relations: dict[str, Any]) -> Any:
    doctor = factories.make_doctor()
    interests.declare(doctor, relations)
    return doctor


def age(doctor: Any, days: int) -> None:
    day = timezone.localdate() - datetime.timedelta(days=days)
    InterestDeclaration.objects.filter(doctor=doctor).update(made_on=day)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "请选择“没有”或“有”"),
        ({"answer": "none", "grant": "康辰药业"}, "下面却填写了内容"),
        ({"answer": "some"}, "请至少填写一行"),
        ({"answer": "some", "stock": "："}, "没有公司或机构的名字"),
        ({"answer": "some", "stock": "长" * 61}, "太长"),
        ({"answer": "some", "stock": "\n".join(["康辰药业"] * 31)}, "最多写 30 行"),
    ],
)
def test_a_form_that_says_nothing_or_two_things_is_given_back(client: Client, typed: dict[str, str], wrong: str) -> None:
    doctor = factories.make_doctor()
    InterestDeclaration.objects.filter(doctor=doctor).delete()
    client.force_login(doctor)
    answer = client.post("/admin/my-interests/", typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert wrong in text
    assert typed.get("stock", "")[:40] in text
    assert interests.newest(doctor) is None


def test_lines_become_firms_and_products() -> None:
    form = InterestForm({"answer": "some", "speaking": "康辰药业：甲药、乙药\n益尔康生物", "family": "某器械:丙"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["relations"] == [
        {"kind": "speaking", "organisation": "康辰药业", "products": ["甲药", "乙药"]},
        {"kind": "speaking", "organisation": "益尔康生物", "products": []},
        {"kind": "family", "organisation": "某器械", "products": ["丙"]},
    ]


def test_a_doctor_declares_and_begins_next_year_with_what_was_declared(client: Client) -> None:
    doctor = factories.make_doctor()
    client.force_login(doctor)
    client.post("/admin/my-interests/", {"answer": "some", "grant": "康辰药业：甲药"})
    held = interests.newest(doctor)
    assert held is not None
    assert held.relations == [{"kind": "grant", "organisation": "康辰药业", "products": ["甲药"]}]
    assert "康辰药业：甲药" in client.get("/admin/my-interests/").content.decode()
    assert "康辰药业" in client.get("/admin/my-qualification/").content.decode()
    entry = LedgerEntry.objects.get(kind="interests declared")
    assert entry.data == {"none": False, "relations": 1}
    assert list(ledger.faults()) == []


def test_only_doctors_declare(client: Client) -> None:
    client.force_login(factories.make_moderator())
    assert client.post("/admin/my-interests/", {"answer": "none"}).status_code in (302, 403)
    assert not InterestDeclaration.objects.exists()


@pytest.mark.parametrize(("days", "reason"), [(365, ""), (366, "满一年"), (None, "还没有填写年度利益声明")])
def test_without_a_declaration_of_this_year_nothing_new_is_taken(days: int | None, reason: str) -> None:
    page = factories.make_article()
    if days is None:
        InterestDeclaration.objects.all().delete()
    else:
        age(page.owner, days)
    if not reason:
        assert factories.submit(page).state == Submission.State.OPEN
        return
    with pytest.raises(SubmissionRefused, match=reason):
        factories.submit(page)
    assert any(reason in obstacle for obstacle in page.obstacles(timezone.now()).to_publish)
    assert page.get_latest_revision_as_object().title == page.title


def test_what_was_handed_in_in_time_waits_when_the_year_is_over() -> None:
    submission = factories.submit(factories.make_article())
    age(submission.submitted_by, 400)
    assert not factories.approve(submission)


def test_a_published_article_stays_when_the_year_is_over() -> None:
    page = factories.publish(factories.make_article())
    age(page.owner, 400)
    assert ArticlePage.objects.published().filter(pk=page.pk).exists()
    assert in_article.facts(page, timezone.localdate())["interests"]["declared"]
    age(page.owner, 1200)
    assert not in_article.facts(page, timezone.localdate())["interests"]["declared"]


@pytest.mark.parametrize(
    ("text", "statement", "found"),
    [
        ("早晚各量一次。", AWAY, False),
        ("有人问康辰药业的课怎么样。", "近三年讲过课", True),
        ("络活喜也叫苯磺酸氨氯地平。", "近三年讲过课", True),
        ("有人问康辰药业的课怎么样。", "作者接受过康辰药业的讲课费", False),
    ],
)
def test_names_of_the_declaration_are_matched_against_the_text(text: str, statement: str, found: bool) -> None:
    page = factories.make_article(doctor_with(FIRM), text, interests=statement)
    findings = factories.submit(page).scans.get().findings.filter(code="COI.UNDISCLOSED")
    assert any("登记的关系" in finding.message for finding in findings) is found


def test_a_generic_name_stands_for_the_declared_brand() -> None:
    names = interests.names_of(FIRM)
    assert names[:3] == ["康辰药业有限公司", "康辰药业", "络活喜"]
    assert "氨氯地平" in names[3]


def test_none_is_refused_where_the_declaration_names_a_firm() -> None:
    page = factories.make_article(doctor_with(FIRM), interests="无。")
    with pytest.raises(SubmissionRefused, match="不能只写“无”"):
        factories.submit(page)


@pytest.mark.parametrize(("relations", "said"), [([], "无"), ([FIRM], "康辰药业有限公司（讲课费、会议资助）")])
def test_a_new_article_begins_with_the_statement(client: Client, relations: list[Any], said: str) -> None:
    doctor = doctor_with(*relations)
    client.force_login(doctor)
    index = ArticleIndexPage.objects.get()
    html = client.get(f"/admin/pages/add/articles/articlepage/{index.pk}/").content.decode()
    assert said in html[html.index('name="interests"') :][:400]


def test_reminders_come_once_for_each_step() -> None:
    doctor, now = factories.make_doctor(), timezone.now()
    for days, told in [(300, 0), (340, 1), (340, 0), (360, 1), (366, 1), (400, 0)]:
        InterestDeclaration.objects.filter(doctor=doctor).update(made_on=timezone.localdate())
        assert interests.remind(now + datetime.timedelta(days=days)) == told, days
    assert Notice.objects.filter(recipient=doctor, kind="interests_due").count() == 3


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"text": "感谢某某基金会的支持。"}, "不能再出现资助方"),
        ({"text": "详见 https://shop.kangchen-health.cn/a 的介绍。"}, "不能带外部链接"),
        ({"text": "服用络活喜之后血压平稳。"}, "不能谈产品"),
        ({"interests": "无"}, "请写明资助方"),
    ],
)
def test_what_a_sponsor_may_not_do(changed: dict[str, str], reason: str) -> None:
    fields: dict[str, Any] = {"sponsor": "某某基金会", "interests": "本文由某某基金会资助", **changed}
    page = factories.make_article(**fields)
    with pytest.raises(SubmissionRefused, match=reason):
        factories.submit(page)


def test_readers_see_first_who_paid(client: Client) -> None:
    page = factories.publish(factories.make_article(sponsor="某某基金会", interests="本文由某某基金会资助"))
    html = client.get(f"/articles/{page.slug}/").content.decode()
    assert html.index("某某基金会") < html.index('class="prose"')
    assert "资助方没有参与选题、写作和审核" in html
    assert client.get(f"/api/articles/{page.slug}/attribution").json()["sponsor"] == "某某基金会"

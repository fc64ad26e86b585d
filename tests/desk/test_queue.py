"""The list: filters, order, saved views, the next case, export, and what is said to odd addresses."""

import csv
import datetime
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from moderation import cases
from moderation.desk import claiming, exporting, filters
from moderation.models import Case, Kind, SavedView
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client):
    moderator = factories.make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def page():
    return factories.publish(factories.make_article())


@pytest.fixture
def two(page):
    return cases.open_case(Kind.COMPLAINT, page, "读者投诉"), cases.open_case(Kind.SAMPLE, page, "抽检", risk="high")


def listing(client: Client, query: str = "") -> str:
    return client.get(f"/admin/desk/?queue=all&{query}").content.decode()


def later(hours: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", (True, True)),
        ("kind=sample", (False, True)),
        ("risk=high", (False, True)),
        ("specialty=03.04", (True, True)),
        ("specialty=01", (False, False)),
        ("assignee=me", (True, False)),
        ("assignee=none", (False, True)),
        ("due=late", (True, False)),
        ("due=week", (True, False)),
        ("age=3", (False, False)),
        ("marks=held", (False, True)),
        ("marks=plain", (True, False)),
        ("marks=escalated", (False, False)),
    ],
)
def test_filters(client: Client, moderator, two, query: str, shown: tuple[bool, bool]) -> None:
    claiming.claim(two[0], moderator)
    Case.objects.filter(pk=two[0].pk).update(due_at=later(-1))
    Case.objects.filter(pk=two[1].pk).update(due_at=later(24 * 30), held_until=later(5), hold_reason="等原文")
    text = listing(client, query)
    assert tuple(case.number in text for case in two) == shown


def test_what_narrows_the_list_is_named_beside_the_closed_filters(client: Client, moderator, two) -> None:
    assert "风险：高风险" in listing(client, "risk=high")
    assert "风险：" not in listing(client)


@pytest.mark.parametrize("sort", filters.SORTS)
def test_every_order_is_answered(client: Client, moderator, two, sort: str) -> None:
    assert two[0].number in listing(client, f"sort={sort}")


def test_high_risk_first(two) -> None:
    found = filters.listed(filters.Filters(queue="all", sort="risk"), None, timezone.now())
    assert list(found) == [two[1], two[0]]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("risk=huge", "没有“huge”这样的筛选"),
        ("assignee=99999999999999999999", "这样的筛选"),
        ("age=-1", "没有“-1”这样的筛选"),
        ("specialty=99.99", "没有“99.99”这样的筛选"),
        ("page=1000000000", "没有第 1000000000 页，这是第 1 页"),
        ("page=x", "读者投诉"),
        ("assignee=12345", "没有找到这样的案件"),
    ],
)
def test_odd_addresses_are_answered_with_a_sentence(client: Client, moderator, two, query: str, words: str) -> None:
    cases.open_case(Kind.COMPLAINT, two[0].content(), "读者投诉之二")
    assert words in listing(client, query)


def test_a_folded_case_shows_all_its_sources(client: Client, moderator, two, page) -> None:
    cases.open_case(Kind.COMPLAINT, page, "第二位读者投诉")
    text = listing(client)
    for words in ("合并了 2 个来源", "读者投诉", "第二位读者投诉"):
        assert words in text


def test_who_works_on_what_and_what_is_aside(client: Client, moderator, two) -> None:
    other = factories.make_moderator()
    claiming.claim(two[0], other)
    Case.objects.filter(pk=two[1].pk).update(held_until=later(5), hold_reason="等原文", escalated_at=timezone.now())
    text = listing(client)
    for words in (f"由 {other.name} 认领", "搁置到", "等原文", "已升级"):
        assert words in text


def test_a_view_is_saved_shared_opened_and_forgotten(client: Client, moderator, two) -> None:
    form = {"queue": "all", "risk": "high", "name": "高风险", "shared": "on"}
    assert "视图“高风险”已保存" in client.post("/admin/desk/views/", form, follow=True).content.decode()
    view = SavedView.objects.get()
    assert view.query == "queue=all&risk=high"
    client.force_login(factories.make_moderator())
    assert "高风险" in listing(client)
    assert "不是您的" in client.post(f"/admin/desk/views/{view.pk}/forget/", follow=True).content.decode()
    client.force_login(moderator)
    assert "视图已删除" in client.post(f"/admin/desk/views/{view.pk}/forget/", follow=True).content.decode()
    assert "请给这个视图起个名字" in client.post("/admin/desk/views/", {"name": " "}, follow=True).content.decode()


def test_the_next_button_takes_a_case_of_this_list(client: Client, moderator, two) -> None:
    answer = client.post("/admin/desk/next/", {"queue": "sample"})
    assert answer["Location"].endswith(f"/desk/{two[1].number}/")
    assert Case.objects.get(pk=two[1].pk).assignee == moderator
    answer = client.post("/admin/desk/next/", {"queue": "appeal"}, follow=True)
    assert "现在没有可以派给您的案件" in answer.content.decode()
    assert client.get("/admin/desk/next/").status_code == 405


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_as_a_file_holds_no_formula_and_nobodys_name(client: Client, moderator, two, kind: str) -> None:
    claiming.claim(two[0], moderator)
    Case.objects.filter(pk=two[0].pk).update(title='=HYPERLINK("x")\x0b')
    answer = client.get(f"/admin/desk/export/?queue=all&format={kind}")
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    content = b"".join(answer.streaming_content) if kind == "csv" else answer.content
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type == "s" for row in sheet.iter_rows(min_row=2) for cell in row if cell.value)
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "编号"
    assert len(rows) == 3
    titles = [row[6] for row in rows[1:]]
    assert '\'=HYPERLINK("x")' in titles
    text = str(rows)
    assert moderator.name not in text
    assert two[0].content().owner.name not in text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "|calc"])
def test_nothing_that_a_spreadsheet_would_compute(text: str) -> None:
    assert exporting.safe(text).startswith("'")
    assert exporting.safe("高血压=140") == "高血压=140"


def test_a_case_whose_article_is_gone_still_has_its_place(client: Client, moderator, two) -> None:
    Case.objects.filter(pk=two[0].pk).update(object_id=10**9)
    assert two[0].number in listing(client)
    assert client.post(f"/admin/desk/{two[0].number}/act/claim/", HTTP_ACCEPT="application/json").status_code == 200


def test_the_rail_counts_all_kinds_with_one_question(client: Client, moderator, two, django_assert_max_num_queries) -> None:
    client.get("/admin/desk/")
    with django_assert_max_num_queries(26):
        client.get("/admin/desk/?queue=all")

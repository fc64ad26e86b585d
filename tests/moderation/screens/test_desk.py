"""The list, the inbox, the duties and the menu: who sees them and what they say."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from moderation import cases, duties
from moderation.models import Case, DutyRun, Kind, Notice
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_moderators_open_cases_and_doctors_not_even_the_list(client: Client) -> None:
    factories.submit(factories.make_article())
    number = Case.objects.get().number
    paths = [f"/admin/desk/{number}/", f"/admin/desk/{number}/sheet/"]
    for user, shut in ((factories.make_doctor(), ["/admin/desk/", *paths]), (factories.make_operator(), paths)):
        client.force_login(user)
        for path in shut:
            answer = client.get(path, follow=True)
            assert answer.redirect_chain == [("/admin/", 302)]
            assert "审核台只对审核员开放" in answer.content.decode()
    client.logout()
    assert client.get("/admin/desk/").status_code == 302


def test_cases_of_a_queue_with_everything_that_decides_their_order(client: Client) -> None:
    moderator = factories.make_moderator()
    page = factories.make_article()
    factories.submit(page)
    Case.objects.update(due_at=timezone.now() - datetime.timedelta(hours=2, minutes=1), risk="high", assignee=moderator)
    client.force_login(moderator)
    text = client.get("/admin/desk/").content.decode()
    for word in (page.title, Case.objects.get().number, "心血管", page.owner.name, "已超时 2 小时", "高风险", moderator.name):
        assert word in text
    assert page.title in client.get("/admin/desk/?queue=mine").content.decode()
    assert page.title in client.get("/admin/desk/?q=家里").content.decode()
    assert "没有找到这样的案件" in client.get("/admin/desk/?q=不存在").content.decode()


@pytest.mark.parametrize(
    ("queue", "sentence"),
    [("", "先到期的在前"), ("complaint", "读者对已发布内容的投诉"), ("closed", "办结的案件"), ("nonsense", "先到期的在前")],
)
def test_an_empty_queue_says_what_will_appear(client: Client, queue: str, sentence: str) -> None:
    client.force_login(factories.make_moderator())
    assert sentence in client.get(f"/admin/desk/?queue={queue}").content.decode()


def test_kinds_have_their_own_queues_and_closed_cases_theirs(client: Client) -> None:
    page = factories.publish(factories.make_article())
    cases.open_case(Kind.RESCAN, page, "新规则命中")
    client.force_login(factories.make_moderator())
    assert page.title in client.get("/admin/desk/?queue=rescan").content.decode()
    assert page.title not in client.get("/admin/desk/").content.decode()
    closed = client.get("/admin/desk/?queue=closed").content.decode()
    assert page.title in closed
    assert "通过" in closed


def test_a_moderator_finds_what_readers_see_and_opens_a_case_about_it(client: Client) -> None:
    page = factories.publish(factories.make_article())
    client.force_login(factories.make_moderator())
    assert "读者现在能看到的内容" in client.get("/admin/desk/?q=家里量").content.decode()
    path = f"/admin/desk/look/articles/articlepage/{page.pk}/"
    assert client.get(path).status_code == 405
    first, second = client.post(path), client.post(path)
    case = Case.objects.get(kind=Kind.SAMPLE)
    assert first.headers["Location"] == second.headers["Location"] == f"/admin/desk/{case.number}/"
    assert "主动查看" in client.get(f"/admin/desk/{case.number}/tab/history/").content.decode()
    client.force_login(page.owner)
    assert client.post(path).headers["Location"] == "/admin/"


def test_menu_and_dashboard_count_what_waits(client: Client) -> None:
    page = factories.make_article()
    factories.submit(page)
    client.force_login(factories.make_moderator())
    home = client.get("/admin/").content.decode()
    assert "\\u5ba1\\u6838\\u53f0\\uff081\\uff09" in home or "审核台（1）" in home
    client.force_login(page.owner)
    assert "审核台" not in client.get("/admin/").content.decode()


def test_the_inbox_reads_what_it_shows(client: Client) -> None:
    page = factories.publish(factories.make_article())
    client.force_login(page.owner)
    Notice.objects.exclude(recipient=page.owner).delete()
    assert "1 条未读" in client.get("/admin/").content.decode()
    first = client.get("/admin/inbox/").content.decode()
    assert f"《{page.title}》已发布" in first
    assert "未读" in first
    assert Notice.objects.filter(read_at=None).count() == 0
    assert "未读" not in client.get("/admin/inbox/").content.decode()


def test_an_empty_inbox_and_nobody_elses_notices(client: Client) -> None:
    factories.publish(factories.make_article())
    client.force_login(factories.make_doctor(qualified=False))
    assert "还没有消息" in client.get("/admin/inbox/").content.decode()


def test_duties_say_when_they_stopped_and_what_went_wrong(client: Client) -> None:
    name = duties.all_duties()[0].name
    client.force_login(factories.make_operator())
    assert "还没有运行过" in client.get("/admin/duties/").content.decode()
    long_ago = timezone.now() - datetime.timedelta(hours=30)
    DutyRun.objects.create(name=name, last_started=long_ago, last_succeeded=long_ago)
    assert "已停 1 天 6 小时" in client.get("/admin/duties/").content.decode()
    DutyRun.objects.update(last_started=timezone.now(), error="OSError: 磁盘已满")
    assert "磁盘已满" in client.get("/admin/duties/").content.decode()
    client.force_login(factories.make_doctor(qualified=False))
    assert client.get("/admin/duties/").status_code == 302

"""The operators' screens: what each moderator is offered, and the days on which the desk works."""

import datetime

import pytest
from django.test import Client

from moderation.desk import calendar
from moderation.models import CalendarDay, LedgerEntry, Skills
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client):
    operator = factories.make_operator()
    client.force_login(operator)
    return operator


@pytest.fixture
def moderator():
    return factories.make_moderator()


def save(client: Client, moderator, **form: object):
    return client.post(f"/admin/desk/skills/{moderator.pk}/", form, follow=True)


def test_what_is_set_is_kept_shown_and_on_record(client: Client, operator, moderator) -> None:
    text = save(client, moderator, cap="3", kind=["sample", "rescan"], specialty=["03.04"], paused="on").content.decode()
    for words in (moderator.name, "抽检", "复扫命中", "暂停派件", "0 / 3 件", "不办高风险"):
        assert words in text
    able = Skills.objects.get(moderator=moderator)
    assert (able.cap, able.kinds, able.specialties, able.high_risk) == (3, ["rescan", "sample"], ["03.04"], False)
    assert LedgerEntry.objects.filter(kind="skills set", data__cap=3).exists()


@pytest.mark.parametrize("cap", ["0", "-1", "201", "三", "", "9" * 40, "1.5"])
def test_an_impossible_cap_is_refused_and_what_was_typed_stays(client: Client, operator, moderator, cap: str) -> None:
    answer = save(client, moderator, cap=cap, kind=["sample"])
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "1 到 200 之间" in text
    assert 'value="sample" checked' in text
    assert not Skills.objects.exists()


def test_unknown_kinds_are_refused_by_name(client: Client, operator, moderator) -> None:
    assert "没有这样的专科或类别：nonsense" in save(client, moderator, cap="3", kind=["nonsense"]).content.decode()


def test_only_moderators_have_skills_and_only_operators_set_them(client: Client, operator, moderator) -> None:
    assert client.get(f"/admin/desk/skills/{operator.pk}/").status_code == 404
    client.force_login(moderator)
    for address in (
        "/admin/desk/skills/",
        f"/admin/desk/skills/{moderator.pk}/",
        "/admin/desk/calendar/",
        "/admin/desk/escalated/",
    ):
        assert "只对运营人员开放" in client.get(address, follow=True).content.decode()


def set_days(client: Client, **form: str):
    return client.post("/admin/desk/calendar/", form, follow=True)


def test_days_are_set_and_given_back(client: Client, operator) -> None:
    text = set_days(client, first="2027-02-15", last="2027-02-16", working="no", name="搬迁").content.decode()
    assert "已设定 2 天" in text
    assert "搬迁" in text
    assert not calendar.current().works_on(datetime.date(2027, 2, 15))
    assert "已恢复原来的安排" in set_days(client, forget="2027-02-15").content.decode()
    assert calendar.current().works_on(datetime.date(2027, 2, 15))
    assert LedgerEntry.objects.filter(kind="calendar changed").count() == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"first": "明天", "working": "no", "name": "搬迁"}, "请选择日期"),
        ({"first": "9999-12-31", "working": "no", "name": "搬迁"}, "请选择日期"),
        ({"first": "2027-02-16", "last": "2027-02-15", "working": "no", "name": "搬迁"}, "最后一天要在第一天之后"),
        ({"first": "2027-02-16", "last": "2027-12-15", "working": "no", "name": "搬迁"}, "一次最多 31 天"),
        ({"first": "2027-02-16", "working": "no", "name": " "}, "请写明是什么日子"),
        ({"first": "2027-02-16", "name": "搬迁"}, "请选择上班还是休息"),
        ({"forget": "2027-02-16"}, "这一天没有设定过"),
        ({"forget": "x"}, "这一天没有设定过"),
    ],
)
def test_odd_days_are_answered_with_a_sentence(client: Client, operator, form: dict[str, str], words: str) -> None:
    answer = set_days(client, **form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_estimated_years_say_so_and_terms_are_told(client: Client, operator) -> None:
    text = client.get("/admin/desk/calendar/").content.decode()
    for words in ("2027 年的安排是按法定节假日推算的", "昼夜连续", "24 工作小时", "08:30–12:00"):
        assert words in text


def test_operators_see_the_list_and_their_own_rail(client: Client, operator) -> None:
    factories.submit(factories.make_article())
    text = client.get("/admin/desk/").content.decode()
    assert "家里量血压" in text
    for words in ("升级与派件", "派件设置", "工作日历"):
        assert words in text
    assert "/admin/desk/escalated/" in client.get("/admin/").content.decode()

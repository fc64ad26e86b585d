"""Working time: hours, holidays, exchanged days, and the terms that run by the clock."""

import datetime

import pytest
from django.utils import timezone

from moderation import cases
from moderation.desk import calendar, lights, terms
from moderation.desk.calendar import Calendar, CalendarMistake
from moderation.models import CalendarDay, Case, Kind
from tests import factories

SHIPPED = calendar.shipped_calendar()
HOUR = datetime.timedelta(hours=1)


def at(words: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(words))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-05-20T08:30", 1, "2026-05-20T09:30"),
        ("2026-05-20T11:30", 1, "2026-05-20T13:30"),  # across lunch
        ("2026-05-20T07:00", 8, "2026-05-20T17:30"),  # before hours, one whole day
        ("2026-05-20T17:00", 1, "2026-05-21T09:00"),  # overnight
        ("2026-05-22T17:00", 1, "2026-05-25T09:00"),  # over a weekend
        ("2026-04-30T17:00", 1, "2026-05-06T09:00"),  # over 劳动节
        ("2026-05-08T17:00", 1, "2026-05-09T09:00"),  # the Saturday worked in exchange
        ("2026-02-13T17:00", 9, "2026-02-24T09:00"),  # Saturday 14th worked, then nine days of 春节
        ("2026-09-20T12:30", 1, "2026-09-20T14:00"),  # a worked Sunday
        ("2026-10-01T10:00", 8, "2026-10-08T17:30"),
    ],
)
def test_working_time_after(start: str, hours: int, due: str) -> None:
    assert SHIPPED.after(at(start), hours * HOUR) == at(due)
    assert SHIPPED.between(at(start), at(due)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-05-20T10:00", 3, "2026-05-25T17:30"),
        ("2026-09-30T10:00", 1, "2026-10-08T17:30"),
        ("2026-02-13T23:00", 1, "2026-02-14T17:30"),
    ],
)
def test_days_as_laws_count_them(start: str, days: int, end: str) -> None:
    assert SHIPPED.end_of_working_day(at(start), days) == at(end)


def test_nothing_lies_between_a_moment_and_an_earlier_one() -> None:
    assert SHIPPED.between(at("2026-05-20T12:00"), at("2026-05-19T12:00")) == datetime.timedelta(0)


def test_a_calendar_without_working_time_says_so_instead_of_counting_for_ever() -> None:
    never = Calendar(SHIPPED.hours, off={at("2026-01-01T00:00").date() + datetime.timedelta(days=n): "停业" for n in range(200)})
    with pytest.raises(CalendarMistake):
        never.after(at("2026-01-01T10:00"), HOUR)
    with pytest.raises(CalendarMistake):
        never.end_of_working_day(at("2026-01-01T10:00"), 1)


def test_every_kind_and_risk_has_a_term_and_what_readers_see_runs_by_the_clock() -> None:
    for kind in Kind:
        for risk in ("high", "normal"):
            assert terms.of(kind, risk).length > datetime.timedelta(0)
    assert terms.of(Kind.COMPLAINT, "high").by_clock
    assert terms.of(Kind.SANCTION, "normal") == terms.Term(72 * HOUR, True)
    assert not terms.of(Kind.SUBMISSION, "high").by_clock
    with pytest.raises(CalendarMistake, match=r"terms\.nonsense\.high"):
        terms.of("nonsense", "high")


def test_a_calendar_file_that_cannot_be_read_is_named(settings, tmp_path) -> None:
    broken = tmp_path / "calendar.toml"
    broken.write_text("hours = [", encoding="utf-8")
    settings.DESK_CALENDAR = str(broken)
    with pytest.raises(CalendarMistake, match=r"calendar\.toml"):
        calendar.shipped_calendar()


@pytest.mark.django_db
def test_what_operators_enter_goes_before_what_is_shipped() -> None:
    CalendarDay.objects.create(day=datetime.date(2026, 5, 21), working=False, name="内部培训")
    CalendarDay.objects.create(day=datetime.date(2026, 5, 1), working=True, name="值班")
    ours = calendar.current()
    assert ours.after(at("2026-05-20T17:00"), HOUR) == at("2026-05-22T09:00")
    assert ours.after(at("2026-04-30T17:00"), HOUR) == at("2026-05-01T09:00")


@pytest.mark.django_db
def test_a_case_is_due_by_its_own_term() -> None:
    page = factories.publish(factories.make_article())
    friday = at("2026-05-22T17:00")
    assert cases.open_case(Kind.COMPLAINT, page, "读者投诉", at=friday).due_at == at("2026-05-27T17:00")
    assert cases.open_case(Kind.SANCTION, page, "紧急暂停", at=friday).due_at == friday + 72 * HOUR
    other = friday + HOUR
    assert cases.open_case(Kind.APPEAL, page, "申诉", at=friday, due_at=other).due_at == other


@pytest.mark.parametrize(
    ("kind", "now", "due", "tone", "words"),
    [
        ("submission", "2026-05-22T17:00", "2026-05-25T09:30", "soon", "快到期 · 剩工作时间 1 小时 30 分钟"),
        ("submission", "2026-05-20T08:30", "2026-05-22T10:00", "leaf", "时间充足 · 剩 2 个工作日 1 小时"),
        ("submission", "2026-05-20T08:30", "2026-05-21T17:30", "leaf", "时间充足 · 剩 2 个工作日"),
        ("submission", "2026-05-25T09:30", "2026-05-22T17:30", "stop", "已超时 2 天 16 小时"),
        ("sanction", "2026-05-22T17:00", "2026-05-22T23:00", "soon", "快到期 · 剩 6 小时"),
    ],
)
def test_the_light_counts_as_the_term_does(kind: str, now: str, due: str, tone: str, words: str) -> None:
    light = lights.of(Case(kind=kind, risk="normal", due_at=at(due)), SHIPPED, at(now))
    assert (light.tone, light.words) == (tone, words)

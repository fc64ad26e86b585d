"""The desk's figures, against cases whose times are known."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation import cases, decisions
from moderation.measures import figures
from moderation.models import Case, Kind
from tests.factories import make_article, make_moderator, make_operator, publish

pytestmark = pytest.mark.django_db


def _closed(article, moderator, hours, late=False):
    case = cases.open_case(Kind.SAMPLE, article, "抽检")
    cases.close(case, "dismissed", moderator)
    ended = timezone.now()
    opened = ended - datetime.timedelta(hours=hours)
    due = ended + datetime.timedelta(hours=-1 if late else 1)
    Case.objects.filter(pk=case.pk).update(opened_at=opened, closed_at=ended, due_at=due)


def _since(days=30):
    return timezone.now() - datetime.timedelta(days=days)


def test_waiting_is_counted_from_opening_to_closing():
    article, moderator = publish(make_article()), make_moderator()
    for hours in (1, 2, 3, 4, 100):
        _closed(article, moderator, hours, late=hours == 100)
    row = next(row for row in figures.waiting(_since()) if row.kind == Kind.SAMPLE)
    assert (row.closed, round(row.median), round(row.ninetieth), row.in_time) == (5, 3, 100, 0.8)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.9, 9), (0.95, 10), (1.0, 10)])
def test_percentiles_are_values_that_occurred(share, expected):
    assert figures.percentile(range(1, 11), share) == expected


def test_age_falls_into_its_bucket_and_overdue_is_counted():
    article = publish(make_article())
    case = cases.open_case(Kind.COMPLAINT, article, "投诉")
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(opened_at=now - datetime.timedelta(days=5), due_at=now - datetime.timedelta(days=1))
    assert figures.ageing(now) == [("投诉", [0, 0, 1, 0, 0], 1)]


def test_a_reversal_counts_against_whoever_decided_before():
    first, second = make_moderator(), make_moderator()
    article = publish(make_article())
    digest = article.live_digest
    decisions.take_down(article, first, "takedown", ["BL7"], "内容有误")
    decisions.restore(type(article).objects.get(pk=article.pk), second, digest, "核实无误")
    counted = {person.account: person for person in figures.people(_since())}
    assert (counted[first.pk].reversed, counted[second.pk].reversed) == (1, 0)
    assert counted[first.pk].pace == 1.0


def test_a_moderator_sees_their_own_row_and_operators_see_all(client):
    mine, other = make_moderator(), make_moderator()
    article = publish(make_article())
    decisions.take_down(article, other, "takedown", ["BL7"], "内容有误")
    client.force_login(mine)
    assert other.name not in client.get(reverse("moderation_measures")).content.decode().partition('id="m-people"')[2]
    operator = make_operator()
    operator.groups.add(*mine.groups.all())
    client.force_login(operator)
    page = client.get(reverse("moderation_measures"), {"days": "7"}).content.decode()
    assert other.name in page
    assert 'role="img"' in page
    assert other.name in client.get(reverse("moderation_measures"), {"format": "csv"}).content.decode("utf-8-sig")


@pytest.mark.parametrize("days", ["", "²", "9" * 500, "-1", "7.5"])
def test_a_window_that_does_not_exist_is_thirty_days(client, days):
    client.force_login(make_moderator())
    assert 'aria-current="true" href="?days=30"' in client.get(reverse("moderation_measures"), {"days": days}).content.decode()

"""Who may hold and decide a case: the database refuses whoever decided first and whomever the case is about."""

import pytest
from django.db import IntegrityError, transaction

from moderation import cases
from moderation.desk import offices
from moderation.models import Case, Kind
from tests.factories import make_article, make_moderator, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def published():
    return publish(make_article())


@pytest.mark.parametrize("concerned", ["first_reviewer", "about_user"])
@pytest.mark.parametrize("holds", ["assignee", "decided_by"])
def test_the_database_lets_nobody_decide_twice_or_about_themselves(published, moderator, concerned, holds):
    case = cases.open_case(Kind.APPEAL, published, "作者申诉", **{concerned: moderator})
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**{holds: moderator})


def test_who_decided_first_may_not_decide_the_appeal(published, moderator):
    case = cases.open_case(Kind.APPEAL, published, "作者申诉", first_reviewer=moderator)
    assert moderator not in offices.eligible(case)
    assert any("原来的决定" in reason for reason in offices.objections(moderator, published, None, case))


def test_an_ordinary_case_may_be_decided(published, moderator):
    case = cases.open_case(Kind.COMPLAINT, published, "读者投诉")
    assert moderator in offices.eligible(case)
    cases.close(case, "dismissed", moderator)
    case.refresh_from_db()
    assert case.decided_by == moderator

"""Which case somebody gets next: the most urgent that they may decide, that nobody has, within what operators gave them."""

import datetime

import pytest
from django.db.models import Q
from django.utils import timezone

from moderation import cases
from moderation.cases import DecisionRefused
from moderation.desk import choosing, claiming
from moderation.models import Case, CaseParticipant, Kind, Opinion, Skills, Verb
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = (Kind.COMPLAINT, Kind.RESCAN, Kind.SAMPLE)


@pytest.fixture
def page():
    return factories.publish(factories.make_article())


@pytest.fixture
def moderator():
    return factories.make_moderator()


@pytest.fixture
def three(page):
    """Complaint, re-scan hit and sample, due one after the other."""
    start = timezone.now() + datetime.timedelta(hours=1)
    return [
        cases.open_case(kind, page, "试验", due_at=start + datetime.timedelta(hours=number)) for number, kind in enumerate(KINDS)
    ]


def later(hours: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=hours)


def test_the_most_urgent_first_then_onwards_and_from_the_top_again(three, moderator) -> None:
    first, second, third = three
    assert choosing.next_case(moderator) == first
    assert choosing.next_case(moderator, after=first) == second
    assert choosing.next_case(moderator, after=third) == first


def test_what_others_work_on_is_left_out_until_their_lease_ends(three, moderator) -> None:
    first, second, _third = three
    claiming.claim(first, factories.make_moderator())
    assert choosing.next_case(moderator) == second
    assert choosing.next_case(moderator, now=later(1)) == first


@pytest.mark.parametrize(
    "fields",
    [
        {"held_until": later(5)},
        {"escalated_at": timezone.now()},
        {"state": Case.State.CLOSED},
    ],
)
def test_what_is_aside_asked_or_closed_is_left_out(three, moderator, fields) -> None:
    Case.objects.filter(pk=three[0].pk).update(**fields)
    assert choosing.next_case(moderator) == three[1]


def test_a_hold_that_ended_comes_up_again(three, moderator) -> None:
    Case.objects.filter(pk=three[0].pk).update(held_until=later(-1), assignee=moderator)
    assert choosing.next_case(moderator) == three[0]


@pytest.mark.parametrize("field", ["about_user", "first_reviewer"])
def test_nobody_gets_what_concerns_them_or_what_they_decided(three, moderator, field) -> None:
    Case.objects.filter(pk=three[0].pk).update(**{field: moderator})
    assert choosing.next_case(moderator) == three[1]


def test_nobody_gets_what_they_took_part_in_or_gave_an_opinion_on(three, moderator) -> None:
    CaseParticipant.objects.create(case=three[0], user=moderator)
    Opinion.objects.create(case=three[1], by=moderator, verb=Verb.DISMISS)
    assert choosing.next_case(moderator) == three[2]


def test_participants_are_kept_when_a_case_is_opened() -> None:
    submission = factories.submit(factories.make_article())
    case = Case.objects.get(submission=submission)
    assert set(case.participants.values_list("user", flat=True)) == set(submission.contributors)


@pytest.mark.parametrize(
    ("skills", "number"),
    [
        ({"kinds": ["sample"]}, 2),
        ({"specialties": ["03"]}, 0),
        ({"specialties": ["03.04"]}, 0),
        ({"specialties": ["07"]}, None),
        ({"high_risk": False}, 1),
        ({"paused": True}, None),
    ],
)
def test_skills_decide_what_is_offered(three, moderator, skills, number) -> None:
    Case.objects.filter(pk=three[0].pk).update(risk="high")
    Skills.objects.create(moderator=moderator, **skills)
    assert choosing.next_case(moderator) == (None if number is None else three[number])


def test_at_the_cap_only_ones_own_cases_come_and_then_a_sentence(three, moderator) -> None:
    Skills.objects.create(moderator=moderator, cap=1)
    assert choosing.claim_next(moderator) == three[0]
    assert choosing.claim_next(moderator) == three[0]
    with pytest.raises(DecisionRefused, match="上限（1 件）"):
        choosing.claim_next(moderator, after=three[0])


def test_taking_the_next_one_claims_it(three, moderator) -> None:
    taken = choosing.claim_next(moderator)
    assert (taken, taken.assignee) == (three[0], moderator)
    assert choosing.claim_next(factories.make_moderator()) == three[1]


def test_within_the_filters_of_a_list(three, moderator) -> None:
    assert choosing.claim_next(moderator, within=Q(kind=Kind.SAMPLE)) == three[2]
    assert choosing.claim_next(moderator, within=Q(kind=Kind.APPEAL)) is None


def test_somebody_who_joined_since_is_not_given_it_after_all(three, moderator, page) -> None:
    """The object's own word counts; the table is only the quick answer."""
    for case in three:
        case.participants.all().delete()
    page.owner.groups.add(*moderator.groups.all())
    assert choosing.claim_next(page.owner) is None
    assert Case.objects.filter(assignee=page.owner).count() == 0
    assert CaseParticipant.objects.filter(user=page.owner, case__in=three).count() == len(KINDS)

"""One case, one pair of hands: claiming, keeping, handing over, giving back, and what a claim keeps others from."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from moderation import cases, decisions, duties
from moderation.cases import CaseClosed, DecisionRefused
from moderation.desk import claiming, leases
from moderation.models import Case, Kind, LedgerEntry, Notice, Skills
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return factories.make_moderator()


@pytest.fixture
def second():
    return factories.make_moderator()


@pytest.fixture
def case():
    return cases.open_case(Kind.COMPLAINT, factories.publish(factories.make_article()), "读者投诉")


def later(minutes: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=minutes)


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("number").values_list("kind", flat=True))


def test_one_person_has_a_case_and_the_next_is_told_who(case, first, second) -> None:
    claimed = claiming.claim(case, first)
    assert claimed.assignee == first
    assert claimed.lease_until > timezone.now()
    with pytest.raises(DecisionRefused, match=f"正由 {first.name} 办理"):
        claiming.claim(case, second)
    assert kinds().count("case claimed") == 1


def test_claiming_again_extends_without_a_second_entry(case, first) -> None:
    claiming.claim(case, first)
    again = claiming.claim(case, first, later(10))
    assert again.lease_until > later(25)
    assert kinds().count("case claimed") == 1


def test_after_the_lease_ran_out_another_may_take_it_and_the_first_may_no_longer_extend(case, first, second) -> None:
    claiming.claim(case, first)
    assert claiming.claim(case, second, later(21)).assignee == second
    with pytest.raises(DecisionRefused, match=second.name):
        claiming.extend(case, first)


def test_a_lapsed_lease_is_extended_while_nobody_else_took_the_case(case, first) -> None:
    claiming.claim(case, first)
    assert claiming.extend(case, first, later(60)).lease_until > later(75)


def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_up(case, first, second) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=first, lease_until=later(60 * 24 * 30))
    case.refresh_from_db()
    assert leases.standing(case, first).seconds == 0
    assert claiming.claim(case, second).assignee == second


def test_the_time_left_is_never_negative(case, first) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=first, lease_until=later(-5))
    case.refresh_from_db()
    assert leases.standing(case, first).seconds == 0


def test_release_gives_it_back(case, first, second) -> None:
    claiming.claim(case, first)
    with pytest.raises(DecisionRefused):
        claiming.release(case, second)
    assert claiming.release(case, first).assignee is None
    assert claiming.claim(case, second).assignee == second


def test_handing_over_to_a_named_person(case, first, second) -> None:
    claiming.claim(case, first)
    handed = claiming.hand_over(case, first, second)
    assert handed.assignee == second
    assert handed.lease_until > later(60 * 23)
    assert Notice.objects.get(recipient=second, kind="case_handed").context["number"] == case.number
    # A heartbeat never shortens the longer lease.
    assert claiming.extend(case, second).lease_until == handed.lease_until


def test_who_may_not_decide_is_handed_nothing(case, first) -> None:
    author = case.content().owner
    claiming.claim(case, first)
    with pytest.raises(DecisionRefused, match="不能转交给"):
        claiming.hand_over(case, first, author)
    stranger = factories.make_moderator()
    with pytest.raises(DecisionRefused):
        claiming.hand_over(case, stranger, factories.make_moderator())


def test_an_operator_takes_back_and_whoever_had_it_is_told(case, first, second) -> None:
    operator = factories.make_operator()
    claiming.claim(case, first)
    with pytest.raises(DecisionRefused, match="只有运营人员"):
        claiming.take_back(case, second)
    assert claiming.take_back(case, operator).assignee is None
    assert Notice.objects.filter(recipient=first, kind="case_taken_back").exists()
    with pytest.raises(DecisionRefused, match="没有人认领"):
        claiming.take_back(case, operator)


def test_the_duty_puts_back_what_ran_out_and_leaves_what_runs(case, first) -> None:
    other = cases.open_case(Kind.SAMPLE, case.content(), "抽检")
    claiming.claim(case, first)
    claiming.claim(other, first, later(15))
    assert claiming.expire(later(22)) == 1
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.assignee, other.assignee) == (None, first)
    assert "leases" in {duty.name for duty in duties.all_duties()}


def test_nobody_holds_more_than_their_cap(case, first) -> None:
    Skills.objects.create(moderator=first, cap=1)
    other = cases.open_case(Kind.SAMPLE, case.content(), "抽检")
    claiming.claim(case, first)
    with pytest.raises(DecisionRefused, match="上限（1 件）"), transaction.atomic():
        claiming.claim(other, first)
    assert Case.objects.get(pk=other.pk).assignee is None


def test_who_is_not_given_high_risk_cases_cannot_claim_one(case, first) -> None:
    Skills.objects.create(moderator=first, high_risk=False)
    Case.objects.filter(pk=case.pk).update(risk="high")
    case.refresh_from_db()
    with pytest.raises(DecisionRefused, match="高风险"):
        claiming.claim(case, first)


def test_participants_cannot_claim(first) -> None:
    case = Case.objects.get(submission=factories.submit(factories.make_article()))
    with pytest.raises(DecisionRefused):
        claiming.claim(case, case.submission.submitted_by)


def test_deciding_under_somebody_elses_lease_is_refused_by_name(case, first, second) -> None:
    claiming.claim(case, first)
    with pytest.raises(DecisionRefused, match=f"正由 {first.name} 办理"):
        decisions.dismiss(case, second, "不成立")
    with pytest.raises(DecisionRefused, match=first.name):
        cases.close(case, "dismissed", second)
    assert Case.objects.get(pk=case.pk).state == Case.State.OPEN


def test_deciding_an_unclaimed_case_claims_it(case, first) -> None:
    decisions.dismiss(case, first, "不成立")
    case.refresh_from_db()
    assert (case.assignee, case.decided_by, case.lease_until) == (first, first, None)


def test_deciding_after_ones_own_lease_ran_out_counts_while_nobody_took_it(case, first) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=first, lease_until=later(-30))
    decisions.dismiss(case, first, "不成立")
    assert Case.objects.get(pk=case.pk).outcome == "dismissed"


def test_a_closed_case_is_neither_claimed_nor_extended(case, first, second) -> None:
    claiming.claim(case, first)
    decisions.dismiss(case, first, "不成立")
    for act in (claiming.claim, claiming.extend, claiming.release):
        with pytest.raises(CaseClosed):
            act(case, second)


def test_an_author_takes_back_a_submission_whoever_works_on_it(first) -> None:
    case = Case.objects.get(submission=factories.submit(factories.make_article()))
    claiming.claim(case, first)
    cases.close(case, "withdrawn")
    assert Case.objects.get(pk=case.pk).outcome == "withdrawn"

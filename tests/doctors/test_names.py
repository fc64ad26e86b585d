"""People with a public role on this site are named without being taken for patients, by every scan of the product."""

import pytest
from django.core.cache import cache

from doctors.models import DoctorProfile
from doctors.names import public_names
from doctors.qualification import DOCTORS
from moderation import decisions, submissions
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "梁志明在门诊遇到一位喘不上气的老人。"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def profile_of(name: str, live: bool = True) -> DoctorProfile:
    return factories.make_profile(factories.make_user(DOCTORS, name), live)


def codes(instance: object) -> set[str]:
    return {finding.code for finding in submissions.check(instance)[2].findings}


def test_names_are_those_of_public_profiles_and_asked_once(django_assert_num_queries: object) -> None:
    profile_of("周若川", live=False)
    assert "周若川" not in public_names()
    shown = profile_of("梁志明")
    assert "梁志明" in public_names()
    with django_assert_num_queries(0):  # type: ignore[operator]
        public_names()
    decisions.take_down(shown, factories.make_moderator(), "takedown", [], "资质已失效")
    assert "梁志明" not in public_names()


def test_an_article_may_name_a_doctor_of_this_site() -> None:
    article = factories.make_article(text=TEXT)
    assert "PRIV.NAME" in codes(article)
    profile_of("梁志明")
    assert "PRIV.NAME" not in codes(article)


def test_a_doctor_may_name_himself_on_his_own_page() -> None:
    profile = profile_of("梁志明", live=False)
    profile.biography = TEXT
    profile.save_revision()
    assert "PRIV.NAME" not in codes(profile)
    profile.biography = TEXT.replace("梁志明", "周若川")
    profile.save_revision()
    assert "PRIV.NAME" in codes(profile)

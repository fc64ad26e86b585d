"""A doctor's profile is moderated without being a page: the same gate stands on its roads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.urls import reverse
from wagtail.actions.publish_revision import PublishRevisionAction

from doctors.models import DoctorProfile
from moderation import decisions
from moderation.models import Verb
from moderation.shown import shown
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db


def draft_of(profile: Any) -> Any:
    """The profile with a newer draft that nobody reviewed."""
    newer = profile.get_latest_revision_as_object()
    newer.biography = scene.WORDS
    newer.save_revision(user=factories.make_operator())
    return DoctorProfile.objects.get(pk=profile.pk)


def edited(profile: Any, how: str = "save", **values: Any) -> Any:
    found = DoctorProfile.objects.get(pk=profile.pk)
    for name, value in values.items():
        setattr(found, name, value)
    return getattr(found, how)()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def loaded(profile: Any) -> None:
    for entry in serializers.deserialize("json", serializers.serialize("json", [DoctorProfile.objects.get(pk=profile.pk)])):
        entry.object.biography, entry.object.live = scene.WORDS, True  # type: ignore[attr-defined]
        entry.save()


def form(profile: Any, **values: str) -> dict[str, str]:
    kept = {name: getattr(profile, name) for name in ("name", "title", "specialty", "institution")}
    return {**kept, "biography": scene.WORDS, "portrait": "", **values}


ROADS: dict[str, Callable[[Any], Any]] = {
    "publish": lambda profile: profile.publish(profile.get_latest_revision()),
    "publish by root": lambda profile: profile.publish(profile.get_latest_revision(), user=scene.superuser()),
    "revision.publish": lambda profile: profile.get_latest_revision().publish(),
    "action": lambda profile: PublishRevisionAction(profile.get_latest_revision()).execute(skip_permission_checks=True),
    "save": lambda profile: edited(profile, live=True, biography=scene.WORDS),
    "save_base": lambda profile: edited(profile, "save_base", live=True, biography=scene.WORDS),
    "update": lambda profile: DoctorProfile.objects.filter(pk=profile.pk).update(live=True, biography=scene.WORDS),
    "update name": lambda profile: DoctorProfile.objects.filter(pk=profile.pk).update(live=True, name=scene.WORDS),
    "update owner": lambda profile: DoctorProfile.objects.filter(pk=profile.pk).update(live=True, user=factories.make_doctor()),
    "bulk_update": lambda profile: DoctorProfile.objects.bulk_update(
        [DoctorProfile(pk=profile.pk, live=True, title=scene.WORDS)], ["live", "title"]
    ),
    "bulk_create": lambda profile: DoctorProfile.objects.bulk_create(
        [DoctorProfile(user=factories.make_doctor(), name="甲", title="乙", specialty="03.04", institution="丙", live=True)]
    ),
    "SQL": lambda profile: execute(
        f"UPDATE doctors_doctorprofile SET live = TRUE, title = '{scene.WORDS}' WHERE id = {profile.pk}"
    ),
    "loaddata": loaded,
}


@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
@pytest.mark.parametrize("road", ROADS)
def test_no_road_publishes(road: str, live: bool) -> None:
    profile = draft_of(factories.make_profile(factories.make_doctor(), live=live))
    with scene.standing_still(profile):
        assert scene.attempt(lambda: ROADS[road](profile)) is not None
    assert shown(DoctorProfile.objects.all()).exists() == live
    assert DoctorProfile.objects.count() == 1


SCREENS: dict[str, tuple[str, dict[str, str]]] = {
    "edit and publish": ("edit", {"action-publish": "1"}),
    "edit with a schedule": ("edit", {"action-publish": "1", "go_live_at": "2020-01-01 10:00"}),
    "edit posing as live": ("edit", {"live": "on", "live_digest": "x"}),
    "revert and publish": ("revisions_revert", {"action-publish": "1"}),
    "unpublish": ("unpublish", {}),
    "delete": ("delete", {}),
}


@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_publishes(screen: str, live: bool) -> None:
    profile = draft_of(factories.make_profile(factories.make_doctor(), live=live))
    view, values = SCREENS[screen]
    args = [profile.pk, profile.latest_revision_id] if view == "revisions_revert" else [profile.pk]
    with scene.standing_still(profile):
        url = reverse(f"wagtailsnippets_doctors_doctorprofile:{view}", args=args)
        assert scene.client_of(scene.superuser()).post(url, form(profile, **values)).status_code < 500
    assert DoctorProfile.objects.get(pk=profile.pk).get_latest_revision_as_object().biography == scene.WORDS


def test_each_way_in_and_out_is_announced_once() -> None:
    doctor = factories.make_doctor()
    with scene.listening() as heard:
        profile = factories.make_profile(doctor)
    digest = profile.live_digest
    assert (heard.live, heard.left) == ([digest], [])
    with scene.listening() as heard:
        decisions.take_down(profile, factories.make_moderator(), Verb.TAKEDOWN, [], "过时")
    assert (heard.live, heard.left) == ([], [digest])
    profile = DoctorProfile.objects.get(pk=profile.pk)
    with scene.standing_still(profile):
        assert scene.attempt(profile.get_latest_revision().publish) is not None
    with scene.listening() as heard:
        decisions.restore(profile, factories.make_moderator(), digest, "查明无误")
    assert (heard.live, heard.left) == ([digest], [])
    assert shown(DoctorProfile.objects.all()).exists()

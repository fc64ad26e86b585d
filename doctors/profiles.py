"""A doctor's public page as the operator's desk sees it: opened with the account, and in which state it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Submission
from moderation.shown import shown

from .models import DoctorProfile, User


@dataclass(frozen=True)
class ProfileState:
    """What readers see of a profile now, as word and tone (good, soon, none)."""

    word: str
    tone: str


def open_profile(user: User, title: str, specialty: str, institution: str, by: User) -> DoctorProfile:
    """Begin the profile as a draft that `by` wrote; nobody sees it before a decision."""
    with transaction.atomic():
        profile = DoctorProfile(user=user, name=user.name, title=title, specialty=specialty, institution=institution)
        profile.has_unpublished_changes = True
        profile.save()
        profile.save_revision(user=by, clean=False)
    return profile


def state_of(profile: DoctorProfile | None) -> ProfileState:
    return states_of([profile])[0]


def states_of(profiles: Sequence[DoctorProfile | None]) -> list[ProfileState]:
    """One state for each, with one query for all."""
    kind = ContentType.objects.get_for_model(DoctorProfile)
    numbers = [profile.pk for profile in profiles if profile]
    open_ones = Submission.objects.filter(content_type=kind, object_id__in=numbers, state=Submission.State.OPEN)
    in_review = set(open_ones.values_list("object_id", flat=True))
    return [_state(profile, profile is not None and profile.pk in in_review) for profile in profiles]


def _state(profile: DoctorProfile | None, in_review: bool) -> ProfileState:
    if profile is None:
        return ProfileState(_("还没有主页"), "none")
    if in_review:
        return ProfileState(_("审核中"), "soon")
    if profile.live and profile.has_unpublished_changes:
        return ProfileState(_("已公开，有未提交的修改"), "soon")
    return ProfileState(_("已公开"), "good") if profile.live else ProfileState(_("草稿，未公开"), "none")


def field_of(user: User) -> str:
    """The specialty on somebody's cleared profile; empty while nothing of it is public."""
    return shown(DoctorProfile.objects.filter(user_id=user.pk)).values_list("specialty", flat=True).first() or ""

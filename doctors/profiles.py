"""A doctor's public page as the operator's desk sees it: opened with the account, and in which state it is."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Submission
from moderation.submissions import pending

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
    if profile is None:
        return ProfileState(_("还没有主页"), "none")
    waiting = pending(profile)
    if waiting is not None and waiting.state == Submission.State.OPEN:
        return ProfileState(_("审核中"), "soon")
    if profile.live:
        changed = profile.has_unpublished_changes
        return ProfileState(_("已公开，有未提交的修改") if changed else _("已公开"), "soon" if changed else "good")
    return ProfileState(_("草稿，未公开"), "none")

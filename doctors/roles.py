"""Who runs the site and who decides, by membership in the groups that the foundation lays."""

from typing import Any

from django.db.models import QuerySet

from .models import User
from .qualification import DOCTORS, MODERATORS, OPERATORS


def is_operator(user: Any) -> bool:
    return _is_active_member(user, OPERATORS)


def is_moderator(user: Any) -> bool:
    return _is_active_member(user, MODERATORS)


def is_doctor(user: Any) -> bool:
    return _is_active_member(user, DOCTORS)


def doctors() -> "QuerySet[User]":
    """Every account in the doctors' group, the closed ones too."""
    return User.objects.filter(groups__name=DOCTORS)


def active_operators() -> "QuerySet[User]":
    return User.objects.filter(is_active=True, groups__name=OPERATORS)


def _is_active_member(user: Any, group: str) -> bool:
    """A superuser is a member of nothing by that alone: two people stay two people."""
    return bool(user and user.is_active and user.groups.filter(name=group).exists())

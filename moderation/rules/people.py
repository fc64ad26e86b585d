"""Accounts around the rules: their names for screens that keep only ids, and who is told of what happens to a rule."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

# Named, since a site may sign people in through others beside it.
BACKEND = "django.contrib.auth.backends.ModelBackend"


def account_names(ids: Iterable[int]) -> dict[int | None, str]:
    """Name by id, of those that exist."""
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=set(ids))}


def account_by_mail(address: str) -> int | None:
    """The id of the account with this mail address, or None."""
    return get_user_model().objects.filter(email__iexact=address.strip()).values_list("pk", flat=True).first()


def staff(permission: str, also: Iterable[int] = ()) -> list[Any]:
    """Active accounts that hold a permission, and these others whether they still do or not."""
    users = get_user_model().objects
    holders = users.with_perm(permission, include_superusers=False, backend=BACKEND)
    return list(users.filter(Q(pk__in=holders.values("pk")) | Q(pk__in=set(also)), is_active=True).order_by("pk"))

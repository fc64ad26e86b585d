"""Names of accounts, for screens that keep only their ids."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model


def account_names(ids: Iterable[int]) -> dict[int | None, str]:
    """Name by id, of those that exist."""
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=set(ids))}


def account_by_mail(address: str) -> int | None:
    """The id of the account with this mail address, or None."""
    return get_user_model().objects.filter(email__iexact=address.strip()).values_list("pk", flat=True).first()

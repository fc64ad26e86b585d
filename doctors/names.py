"""The names that have a public role on this site: whoever bears one is no patient when an article names them."""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from moderation.shown import shown

KEPT = "doctors.public_names"
# Seconds: how long a process with a cache of its own may not know a profile that another process made public.
KEPT_SECONDS = 60


def public_names() -> tuple[str, ...]:
    """Names of all doctors whose profile readers may see; each article's scan asks, the database answers once a minute."""
    from .models import DoctorProfile

    names: tuple[str, ...] | None = cache.get(KEPT)
    if names is None:
        names = tuple(shown(DoctorProfile.objects.order_by("name")).values_list("name", flat=True).distinct())
        cache.set(KEPT, names, KEPT_SECONDS)
    return names


def forget(**kwargs: Any) -> None:
    """A profile went live or left: now for those who read in this transaction, and after it for everybody else."""
    cache.delete(KEPT)
    transaction.on_commit(lambda: cache.delete(KEPT))

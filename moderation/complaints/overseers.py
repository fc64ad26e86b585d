"""Who is told when something about complaints goes wrong."""

from typing import Any

from django.contrib.auth import get_user_model

from ..desk.offices import BACKEND


def operators() -> list[Any]:
    """Everybody who sees the duties; superusers are not staff of this site by that alone."""
    found = get_user_model().objects.with_perm("moderation.view_dutyrun", include_superusers=False, backend=BACKEND)
    return list(found.filter(is_active=True).order_by("pk"))

"""Who may see which evidence: whoever uploaded it, moderators at the desk, and operators."""

from typing import Any

from ..models.vault import VaultFile
from ..views.access import is_moderator, sees_duties


def may_read(user: Any, kept: VaultFile) -> bool:
    return bool(user.is_active and (kept.uploaded_by_id == user.pk or is_moderator(user) or sees_duties(user)))


def may_erase(user: Any) -> bool:
    """Erasing destroys evidence, so it is an act of office: the uploader may ask for it."""
    return is_moderator(user) or sees_duties(user)

"""Who may see which evidence: whoever uploaded it, moderators at the desk, and operators."""

from collections.abc import Callable
from typing import Any

from ..models.vault import VaultFile
from ..views.access import is_moderator, sees_duties

Rule = Callable[[Any, VaultFile], bool]
_rules: dict[str, Rule] = {}


def register(purpose: str, rule: Rule) -> None:
    """Let a kind of file be read by other people than everybody at the desk. Called when the app is ready."""
    _rules[purpose] = rule


def may_read(user: Any, kept: VaultFile) -> bool:
    if not user.is_active:
        return False
    if kept.purpose in _rules:
        return _rules[kept.purpose](user, kept)
    return bool(kept.uploaded_by_id == user.pk or is_moderator(user) or sees_duties(user))


def may_erase(user: Any) -> bool:
    """Erasing destroys evidence, so it is an act of office: the uploader may ask for it."""
    return is_moderator(user) or sees_duties(user)

"""Who may see what came with a complaint: whoever works on its case, and for a notice of infringement its author a part of it."""

from typing import Any

from ..models import Case, ComplaintFile, NoticeState, VaultFile
from ..views.access import is_moderator, sees_duties

# What the law has forwarded to the author: the first proof of the right, and not who the sender is.
FORWARDED = ("ownership", "counter")


def works_on(user: Any, case: Case | None) -> bool:
    """The one who has the case now, or who decided it; never the one it is about."""
    if case is None or not user.is_active or user.pk == case.about_user_id:
        return False
    return bool((is_moderator(user) or sees_duties(user)) and user.pk in (case.assignee_id, case.decided_by_id))


def may_read(user: Any, kept: VaultFile) -> bool:
    if kept.uploaded_by_id is not None and kept.uploaded_by_id == user.pk:
        return True
    found = ComplaintFile.objects.filter(file=kept).select_related("complaint__case").first()
    if found is None or found.complaint is None:
        return False
    return works_on(user, found.complaint.case) or (found.role in FORWARDED and _forwarded_to(user, found))


def _forwarded_to(user: Any, found: ComplaintFile) -> bool:
    notice = getattr(found.complaint, "notice", None)
    if notice is None or notice.state in (NoticeState.RECEIVED, NoticeState.INCOMPLETE, NoticeState.REFUSED):
        return False
    case = notice.complaint.case
    return answers_for(user, case.content() if case else None)


def answers_for(user: Any, instance: Any) -> bool:
    """Whether this account is the page's author."""
    accounts = getattr(instance, "contributor_accounts", None)
    return bool(user.is_active and accounts is not None and user.pk in set(accounts()))

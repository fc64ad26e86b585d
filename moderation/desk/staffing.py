"""Which cases nobody may decide now: they go to the operators."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger, notices
from ..models import Case, Opinion
from ..models.notice import NoticeKind
from . import offices

# With more moderators than this left after those whom the rows name, one of them has no part in the words either.
FEW = 5
# Begins the reason of what was sent to the operators for want of people, and comes back by itself once there are some.
UNSTAFFED = "无人可办："


def escalate_if_nobody(case: Case) -> bool:
    """Send an open case that no moderator may decide to the operators, once; true when nobody may."""
    if offices.eligible(case):
        return False
    reason = lacking(case)
    with transaction.atomic():
        moved = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, escalated_at=None).update(
            escalated_at=timezone.now(), escalation=f"{UNSTAFFED}{reason}"[:400], assignee=None, lease_until=None
        )
        if moved:
            ledger.append_about("case escalated", case.content_type_id, case.object_id, "", {"case": case.pk, "by": None})
            context = {"number": case.number, "title": case.title, "reason": reason}
            for operator in offices.operators():
                url = reverse("moderation_staffing")
                notices.tell(operator, NoticeKind.UNSTAFFED, context, url, once=f"unstaffed {case.pk} {case.needs} {operator.pk}")
    return True


def lacking(case: Case) -> str:
    """Why nobody may decide this case, in one sentence."""
    if not offices.moderators():
        return _("没有审核员")
    if case.opinions.exists():
        return _("需要 %(needs)s 位审核员各自判断，没有更多可以判断的审核员") % {"needs": case.needs}
    if case.first_reviewer_id:
        return _("不能由原来的处理人办理，没有另一位可以办理的审核员")
    return _("每一位审核员都参与过这篇内容，或与案件有关")


def look(now: datetime.datetime) -> int:
    """Send every open case that nobody may decide to the operators; how many were sent."""
    everybody = {moderator.pk for moderator in offices.moderators()}
    waiting = Case.objects.filter(state=Case.State.OPEN, escalated_at=None).order_by("pk")
    said: dict[int, set[int]] = {}
    for case_id, by in Opinion.objects.filter(case__in=waiting).values_list("case_id", "by_id"):
        said.setdefault(case_id, set()).add(by)
    fields = ("pk", "first_reviewer_id", "about_user_id", "submission__submitted_by_id", "submission__contributors")
    doubtful = []
    for pk, first, about, author, contributors in waiting.values_list(*fields).iterator(chunk_size=2000):
        if len(everybody - {first, about, author} - set(contributors or ()) - said.get(pk, set())) <= FEW:
            doubtful.append(pk)
    _bring_back()
    return sum(escalate_if_nobody(case) for case in Case.objects.filter(pk__in=doubtful[:1000]).select_related("submission"))


def _bring_back() -> None:
    """What somebody may decide again is a case like any other."""
    sent = Case.objects.filter(state=Case.State.OPEN, escalated_at__isnull=False, escalation__startswith=UNSTAFFED)
    for case in sent.select_related("submission"):
        if offices.eligible(case):
            Case.objects.filter(pk=case.pk).update(escalated_at=None, escalation="")

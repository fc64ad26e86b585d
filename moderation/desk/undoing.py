"""Takes back one's own decision of a moment ago: by a new decision that reverses it and opens the case again."""

import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger, notices
from ..decisions import DecisionRefused
from ..gate import PublicationBlocked
from ..models import Case, Decision, Kind, Notice, Shown, Submission, Verb
from ..models.decision import CLEARING, ENDING
from ..models.notice import NoticeKind
from ..models.reference import key
from . import leases, offices

WINDOW = datetime.timedelta(minutes=10)

# In which states a submission may stand after the decision, as long as nobody went on from there.
AFTER = {
    Verb.APPROVE: (Submission.State.APPROVED, Submission.State.PUBLISHED),
    Verb.RETURN: (Submission.State.RETURNED,),
}
TOLD = (NoticeKind.RETURNED, NoticeKind.APPROVED, NoticeKind.PUBLISHED, NoticeKind.NOT_PUBLISHED)


def undoable(by: Any) -> Decision | None:
    """This person's newest decision while it may still be taken back; whoever decides anything else leaves it standing."""
    newest = Decision.objects.filter(by=by).select_related("case", "submission").first()
    return newest if newest is not None and not _too_late(newest, by) else None


def _too_late(decision: Decision, by: Any) -> str:
    """Why it can no longer be taken back, as a sentence; empty while it can."""
    if decision.verb not in AFTER or decision.case is None or decision.submission is None or decision.by_id != by.pk:
        return _("只能收回自己刚作出的通过或退回")
    if decision.case.kind != Kind.SUBMISSION or decision.case.needs > 1:
        return _("两个人共同作出的决定不能由一个人收回")
    if timezone.now() - decision.at > WINDOW:
        return _("决定作出已超过十分钟，不能收回；需要更正时请作新的决定")
    newest = Decision.objects.filter(by=by).values_list("pk", flat=True).first()
    if newest != decision.pk:
        return _("您已经作了别的决定，前一个决定不能再收回")
    return ""


def undo(decision: Decision, by: Any) -> Case:
    """Open case and submission again, and take back what the decision let happen. Raises DecisionRefused."""
    decision = Decision.objects.select_related("case", "submission").get(pk=decision.pk)
    if Decision.objects.filter(reverses=decision).exists():
        raise DecisionRefused(_("这个决定已经收回了"))
    too_late = _too_late(decision, by)
    if too_late:
        raise DecisionRefused(too_late)
    submission, case, content = decision.submission, decision.case, decision.content()
    assert submission is not None
    assert case is not None
    if content is None:
        raise DecisionRefused(_("这篇内容已经删除，决定不能收回"))
    reasons = [*offices.objections(by, content, submission, case), *_went_on(decision, submission, content)]
    if reasons:
        raise DecisionRefused(*reasons)
    try:
        with transaction.atomic():
            _reopen(decision, submission, case, by)
            _take_back(decision, submission, content, by)
    except IntegrityError as overtaken:
        raise DecisionRefused(_("作者或另一位审核员刚刚有了新的动作，决定不能收回")) from overtaken
    return case


def _went_on(decision: Decision, submission: Submission, content: Any) -> list[str]:
    """What author or colleagues did since, in the light of the decision."""
    about = key(content)
    reasons = []
    if Submission.objects.filter(**about, pk__gt=submission.pk).exists():
        reasons.append(_("作者已经提交了新的一版，退回不能收回"))
    elif decision.verb == Verb.RETURN:
        newest = content.get_latest_revision()
        if newest is not None and newest.pk != submission.revision_id and newest.created_at > decision.at:
            reasons.append(_("作者已经开始修改，退回不能收回"))
    if Decision.objects.filter(**about, pk__gt=decision.pk).exists():
        reasons.append(_("这篇内容之后又有了新的决定，这个决定不能收回"))
    if Case.objects.filter(**about, kind__in=(Kind.DISPUTE, Kind.APPEAL), opened_at__gte=decision.at).exists():
        reasons.append(_("作者已经就这个决定提出申请，请按申请处理"))
    return reasons


def _reopen(decision: Decision, submission: Submission, case: Case, by: Any) -> None:
    """Two conditional updates: whoever acted in between keeps what they did."""
    waiting = Submission.objects.filter(pk=submission.pk, state__in=AFTER[Verb(decision.verb)])
    reopened = waiting.update(state=Submission.State.OPEN, settled_at=None)
    closed = Case.objects.filter(pk=case.pk, state=Case.State.CLOSED, decided_by=by)
    lease = {"assignee": by, "lease_until": leases.clock() + settings.DESK_LEASE}
    if not reopened or not closed.update(state=Case.State.OPEN, outcome="", closed_at=None, decided_by=None, **lease):
        raise DecisionRefused(_("作者或另一位审核员刚刚有了新的动作，决定不能收回"))


def _take_back(decision: Decision, submission: Submission, content: Any, by: Any) -> None:
    """The decision that says so, what readers see, the record, and the author's notices."""
    about = {**key(content), "digest": decision.digest, "case": decision.case, "submission": submission, "by": by}
    reversing = Decision.objects.create(**about, verb=Verb.REVERSE, scan=decision.scan, reverses=decision)
    data = {"case": decision.case_id, "decision": reversing.pk, "reverses": decision.pk, "by": by.pk}
    ledger.append("decision reversed", content, decision.digest, data)
    if decision.verb == Verb.APPROVE:
        row = type(content)._base_manager.select_for_update().get(pk=content.pk)
        if row.live and row.live_digest == decision.digest:
            _show_what_was_before(decision, row, by)
    told = Notice.objects.filter(**key(content), recipient=submission.submitted_by, kind__in=TOLD, read_at=None)
    told.filter(at__gte=decision.at).update(read_at=timezone.now())
    context = {"title": submission.title, "what": str(Verb(decision.verb).label)}
    kind = submission.content_type
    url = reverse("moderation_submit", args=[kind.app_label, kind.model, submission.object_id])
    notices.tell(submission.submitted_by, NoticeKind.UNDONE, context, url, about=submission)


def _show_what_was_before(decision: Decision, row: Any, by: Any) -> None:
    """The version that readers saw until this decision comes back; where there was none, the page leaves."""
    earlier = _earlier(decision, row)
    if earlier is not None:
        try:
            with transaction.atomic():
                about = {**key(row), "digest": earlier.digest, "scan": earlier.scan, "by": by}
                restoring = Decision.objects.create(**about, verb=Verb.RESTORE, note=_("收回后一版的通过，恢复前一版"))
                ledger.append("restored", row, earlier.digest, {"decision": restoring.pk, "by": by.pk})
                row.restore_live(earlier.digest)
        except PublicationBlocked:
            pass  # what stands against showing it now stands against it here too: then nothing is shown
        else:
            return
    Shown.objects.filter(**key(row)).update(digest="")
    row.withdraw_live(_("审核员收回了通过的决定"))


def _earlier(decision: Decision, row: Any) -> Decision | None:
    """The clearance of other words that stood, and was live, when this decision was made."""
    before = Decision.objects.filter(**key(row), pk__lt=decision.pk)
    ended = before.filter(verb__in=ENDING).values_list("pk", flat=True).first() or 0
    standing = before.filter(verb__in=CLEARING, pk__gt=ended, reversed_by=None).exclude(digest=decision.digest)
    live = Submission.objects.filter(**key(row), state=Submission.State.PUBLISHED).values("digest")
    return standing.filter(digest__in=live).first()

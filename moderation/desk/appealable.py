"""Which decisions about content may be appealed against, and how each is taken back."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .. import cases, decisions, telling
from ..models import Case, CaseParticipant, Decision, Kind, Submission, Verb
from ..models.decision import CLEARING, ENDING
from ..models.reference import key
from ..signals import overturned
from ..submissions import PENDING
from . import appeals, opinions
from .appeals import Ground


def ground_of(decision: Decision) -> Ground | None:
    """Returns and takedowns. A regulator's order is no act of ours, and a dispute was already decided by several people."""
    instance = decision.content()
    if instance is None or Decision.objects.filter(reverses=decision, verb=Verb.REVERSE).exists():
        return None
    if decision.verb == Verb.RETURN and decision.submission is not None:
        if decision.case is not None and decision.case.kind == Kind.DISPUTE:
            return None
        concerns = frozenset({decision.submission.submitted_by_id, *decision.submission.contributors})
        what = _("《%(title)s》的退回") % {"title": decision.submission.title}
        return Ground(**_common(decision, instance), concerns=concerns, what=what, overturn=_Reopening(decision))
    if decision.verb == Verb.TAKEDOWN:
        concerns = frozenset({*instance.contributor_accounts(), *(author.pk for author in telling.authors(instance))})
        what = _("《%(title)s》的下架") % {"title": instance}
        return Ground(**_common(decision, instance), concerns=concerns, what=what, overturn=_Restoring(decision))
    return None


def _common(decision: Decision, instance: Any) -> dict[str, Any]:
    gave = decision.case.opinions.values_list("by", flat=True) if decision.case else ()
    return {
        "reason": decision.note,
        "at": decision.at,
        "instance": instance,
        "decided_by": decision.by,
        "also": frozenset(gave) - {decision.by_id},
        "submission": decision.submission,
        "scan": decision.scan,
        "decision": decision,
    }


class _Reopening:
    """A return that should not have been: the same words go to the moderators again, unless their author went on."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def __call__(self, case: Case, by: Any, note: str) -> str:
        submission = self.decision.submission
        assert submission is not None
        instance = submission.content()
        about = Submission.objects.filter(**key(instance))
        if about.filter(pk__gt=submission.pk).exclude(state=Submission.State.REFUSED).exists() or submission.revision is None:
            return _("作者已经提交了新的一版，原来的退回记为不成立。")
        try:
            with transaction.atomic():
                waiting = about.filter(pk=submission.pk, state=Submission.State.RETURNED)
                if about.filter(state__in=PENDING).exists() or not waiting.update(state=Submission.State.OPEN, settled_at=None):
                    return _("原来的退回记为不成立。")
        except IntegrityError:
            return _("作者已经提交了新的一版，原来的退回记为不成立。")
        what = _("申诉成立，重新审核（案件 %(number)s）") % {"number": case.number}
        frozen = submission.as_submitted()
        reopened = cases.open_case(
            Kind.SUBMISSION,
            frozen,
            what,
            submission=submission,
            scan=self.decision.scan,
            title=submission.title,
            needs=opinions.needed(frozen),
            first_reviewer=self.decision.by,
        )
        gave = self.decision.case.opinions.values_list("by", flat=True) if self.decision.case else ()
        agreed = [CaseParticipant(case=reopened, user_id=identity) for identity in gave]
        CaseParticipant.objects.bulk_create(agreed, ignore_conflicts=True)
        return _("这一版已重新交给另一位审核员。")


class _Restoring:
    """A takedown that should not have been: readers see again what they saw, and the record says so in public."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def __call__(self, case: Case, by: Any, note: str) -> str:
        instance = self.decision.content()
        newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
        if instance.live or newest is None or newest.pk != self.decision.pk:
            return _("此后已有新的决定，原来的下架记为不成立。")
        decisions.restore(instance, by, self.decision.digest, note)
        restored = type(instance)._base_manager.get(pk=instance.pk)
        overturned.send(type(instance), instance=restored, decision=self.decision, by=by)
        return _("读者现在可以看到恢复的版本。")


def register() -> None:
    appeals.register(Decision, ground_of)

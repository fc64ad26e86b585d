"""Hears that newer words of a page went live, and brings the case that waited for the correction up again."""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from .. import ledger, signals
from ..models import Case, Complaint, Correction, Decision, Kind, Outcome, Verb
from ..models.reference import key
from . import course
from .deciding import wake
from .sealing import masked_text


def register() -> None:
    signals.went_live.connect(corrected, dispatch_uid="moderation.complaints.corrected")
    post_save.connect(decided, sender=Decision, dispatch_uid="moderation.complaints.decided")
    signals.went_live.connect(restored, dispatch_uid="moderation.complaints.restored")


def decided(sender: Any, instance: Decision, created: bool, **kwargs: Any) -> None:
    """A case that was closed by another road, such as an order: whoever complained learns it all the same."""
    case = instance.case
    if not created or case is None or case.kind not in (Kind.COMPLAINT, Kind.INFRINGEMENT):
        return
    outcomes = {
        Verb.DISMISS: ("dismissed", Outcome.DISMISSED),
        Verb.TAKEDOWN: ("taken_down", Outcome.TAKEN_DOWN),
        Verb.ORDER: ("taken_down", Outcome.TAKEN_DOWN),
    }
    if instance.verb in outcomes and Case.objects.filter(pk=case.pk, state=Case.State.CLOSED).exists():
        what, outcome = outcomes[Verb(instance.verb)]
        course.settle(case, what, outcome, masked_text(instance.note)[:2_000], instance.by)


def restored(sender: Any, instance: Any, digest: str, **kwargs: Any) -> None:
    """Whoever complained with success learns that the page is back, whichever road it took."""
    about = {f"case__{name}": value for name, value in key(instance).items()}
    newest = Decision.objects.filter(**key(instance)).first()
    if newest is None or newest.verb != Verb.RESTORE:
        return
    for complaint in Complaint.objects.filter(**about, outcome=Outcome.TAKEN_DOWN):
        Complaint.objects.filter(pk=complaint.pk).update(outcome=Outcome.RESTORED)
        course.tell(complaint, "restored", masked_text(newest.note)[:2_000], newest.by)


def corrected(sender: Any, instance: Any, digest: str, **kwargs: Any) -> None:
    """In the transaction that publishes."""
    about = {f"case__{name}": value for name, value in key(instance).items()}
    for correction in Correction.objects.filter(**about, state__in=("asked", "late"), case__state="open").select_related("case"):
        if digest == correction.digest:
            continue
        if Correction.objects.filter(pk=correction.pk, state=correction.state).update(state="made"):
            course.tell_all(correction.case, "correction_made")
            wake(correction.case, _("作者发布了更正后的内容，请核对"))
            ledger.append("correction made", instance, digest, {"correction": correction.pk, "case": correction.case_id})

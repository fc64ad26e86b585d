"""A machine takes a live page down only when what it rested on is over; it opens a case each time, and a human goes on."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import cases, ledger
from .models import Case, Decision, Kind, Shown, Verb
from .models.decision import CLEARING, ENDING
from .models.reference import key


def take_down(instance: Any, reason_codes: Sequence[str], note: str) -> Case | None:
    """Take what readers see away at once and open a case of expiry. None when somebody was quicker.

    Nobody decided it, so the decision names nobody; restoring is a moderator's, by the road that every takedown has.
    """
    with transaction.atomic():
        row = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
        if not row.live:
            return None
        case = cases.open_case(Kind.EXPIRY, row, note, title=str(row))
        about = {**key(row), "verb": Verb.TAKEDOWN, "digest": row.live_digest, "by": None}
        decision = Decision.objects.create(**about, reason_codes=list(reason_codes), note=note)
        Shown.objects.filter(**key(row)).update(digest="")
        row.withdraw_live(note)
        data = {"decision": decision.pk, "by": None, "codes": list(reason_codes), "case": case.pk}
        ledger.append("taken down", row, decision.digest, data)
    return case


def tell_case(instance: Any, what: str) -> None:
    """Add a line to the open case of expiry, if there is one."""
    if open_case_of(instance):
        cases.open_case(Kind.EXPIRY, instance, what)


def close_when_back(instance: Any) -> None:
    """Readers see the object again: its case of expiry is done."""
    case = open_case_of(instance)
    if case is not None:
        cases.close(case, "restored")


def open_case_of(instance: Any) -> Case | None:
    return Case.objects.filter(**key(instance), kind=Kind.EXPIRY, state=Case.State.OPEN).first()


def ending(instance: Any) -> Decision | None:
    """The takedown, withdrawal or order under which the object is away, None while nothing keeps it away."""
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
    return newest if newest is not None and newest.verb in ENDING else None


def was_ended(instance: Any) -> bool:
    """Whether the object is away because a machine found that what it rested on is over."""
    newest = ending(instance)
    return newest is not None and newest.verb == Verb.TAKEDOWN and newest.by_id is None


def warning(instance: Any) -> str:
    """What whoever reviews new words should know: that people, or a regulator, took the earlier ones away, and why."""
    newest = ending(instance)
    if newest is None or newest.verb == Verb.WITHDRAW or newest.by_id is None:
        return ""
    day = timezone.localtime(newest.at).strftime("%Y-%m-%d")
    about = {"day": day, "verb": newest.get_verb_display(), "why": newest.note or "、".join(newest.reason_codes)}
    return _("上一版于 %(day)s 被%(verb)s：%(why)s。请核对这一版是否去掉了当时所指的内容") % about

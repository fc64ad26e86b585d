"""Several people, each without seeing what the others think: opinions are recorded one by one, and the majority decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .. import endings, ledger
from ..cases import CaseClosed, DecisionRefused
from ..models import Case, CaseSource, Opinion, Verb
from . import leases, staffing


def needed(instance: Any) -> int:
    """How many people read what was handed in before it may go live; `SECOND_REVIEW` says of which topics two do.

    Two always do where a regulator ordered the earlier words away.
    """
    ended = endings.ending(instance)
    if ended is not None and ended.verb == Verb.ORDER:
        return 2
    return 2 if settings.SECOND_REVIEW == "high-risk" and instance.risk_level() == "high" else 1


def give(case: Case, by: Any, verb: str, note: str = "", typed: Mapping[str, Any] | None = None) -> list[Opinion]:
    """Record one person's opinion in the caller's transaction and free the case for the next; all opinions, oldest first.

    Raises DecisionRefused when this person gave one before, CaseClosed when the case was decided meanwhile.
    """
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.state != Case.State.OPEN:
        raise CaseClosed(held.number)
    if taken := leases.refusal(held, by):
        raise DecisionRefused(taken)
    digest = held.submission.digest if held.submission else ""
    try:
        with transaction.atomic():
            about = {"case": held, "by": by, "verb": verb, "digest": digest, "note": note}
            opinion = Opinion.objects.create(**about, typed=dict(typed or {}))
    except IntegrityError as twice:
        raise DecisionRefused(_("您已经对这个案件给出过意见，请等另一位审核员")) from twice
    data = {"case": held.pk, "opinion": opinion.pk, "by": by.pk, "verb": verb}
    ledger.append_about("opinion given", held.content_type_id, held.object_id, digest, data)
    # Nobody holds what somebody else has to look at next.
    Case.objects.filter(pk=held.pk).update(assignee=None, lease_until=None, escalated_at=None, escalation="")
    case.needs = held.needs
    return list(held.opinions.select_related("by"))


def ask_one_more(case: Case) -> None:
    """The opinions differ: a third person looks, and the majority decides."""
    Case.objects.filter(pk=case.pk).update(needs=3, escalated_at=None)
    case.needs = 3
    CaseSource.objects.create(case=case, what=_("前两位审核员意见不一致，请第三位审核员判断"))
    staffing.escalate_if_nobody(case)


def reached(case: Case, by: Any, verb: str, note: str, typed: Mapping[str, Any]) -> list[Opinion] | None:
    """The earlier opinions that agree with this one once enough people do; None while more are needed.

    A case that one person decides is reached at once, and nothing is recorded besides the decision.
    """
    if case.needs <= 1:
        return []
    given = give(case, by, verb, note, typed)
    agreeing = [opinion for opinion in given if opinion.verb == verb]
    if len(agreeing) >= 2:
        return agreeing[:-1]
    if len(given) >= case.needs:
        ask_one_more(case)
    else:
        staffing.escalate_if_nobody(case)
    return None


def typed(answers: Mapping[int, tuple[str, str]], **more: Any) -> dict[str, Any]:
    """What a person typed, as an opinion keeps it."""
    return {"answers": {str(pk): list(answer) for pk, answer in answers.items()}, **more}


def answers_of(opinion: Opinion) -> dict[int, tuple[str, str]]:
    return {int(pk): (verdict, reason) for pk, (verdict, reason) in opinion.typed.get("answers", {}).items()}


def joined(
    agreeing: Sequence[Opinion], codes: Sequence[str], anchors: Sequence[Mapping[str, Any]], note: str
) -> tuple[list[str], list[Mapping[str, Any]], str]:
    """The codes, anchored notes and words of all who agree: the author reads what every one of them found."""
    every = [*(code for opinion in agreeing for code in opinion.typed.get("codes", [])), *codes]
    places = [*(anchor for opinion in agreeing for anchor in opinion.typed.get("anchors", [])), *anchors]
    words = [*(opinion.note.strip() for opinion in agreeing), note.strip()]
    return list(dict.fromkeys(every)), places, "\n".join(dict.fromkeys(part for part in words if part))


def own(case: Case, user: Any) -> Opinion | None:
    """What this person said of the case; nobody sees anybody else's while it is open."""
    return case.opinions.filter(by=user).first()

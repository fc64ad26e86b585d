"""What staff did about a question that finds nothing: one act, once, in the ledger."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from moderation import ledger

from ..models import Question


@transaction.atomic
def settle(question: Question, how: str, by: Any) -> bool:
    """Take it off the list; False when somebody has done so before."""
    changed = Question.objects.filter(pk=question.pk, settled="").update(settled=how, settled_by=by, settled_at=timezone.now())
    if changed:
        ledger.append("search question settled", question, "", {"by": by.pk, "how": str(how)})
    return bool(changed)


@transaction.atomic
def reopen(question: Question, by: Any) -> bool:
    """Put it back on the list."""
    changed = Question.objects.filter(pk=question.pk).exclude(settled="").update(settled="", settled_by=None, settled_at=None)
    if changed:
        ledger.append("search question settled", question, "", {"by": by.pk, "how": "reopened"})
    return bool(changed)

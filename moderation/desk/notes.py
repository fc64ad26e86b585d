"""Internal notes of a case, and the replies that a team keeps ready."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..cases import DecisionRefused
from ..models import Case, CaseNote, SavedReply
from ..models.note import LONGEST_NOTE

# The same words by the same person within this time are one note that was sent twice.
TWICE = datetime.timedelta(minutes=1)


def write(case: Case, by: Any, text: str) -> CaseNote:
    """Add an internal note, to a closed case too. Raises DecisionRefused."""
    text = text.strip()
    if not text:
        raise DecisionRefused(_("请先写下备注"))
    if len(text) > LONGEST_NOTE:
        raise DecisionRefused(_("备注最多 2000 字，请缩短一些"))
    with transaction.atomic():
        # The case's row is held, so that of two that arrive together the second sees the first.
        Case.objects.select_for_update().get(pk=case.pk)
        before = CaseNote.objects.filter(case=case, by=by, text=text, at__gt=timezone.now() - TWICE).first()
        if before is not None:
            return before
        ledger.append_about("case note", case.content_type_id, case.object_id, "", {"case": case.pk, "by": by.pk})
        return CaseNote.objects.create(case=case, by=by, text=text)


def replies_for(case: Case) -> QuerySet[SavedReply]:
    """The replies that fit the specialty of a case."""
    return SavedReply.objects.filter(Q(specialty="") | Q(specialty=case.specialty), retired=False)

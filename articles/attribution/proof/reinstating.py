"""Says in public that a takedown was found wrong: readers who met the empty page read why it is back."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ArticlePage, NoteKind, NoteVoice, PublicNote
from moderation import ledger
from moderation.models import Decision
from moderation.models.reference import key

from .signing import version_of


def note_reinstated(instance: ArticlePage, decision: Decision, by: Any, **kwargs: Any) -> None:
    """Receiver of `overturned`, in its transaction: a sentence of fixed words and a date, so that nothing is scanned."""
    day = timezone.localtime(decision.at).strftime("%Y-%m-%d")
    text = _("本文曾于 %(day)s 下架。经申诉复核，下架的决定不成立，现已恢复。") % {"day": day}
    about = {"kind": NoteKind.REINSTATED, "voice": NoteVoice.OPERATOR, "text": text, "by": by}
    note = PublicNote.objects.create(**key(instance), **about, version=version_of(instance, instance.live_digest))
    data = {"note": note.pk, "note_kind": str(NoteKind.REINSTATED), "by": by.pk, "accepted_findings": False}
    ledger.append("public note", instance, instance.live_digest, data)

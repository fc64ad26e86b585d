"""What a moderator may look up beside the sheet: the last version, the author's standing, the history."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import cards, comparison, reasons
from ..desk import checks
from ..desk.veil import Veil
from ..engine import Passage
from ..models import Case, Decision, LedgerEntry, Submission
from ..presentation import ledger_words, outcome_words
from .record import record_of, shown_value

STATUS = {
    "verified": (gettext_lazy("有效"), "leaf"),
    "unverified": (gettext_lazy("未核验"), "soon"),
    "revoked": (gettext_lazy("已吊销"), "stop"),
    "expired": (gettext_lazy("已过期"), "stop"),
}


def attribution(frozen: Any) -> dict[str, Any]:
    """The record of attribution and what it lacks."""
    facts = frozen.facts()
    return {"record": record_of(frozen), "missing": facts.get("missing") or [], "pictures": facts.get("pictures") or []}


def summary(case: Case, frozen: Any) -> dict[str, Any]:
    """The few lines about attribution and author that stand beside the findings."""
    facts = frozen.facts()
    certificates = _certificates(facts.get("certificates") or [])
    return {
        "missing": facts.get("missing") or [],
        "pictures": facts.get("pictures") or [],
        "certificates": certificates,
        "certificates_valid": bool(certificates) and all(row["tone"] == "leaf" for row in certificates),
        "standing": _standing(case.submission),
    }


def author(case: Case, frozen: Any) -> dict[str, Any]:
    """Who wrote it, whether they may, and how earlier submissions went."""
    about = {"content_type": case.content_type, "object_id": case.object_id}
    return {
        "people": get_user_model().objects.filter(pk__in=set(frozen.contributor_accounts())).order_by("name"),
        "certificates": _certificates(frozen.facts().get("certificates") or []),
        "standing": _standing(case.submission),
        "earlier": _earlier(case, Submission.objects.filter(**about).select_related("submitted_by"))[:20],
        "recent": _recent(case),
    }


def history(case: Case) -> dict[str, Any]:
    """Everything on record about the object and this case."""
    about = {"content_type": case.content_type, "object_id": case.object_id}
    decisions = Decision.objects.filter(**about).select_related("by", "reverses")
    entries, others = LedgerEntry.objects.filter(**about), Case.objects.filter(**about).exclude(pk=case.pk)
    known = checks.cutoff(case)
    if known is not None:
        # Who checks a decision sees what its maker saw.
        decisions, others = decisions.filter(at__lt=known), others.filter(opened_at__lt=known)
        entries = entries.filter(at__lt=known.astimezone(datetime.UTC).isoformat(timespec="microseconds"))
    return {
        "decisions": [{"row": row, "codes": [reasons.name_of(code) for code in row.reason_codes]} for row in decisions[:20]],
        "entries": [(row, ledger_words(row.kind)) for row in entries.order_by("-number")[:30]],
        "other_cases": [(other, outcome_words(other.outcome)) for other in others[:10]],
        "sources": case.sources.all(),
    }


def _earlier(case: Case, handed_in: QuerySet[Submission]) -> QuerySet[Submission]:
    return handed_in.filter(pk__lt=case.submission_id) if checks.cutoff(case) is not None else handed_in


def round_of(case: Case) -> int:
    """How often this object was handed in until this case; 0 for a case about something else."""
    about = {"content_type": case.content_type, "object_id": case.object_id}
    return Submission.objects.filter(**about, pk__lte=case.submission_id).count() if case.submission_id else 0


def _recent(case: Case) -> list[dict[str, Any]]:
    """The last decisions on other submissions of the same person, with their codes."""
    if case.submission is None:
        return []
    rows = Decision.objects.filter(submission__submitted_by=case.submission.submitted_by).exclude(submission=case.submission)
    return [{"row": row, "codes": row.reason_codes} for row in rows.select_related("submission")[:8]]


def previous(case: Case, frozen: Any) -> dict[str, Any] | None:
    """The comparison with the version that readers saw last; None for a first one. What is covered stays covered in both."""
    submission = case.submission
    if submission is None:
        return None
    about = {"content_type": case.content_type, "object_id": case.object_id}
    published = Submission.objects.filter(**about, state=Submission.State.PUBLISHED, pk__lt=submission.pk).first()
    if published is None:
        return None
    if published.revision is None or submission.revision is None:
        return {"submission": published, "erased": True}
    earlier = published.revision.as_object()
    before, after = earlier.surface().passages, frozen.surface().passages
    veils = (Veil.over(published.scans.first(), before), Veil.over(case.scan, after))
    found = comparison.changes(_covered(before, veils), _covered(after, veils))
    same = len(after) - sum(change.kind != "gone" for change in found)
    changes = [{"change": change, "field": cards.field_label(frozen, change.path)} for change in found]
    return {"submission": published, "changes": changes, "same": same, "fields": _fields(earlier, frozen)}


def _covered(passages: Sequence[Passage], veils: Iterable[Veil]) -> list[Passage]:
    """Covered before they are compared: pieces of a difference would not be recognised any more."""
    for veil in veils:
        passages = [replace(passage, text=veil.cover(passage.text)) for passage in passages]
    return list(passages)


def _fields(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Fields outside the running text that changed: label, old value, new value."""
    old, new = before.surface(), after.surface()
    texts = {passage.path.partition(".")[0] for passage in (*old.passages, *new.passages)}
    rows = []
    for name in sorted({*old.content, *new.content} - texts):
        was, now = shown_value(before, name, old.content.get(name)), shown_value(after, name, new.content.get(name))
        if was != now:
            rows.append((cards.field_label(after, name), "；".join(was) or "—", "；".join(now) or "—"))
    if old.assets != new.assets:
        rows.append(
            (
                _("图片文件"),
                _("%(number)d 个") % {"number": len(old.assets)},
                _("%(number)d 个，有变化") % {"number": len(new.assets)},
            )
        )
    return rows


def _certificates(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    rows = []
    for fact in facts:
        expires = parse_date(fact["expires_on"]) if fact.get("expires_on") else None
        status = "expired" if expires and expires < today and fact["status"] == "verified" else fact["status"]
        words, tone = STATUS.get(status, (status, "soon"))
        rows.append({"kind": fact["kind"], "holder": fact["holder"], "words": words, "tone": tone, "expires": expires})
    return rows


def _standing(submission: Submission | None) -> dict[str, Any] | None:
    """How the last year of this author's submissions went."""
    if submission is None:
        return None
    year = timezone.now() - datetime.timedelta(days=365)
    counts = Submission.objects.filter(submitted_by=submission.submitted_by, submitted_at__gte=year).aggregate(
        total=Count("pk"),
        published=Count("pk", filter=Q(state=Submission.State.PUBLISHED)),
        returned=Count("pk", filter=Q(state=Submission.State.RETURNED)),
        refused=Count("pk", filter=Q(state=Submission.State.REFUSED)),
    )
    return {"person": submission.submitted_by, **counts}

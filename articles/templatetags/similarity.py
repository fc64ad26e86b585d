"""Reports of likeness, for the screens of authors and moderators."""

from typing import Any

from django import template

from moderation.models.reference import key

from ..attribution.similarity import facts, kept, side_by_side
from ..attribution.similarity.left_out import text_of
from ..models import SimilarityReport

register = template.Library()


@register.simple_tag
def likeness_of_draft(draft: Any) -> dict[str, Any]:
    """Of the newest words, under the index of now."""
    report = facts.report_of(draft)
    return {"report": report, "level": side_by_side.LEVELS[report.level], "tone": side_by_side.TONES.get(report.level, "")}


@register.simple_tag(takes_context=True)
def likeness_of_submission(context: Any, instance: Any) -> dict[str, Any] | None:
    """As it was when it was handed in; None when no report stands with it."""
    submission = getattr(context.get("case"), "submission_id", None)
    found = SimilarityReport.objects.filter(**key(instance))
    report = (found.filter(submission=submission) if submission else found).first()
    if report is None:
        return None
    entries = [kept.entry_of(entry) for entry in report.entries]
    return {"report": report, "rows": side_by_side.rows(instance, entries, dict(text_of(instance).passages))}

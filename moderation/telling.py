"""To whom a decision is told, and where they go from the notice."""

from typing import Any

from django.urls import reverse

from . import notices
from .models import Submission


def authors(instance: Any) -> list[Any]:
    owner = getattr(instance, "owner_id", None) or getattr(instance, "user_id", None)
    return [account] if (account := notices.account(owner)) else []


def work_url(instance: Any) -> str:
    """The author's screen for one piece of content."""
    return reverse("moderation_submit", args=[instance._meta.app_label, instance._meta.model_name, instance.pk])


def submission_url(submission: Submission) -> str:
    kind = submission.content_type
    return reverse("moderation_submit", args=[kind.app_label, kind.model, submission.object_id])


def tell_author(submission: Submission, kind: str, once: str | None = None, **context: str) -> None:
    context = {"title": submission.title, **context}
    notices.tell(submission.submitted_by, kind, context, submission_url(submission), once=once, about=submission)

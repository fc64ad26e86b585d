"""What may be shown: the part of a queryset whose stored digest is the one that moderation clears at this moment."""

from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from .models import Shown

Query = TypeVar("Query", bound=QuerySet)


def shown(queryset: Query) -> Query:
    """Restrict to live rows whose `live_digest` equals the digest kept for the object; a row without one never shows."""
    kind = ContentType.objects.get_for_model(queryset.model)
    kept = Shown.objects.filter(content_type=kind, object_id=OuterRef("pk"), digest=OuterRef("live_digest")).exclude(digest="")
    return queryset.filter(Exists(kept), live=True)

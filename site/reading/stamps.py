"""The quick look at an article before anything is rendered: what decides how its page looks, through the one door out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import ArticlePage, DepartmentPage, Manifest, PublicNote, TopicPage
from moderation.models import Submission
from moderation.shown import shown

from . import prepared

_NAMES = (
    "pk",
    "live_digest",
    "cleared_at",
    "review_due",
    "source_standing",
    "signed",
    "last_published_at",
    "version",
    "noted",
    "topic_shown",
    "topic_title",
    "topic_slug",
    "department_shown",
    "department_title",
    "department_slug",
    "byline",
    "contributors",
)


@dataclass(frozen=True)
class Stamp:
    """The values by name, as the database writes them."""

    values: Mapping[str, Any]

    @property
    def digest(self) -> str:
        return str(self.values["live_digest"])

    @property
    def accounts(self) -> list[int]:
        """Whose profiles and certificates stand beside the words."""
        rows = [*_loaded(self.values["byline"]), *(block.get("value") for block in _loaded(self.values["contributors"]))]
        named = [row.get("account") for row in rows if isinstance(row, dict)]
        return sorted({account for account in named if isinstance(account, int)})


def _loaded(value: Any) -> list[Any]:
    loaded = json.loads(value) if isinstance(value, str) and value else value
    return [row for row in loaded if isinstance(row, dict)] if isinstance(loaded, list) else []


def stamp_of(identity: str) -> Stamp | None:
    """Of the published article with this id; None when readers may not see one."""
    found = prepared.rows(_query, identity)
    return Stamp(dict(zip(_NAMES, found[0], strict=True))) if found else None


def _query(identity: str) -> QuerySet:
    topic = shown(TopicPage.objects.filter(pk=OuterRef("topic_id")))
    department = shown(DepartmentPage.objects.filter(pk=OuterRef("topic__department_id")))
    kind = ContentType.objects.get_for_model(ArticlePage)
    about = {"content_type": kind, "object_id": OuterRef("pk")}
    published = Submission.objects.filter(**about, state=Submission.State.PUBLISHED)
    signed = Manifest.objects.filter(**about, digest=OuterRef("live_digest")).values("version")[:1]
    # One number that is another one when a note is added, and when one is erased.
    notes = PublicNote.objects.filter(**about).order_by().values("object_id")
    noted = notes.annotate(n=Count("pk") * 1000 + Count("pk", filter=Q(text=""))).values("n")
    return (
        ArticlePage.objects.published()
        .filter(slug=identity)
        .annotate(
            topic_title=F("topic__title"),
            topic_slug=F("topic__slug"),
            topic_shown=Exists(topic),
            department_title=F("topic__department__title"),
            department_slug=F("topic__department__slug"),
            department_shown=Exists(department),
            version=Coalesce(
                Subquery(signed), Subquery(published.order_by().values("object_id").annotate(n=Count("pk")).values("n")), 0
            ),
            noted=Coalesce(Subquery(noted), 0),
        )
        .order_by()
        .values_list(*_NAMES)
    )

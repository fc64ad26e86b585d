"""The words that are live, kept beside the pages that show them, so that terms can be counted and rules run over them."""

import datetime
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, prefetch_related_objects

from ..engine import Passage
from ..engine.folding import fold
from ..models import LivePassage, LiveText, Shown

BATCH = 100
SECONDS = 4.0


def keep(now: datetime.datetime) -> int:
    """Bring the kept words up to date with what is shown, as far as a few seconds reach; answers how many objects."""
    return sum(catch_up(SECONDS))


def catch_up(seconds: float | None = None) -> Iterator[int]:
    """Batch by batch, until everything is kept or the time is over; each answer is the number of objects done."""
    until = time.monotonic() + seconds if seconds is not None else None
    same = Shown.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), digest=OuterRef("digest"))
    stale = list(LiveText.objects.exclude(Exists(same)).values_list("pk", flat=True))
    with transaction.atomic():
        LiveText.objects.filter(pk__in=stale).delete()
    yield len(stale)
    cursor = 0
    while until is None or time.monotonic() < until:
        batch = list(_missing().filter(pk__gt=cursor).order_by("pk")[:BATCH])
        if not batch:
            return
        cursor = batch[-1].pk
        yield _keep(batch)


def _missing() -> Any:
    kept = LiveText.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), digest=OuterRef("digest")
    )
    return Shown.objects.exclude(digest="").exclude(Exists(kept))


def _keep(batch: list[Shown]) -> int:
    found = [(row, instance.surface().passages) for row, instance in instances(batch)]
    folded = [[fold(passage.text).text for passage in passages] for _row, passages in found]
    with transaction.atomic():
        texts = LiveText.objects.bulk_create(
            LiveText(
                content_type_id=row.content_type_id,
                object_id=row.object_id,
                digest=row.digest,
                passages=[[passage.path, passage.text] for passage in passages],
            )
            for row, passages in found
        )
        LivePassage.objects.bulk_create(
            LivePassage(text=text, number=number, folded=line)
            for text, lines in zip(texts, folded, strict=True)
            for number, line in enumerate(lines)
        )
    return len(found)


def instances(rows: Iterable[Shown]) -> Iterator[tuple[Shown, Any]]:
    """Each row with its object, read type by type; what shows other words by now is left out."""
    by_type: dict[int, list[Shown]] = defaultdict(list)
    for row in rows:
        by_type[row.content_type_id].append(row)
    for content_type_id, group in by_type.items():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is None:
            continue
        found = model._base_manager.in_bulk([row.object_id for row in group])
        # The facts of a piece ask for its people, one by one.
        people = [
            field.name for field in model._meta.get_fields() if field.many_to_one and field.related_model is get_user_model()
        ]
        prefetch_related_objects(list(found.values()), *people)
        for row in group:
            instance = found.get(row.object_id)
            if instance is not None and instance.live and instance.live_digest == row.digest:
                yield row, instance


def kept_passages(rows: Iterable[Shown]) -> dict[tuple[int, int, str], tuple[Passage, ...]]:
    """The kept passages of these rows, by type, object and digest; others have to be cut from their surface."""
    wanted = {(row.content_type_id, row.object_id, row.digest) for row in rows}
    texts = LiveText.objects.filter(digest__in={digest for _type, _id, digest in wanted})
    found = {(text.content_type_id, text.object_id, text.digest): passages(text) for text in texts}
    return {about: found[about] for about in wanted if about in found}


def passages(text: LiveText) -> tuple[Passage, ...]:
    return tuple(Passage(path, words) for path, words in text.passages)

"""The standing of a page before and after an attempt, and what the gate announced meanwhile."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from articles.models import ArticlePage
from doctors.models import User
from moderation.models import Permit
from moderation.moderated import Moderated
from moderation.signals import left, went_live
from tests import factories

WORDS = "没有人审过的字"
# Whatever stops somebody: a person is told by the gate, a program by the database.
REFUSALS = (PermissionDenied, DatabaseError)


@dataclass
class Heard:
    """Digests that the gate announced, in order."""

    live: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Heard]:
    heard = Heard()

    def on_live(digest: str, **kwargs: Any) -> None:
        heard.live.append(digest)

    def on_left(digest: str, **kwargs: Any) -> None:
        heard.left.append(digest)

    went_live.connect(on_live)
    left.connect(on_left)
    try:
        yield heard
    finally:
        went_live.disconnect(on_live)
        left.disconnect(on_left)


def row_of(instance: Any) -> dict[str, Any]:
    """Everything of the row that readers could see, and whether they do."""
    model = type(instance)
    names = sorted({"live", "live_digest", *model.surface_columns})
    found: dict[str, Any] = model._base_manager.filter(pk=instance.pk).values(*names).get()
    return {name: value.get_prep_value() if hasattr(value, "get_prep_value") else value for name, value in found.items()}


def is_public(page: Any) -> bool:
    return bool(type(page).objects.published().filter(pk=page.pk).exists())


def attempt(act: Callable[[], Any]) -> BaseException | None:
    """Run `act` within a savepoint of its own; the refusal it met, or None."""
    try:
        with transaction.atomic():
            act()
    except REFUSALS as refusal:
        return refusal
    return None


@contextmanager
def standing_still(instance: Moderated, draft_kept: bool = True) -> Iterator[Heard]:
    """Nothing that readers see changes within, nothing is announced, no permit is left, and the draft is still there."""
    before = row_of(instance)
    drafts = list(instance.revisions.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    with listening() as heard:
        yield heard
    after = row_of(instance)
    if not before["live"]:
        # What nobody reads yet may be edited.
        before, after = ({name: row[name] for name in ("live", "live_digest")} for row in (before, after))
    assert after == before
    assert (heard.live, heard.left) == ([], [])
    assert not Permit.objects.exists()
    if draft_kept:
        kept = set(instance.revisions.values_list("pk", flat=True))  # type: ignore[attr-defined]
        assert set(drafts) <= kept


def superuser() -> User:
    return User.objects.create_superuser(f"root{User.objects.count()}@xinglin.example", factories.PASSWORD, name="根")


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def changed_draft(page: Any, title: str = WORDS) -> Any:
    """The newest draft with another title, saved as a new revision that nobody reviewed."""
    draft = page.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=page.owner)
    return type(page).objects.get(pk=page.pk)


def article_form(**changes: Any) -> dict[str, Any]:
    """What the article editor posts."""
    values = {
        "title": WORDS,
        "slug": "",
        "summary": "一句摘要。",
        "specialty": "03.04",
        "topic": str(factories.make_topic().pk),
        "audience": "一般公众",
        "audience_for": "成年人",
        "audience_not": "儿童",
        "origin": "原创",
        "licence": "CC BY 4.0",
        "ai_use": "未使用",
        "interests": "无",
        "common_knowledge": "on",
        "body": streamfield([("paragraph", rich_text(f"<p>{WORDS}</p>"))]),
    }
    for name in ("cover", "tags", "references", "source_works", "contributors", "ai_uses"):
        values[name] = streamfield([])
    return nested_form_data({**values, **changes})


def in_an_hour() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=1)


def second_version(page: ArticlePage) -> ArticlePage:
    """A live article with newer words in its editor."""
    return changed_draft(page)

"""The one place that lets words go live.

Every road to a live page ends in a `save()`: of the model itself, of its base class, of a fixture. Each passes here, and the
database's own triggers (`moderation.triggers`) refuse what goes around Python.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .moderated import Moderated


class PublicationBlocked(PermissionDenied):
    """These words may not go live. `reasons` are sentences for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("；".join(reasons))


class Crossing:
    """One save on its way through the gate: what the row was, what it becomes, and whether a permit is open."""

    def __init__(self, instance: "Moderated") -> None:
        self.instance = instance
        self.was_live = False
        self.was_digest = ""
        self.examined = False
        self.permit: Any = None

    def names_only(self, update_fields: Iterable[str] | None) -> bool:
        """Whether a partial save changes what readers see, so that the digest must be stored along."""
        return update_fields is not None and bool({"live", *type(self.instance).surface_columns} & set(update_fields))


@contextmanager
def crossing(instance: "Moderated") -> Iterator[Crossing]:
    """The length of one save: `examine` runs within it, from `pre_save`; afterwards the outcome is recorded."""
    passage = Crossing(instance)
    instance._crossing = passage  # type: ignore[attr-defined]
    try:
        yield passage
        if passage.permit is not None:
            passage.permit.delete()
        if passage.examined:
            _record(passage)
    finally:
        del instance._crossing  # type: ignore[attr-defined]


def before_save(
    sender: type[models.Model], instance: models.Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Receiver of every `pre_save`; only moderated objects and bare pages are looked at."""
    from wagtail.models import Page

    from .moderated import Moderated

    if isinstance(instance, Moderated):
        _examine(instance, raw, update_fields)
    elif isinstance(instance, Page) and type(instance) is Page:
        _examine_bare_page(instance, raw, update_fields)


def _examine(instance: "Moderated", raw: bool, update_fields: Iterable[str] | None) -> None:
    fields = set(update_fields) if update_fields is not None else None
    if fields is not None and not fields & {"live", "live_digest", *type(instance).surface_columns}:
        return
    if getattr(instance, "alias_of_id", None):
        raise PublicationBlocked(_("经审核的内容不能建立别名"))
    row = _stored(instance)
    passage: Crossing | None = getattr(instance, "_crossing", None)
    if passage is not None:
        passage.examined = True
        if row:
            passage.was_live, passage.was_digest = row["live"], row["live_digest"]
    if row and row["live"] and (raw or passage is None or not (fields is None or instance.live or "live" in fields)):
        # A raw write announces nothing; a partial one of a live row that was loaded as a draft leaves it live.
        raise PublicationBlocked(_("已公开的内容只能经过发布闸门改动"))
    if not instance.live:
        return
    if raw or passage is None:
        raise PublicationBlocked(_("只能经过发布闸门上线，不能直接写入"))
    if row is None:
        raise PublicationBlocked(_("新内容只能先存为草稿，审核通过后才能发布"))
    digest = instance.surface().digest()
    if not (row["live"] and row["live_digest"] == digest):
        from . import clearance

        reasons = clearance.refusals(instance, digest, timezone.now())
        if reasons:
            raise PublicationBlocked(*reasons)
    instance.live_digest = digest
    passage.permit = open_permit(instance)


def _stored(instance: Any) -> dict[str, Any] | None:
    """What the database has of this row now, held until the save ends: a takedown at the same moment waits or is seen."""
    rows: Any = type(instance)._base_manager
    rows = rows.select_for_update() if hasattr(instance, "_crossing") else rows
    return rows.filter(pk=instance.pk).values("live", "live_digest").first() if instance.pk else None


def open_permit(instance: models.Model) -> models.Model:
    """Let the triggers pass changes of this one row until the permit is deleted."""
    from .models import Permit
    from .models.reference import key

    return Permit.objects.create(**key(instance))


# What readers see of a page in the columns that every page shares.
PAGE_COLUMNS = frozenset({"title", "slug", "seo_title", "search_description"})


def _examine_bare_page(page: Any, raw: bool, update_fields: Iterable[str] | None) -> None:
    """A base-class `Page.save()` cannot know the surface: it may move or lock a live moderated page, and no more.

    It may not take one from readers either: nobody would hear that the words left.
    """
    from .moderated import Moderated

    model = page.content_type.model_class() if page.content_type_id else None
    if model is None or not issubclass(model, Moderated):
        return
    fields = set(update_fields) if update_fields is not None else None
    if fields is not None and not fields & {"live", *PAGE_COLUMNS}:
        return
    row = type(page)._base_manager.filter(pk=page.pk).values("live", *PAGE_COLUMNS).first() or {"live": False}
    if not row["live"] and not page.live:
        return
    if raw or row["live"] != page.live or any(row[name] != getattr(page, name) for name in PAGE_COLUMNS):
        raise PublicationBlocked(_("经审核的页面只能通过它自己的类型保存"))


def before_delete(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Receiver of every `pre_delete`; a bare page stands for what it is."""
    from wagtail.models import Page

    from .moderated import Moderated

    if type(instance) is Page:
        instance = instance.specific  # type: ignore[attr-defined]
    if isinstance(instance, Moderated):
        refuse_deletion(instance)


def refuse_deletion(instance: models.Model) -> None:
    """What was ever live is withdrawn, and what was handed in stays on record; neither is deleted."""
    from .models import Decision, Submission
    from .models.decision import CLEARING
    from .models.reference import key

    if Decision.objects.filter(**key(instance), verb__in=CLEARING).exists():
        raise PublicationBlocked(_("发布过的内容不能删除，只能撤下；撤下后记录仍会保留"))
    if Submission.objects.filter(**key(instance), revision__isnull=False).exists():
        raise PublicationBlocked(_("提交过审核的稿件要留作记录，不能删除"))


def _record(passage: Crossing) -> None:
    """Write what may be shown now and tell whoever listens, still inside the transaction of the save."""
    from . import clearance, ledger
    from .signals import left, went_live

    instance = passage.instance
    if instance.live:
        if not passage.was_live or passage.was_digest != instance.live_digest:
            _show(instance, instance.live_digest)
            ledger.append("published", instance, instance.live_digest)
            went_live.send(sender=type(instance), instance=instance, digest=instance.live_digest)
    elif passage.was_live:
        _show(instance, "")
        clearance.end_for_unpublishing(instance, passage.was_digest)
        left.send(sender=type(instance), instance=instance, digest=passage.was_digest)


def _show(instance: models.Model, digest: str) -> None:
    from .models import Shown
    from .models.reference import key

    Shown.objects.bulk_create(
        [Shown(**key(instance), digest=digest)],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=["digest", "since"],
    )

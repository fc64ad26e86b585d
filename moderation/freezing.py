"""Files and texts that a live surface names and that therefore nobody can change under it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from .gate import PublicationBlocked


class Freezable(models.Model):
    """Once frozen, always frozen: changing such an object makes a new one."""

    frozen_columns: ClassVar[frozenset[str]] = frozenset()
    # (file, hash): the database lets nobody change the one and keep the other, since submissions name files by their hash.
    fingerprint: ClassVar[tuple[str, str] | None] = None

    frozen = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


def refuse_change(instance: models.Model, update_fields: object = None, **kwargs: object) -> None:
    """Receiver of `pre_save`: a polite refusal before the trigger's blunt one."""
    if not isinstance(instance, Freezable) or instance.pk is None:
        return
    columns = type(instance).frozen_columns
    row = type(instance)._base_manager.filter(pk=instance.pk, frozen=True).values(*columns).first()
    if row is None:
        return
    changed = [name for name in columns if str(row[name]) != str(getattr(instance, name))]
    if changed or not instance.frozen:
        raise PublicationBlocked(_("已发布的文章正在使用这张图片，不能修改；请上传一张新图片"))


def refuse_deletion(instance: models.Model, **kwargs: object) -> None:
    """Receiver of `pre_delete`."""
    if isinstance(instance, Freezable) and instance.frozen:
        raise PublicationBlocked(_("已发布的文章正在使用这张图片，不能删除"))

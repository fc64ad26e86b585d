"""The beginnings by which things are offered while a reader types: one indexed table for all kinds of names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.IntegerChoices):
    """What a name belongs to, in the order in which readers are offered them."""

    DISEASE = 1, _("疾病")
    DEPARTMENT = 2, _("科室")
    DOCTOR = 3, _("医生")
    ARTICLE = 4, _("文章")


class Form(models.IntegerChoices):
    """How the key is made from the name; the better ones first."""

    WHOLE = 0, _("名称")
    SOUND = 1, _("全拼")
    INITIALS = 2, _("首字母")
    OTHER = 3, _("别名")
    WITHIN = 4, _("名称里的词")


class NameKey(models.Model):
    """One beginning of one name. `target` is the key of the page or profile, whose row says what readers are shown."""

    Kind = Kind
    Form = Form

    kind = models.PositiveSmallIntegerField(choices=Kind)
    form = models.PositiveSmallIntegerField(choices=Form)
    target = models.BigIntegerField()
    key = models.CharField(max_length=48)
    label = models.TextField()

    class Meta:
        indexes = [
            # PostgreSQL compares by bytes in this class of operators, as SQLite does anyway.
            models.Index(fields=["kind", "key"], name="name_keys", opclasses=["int2_ops", "varchar_pattern_ops"]),
            models.Index(fields=["kind", "target"], name="name_keys_of"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.label}"

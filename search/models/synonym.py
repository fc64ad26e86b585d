"""Other names that staff add to the shipped ones, or switch off, each by two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """How the two names belong together."""

    SAME = "same", _("意思相同（互相查找）")
    MEANS = "means", _("只从左查到右")
    APART = "apart", _("不当作同义词")


class State(models.TextChoices):
    PROPOSED = "proposed", _("待审")
    LIVE = "live", _("生效")
    DECLINED = "declined", _("未采用")
    RETIRED = "retired", _("停用")


class Source(models.TextChoices):
    """Where a proposal came from."""

    STAFF = "staff", _("工作人员")
    FILE = "file", _("文件导入")
    ZERO = "zero", _("没有结果的搜索")
    MEANING = "meaning", _("意思相近的名称")


LONGEST = 40
LONGEST_NOTE = 200


class Synonym(models.Model):
    """One pair of names, as typed and as questions are read. `edition` is that of the change which last touched it."""

    Relation = Relation
    State = State
    Source = Source

    name = models.CharField(_("说法"), max_length=LONGEST)
    target = models.CharField(_("另一个名称"), max_length=LONGEST)
    folded_name = models.CharField(max_length=LONGEST, db_index=True)
    folded_target = models.CharField(max_length=LONGEST, db_index=True)
    relation = models.CharField(_("关系"), max_length=5, choices=Relation, default=Relation.SAME)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.PROPOSED)
    source = models.CharField(_("来源"), max_length=7, choices=Source, default=Source.STAFF)
    note = models.CharField(_("说明"), max_length=LONGEST_NOTE, blank=True)
    # Pairs of one file are decided on together.
    batch = models.CharField(max_length=12, blank=True, db_index=True)
    edition = models.PositiveBigIntegerField(default=0, db_index=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("提出的人")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审定的人")
    )
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("停用的人")
    )
    reason = models.CharField(_("理由"), max_length=LONGEST_NOTE, blank=True)
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    decided_at = models.DateTimeField(_("审定时间"), null=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name", "folded_target"],
                condition=Q(state__in=["proposed", "live"]),
                name="synonym_stands_once",
            ),
            models.CheckConstraint(condition=~Q(folded_name=F("folded_target")), name="synonym_of_another"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="synonym_needs_four_eyes",
            ),
            models.CheckConstraint(condition=~Q(state="live") | Q(decided_by__isnull=False), name="live_synonym_was_approved"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="synonyms_by_state")]

    def __str__(self) -> str:
        return f"{self.name} → {self.target}"


class SynonymEdition(models.Model):
    """The one row by which every process sees that other names stand. Numbers rise by one with each change; another epoch is
    another history, in which they say nothing."""

    epoch = models.CharField(max_length=16)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch} {self.number}"

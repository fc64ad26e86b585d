"""What the desk keeps beside its cases: who took part, skills and caps, saved views, bulk runs, exceptional days."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseParticipant(models.Model):
    """Somebody who took part in what a case is about and therefore never gets it offered; the offices still ask the object."""

    case = models.ForeignKey("moderation.Case", models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_row_per_participant")]
        indexes = [models.Index(fields=["user", "case"], name="participant_cases")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class Skills(models.Model):
    """What one moderator is offered: an empty list means everything. Nobody is offered more than `cap` at a time."""

    moderator = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    specialties = models.JSONField(_("专科"), default=list)
    kinds = models.JSONField(_("案件类别"), default=list)
    high_risk = models.BooleanField(_("办理高风险案件"), default=True)
    cap = models.PositiveSmallIntegerField(_("同时最多办理"), default=20)
    paused = models.BooleanField(_("暂停派件"), default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.moderator_id)


class SavedView(models.Model):
    """A name for a set of filters; `shared` ones are seen by everybody at the desk."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=600)
    shared = models.BooleanField(_("团队可见"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One act on many cases; `rows` keeps for each what came of it and what stood before, so that it can be undone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=400)
    rows = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.act} × {len(self.rows)}"


class CalendarDay(models.Model):
    """A day that operators set: off or worked, whatever the shipped calendar says."""

    day = models.DateField(_("日期"), primary_key=True)
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=40)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

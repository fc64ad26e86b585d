"""What a doctor declares each year of relations with firms; every declaration stays, the newest one counts."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How far a declaration looks back, and how long it holds.
MONTHS, DAYS = 36, 365


class RelationKind(models.TextChoices):
    """The kinds that the form asks for, in its order."""

    GRANT = "grant", _("科研经费、课题资助")
    CONSULTING = "consulting", _("顾问、咨询")
    SPEAKING = "speaking", _("讲课费、会议资助")
    EMPLOYMENT = "employment", _("受雇、兼职、任职")
    STOCK = "stock", _("股份、专利、版税")
    SUPPLY = "supply", _("获赠药品、器械、样品或设备")
    AGENCY = "agency", _("与 MCN、经纪机构的合约")
    FAMILY = "family", _("近亲属的上述关系")


class InterestDeclaration(models.Model):
    """Either `none`, chosen actively, or at least one relation. No name of a relative is asked for."""

    doctor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interest_declarations")
    none = models.BooleanField(_("没有任何上述关系"))
    # Each: kind, organisation, products.
    relations = models.JSONField(default=list)
    made_on = models.DateField(_("填写日期"), default=timezone.localdate)

    class Meta:
        verbose_name = _("年度利益声明")
        verbose_name_plural = _("年度利益声明")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(none=True, relations=[]) | (models.Q(none=False) & ~models.Q(relations=[])),
                name="a_declaration_says_none_or_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} {self.made_on}"

    @property
    def valid_until(self) -> datetime.date:
        """The last day on which it holds."""
        return self.made_on + datetime.timedelta(days=DAYS)

    def rows(self) -> list[dict[str, Any]]:
        """The relations with the word for their kind, for screens."""
        words = dict(RelationKind.choices)
        return [{**row, "label": words.get(row.get("kind", ""), "")} for row in self.relations]

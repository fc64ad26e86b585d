"""The shared library of references: one row a work, which articles use it, and what was told of it since."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import identity
from ..attribution.references.reference import Reference
from ..attribution.references.vocabulary import Kind, Standing


class LibraryEntry(models.Model):
    """A work that articles may cite. What an article shows of it stays in the article; this row tells what became of the work."""

    class LinkState(models.TextChoices):
        """What the last look at its address or DOI found."""

        UNCHECKED = "", _("未查")
        OK = "ok", _("可打开")
        UNREACHABLE = "unreachable", _("打不开")
        MISMATCH = "mismatch", _("与题名不符")

    number = models.CharField(_("文献库编号"), max_length=8, unique=True, default=identity.new_id, editable=False)
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False)
    kind = models.CharField(_("类型"), max_length=12, choices=Kind, blank=True)
    title = models.CharField(_("题名"), max_length=500)
    text = models.TextField(_("著录"), max_length=1500)
    data = models.JSONField(default=dict)
    doi = models.CharField("DOI", max_length=300, blank=True, db_index=True)
    pmid = models.CharField("PMID", max_length=9, blank=True, db_index=True)
    book = models.CharField(max_length=60, blank=True, db_index=True, help_text=_("ISBN 与版本"))
    registry = models.CharField(_("注册号或标准号"), max_length=120, blank=True, db_index=True)

    standing = models.CharField(_("现状"), max_length=10, choices=Standing, blank=True)
    standing_on = models.DateField(_("日期"), null=True, blank=True)
    standing_reason = models.CharField(_("说明"), max_length=300, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("已有新版")
    )

    link_state = models.CharField(_("链接"), max_length=12, choices=LinkState, blank=True)
    link_temporary = models.BooleanField(default=False)
    link_failures = models.PositiveSmallIntegerField(default=0)
    link_checked_at = models.DateTimeField(_("查看时间"), null=True, blank=True)

    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("录入"))
    added_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文献")
        verbose_name_plural = _("文献库")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["doi"], condition=~models.Q(doi=""), name="one_entry_per_doi"),
            models.UniqueConstraint(fields=["pmid"], condition=~models.Q(pmid=""), name="one_entry_per_pmid"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def reference(self) -> Reference:
        return Reference.of_value(self.data)

    def clean(self) -> None:
        """A newer edition that is, in the end, this one would send readers in a circle."""
        if circle := self.circle():
            raise ValidationError({"superseded_by": _("不能互相替代：%(circle)s") % {"circle": " → ".join(circle)}})

    def circle(self) -> list[str]:
        """Titles on the way back to this entry; empty when the way ends."""
        way: list[str] = [self.title]
        seen = {self.pk}
        newer: Any = self.superseded_by
        while newer is not None:
            way.append(newer.title)
            if newer.pk in seen:
                return way
            seen.add(newer.pk)
            newer = newer.superseded_by
        return []


class ReferenceUse(models.Model):
    """An index made from articles, for looking up who cites a work; an article's own list says what counts."""

    entry = models.ForeignKey(LibraryEntry, models.CASCADE, related_name="uses")
    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="+")
    live = models.BooleanField(help_text=_("读者看到的一版，而不是作者的草稿"))
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "live", "place"], name="one_use_per_place")]
        indexes = [models.Index(fields=["entry", "live"], name="uses_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.page_id} [{self.place}]"


class Retraction(models.Model):
    """One line of a list of retractions, kept so that a work which is entered later is known as well."""

    identifier = models.CharField(max_length=310, help_text="doi:… / pmid:…")
    kind = models.CharField(max_length=10, choices=Standing)
    noticed_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identifier", "kind"], name="one_line_per_work_and_kind")]

    def __str__(self) -> str:
        return f"{self.identifier} {self.kind}"

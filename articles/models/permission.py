"""Evidence that an article rests on: permissions, consents, releases and employers' letters.

Each is added once and never edited: what was wrong is withdrawn, and a new one takes its place. An article is named by its id
alone, since evidence outlives a draft that is deleted.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models import VaultFile

from ..attribution.evidence_vocabulary import Capacity, Channel, HireKind, Release, Signer, Standing, Use


def _article() -> models.ForeignKey:
    return models.ForeignKey(
        "articles.ArticlePage", models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("文章")
    )


def site_alone() -> list[str]:
    return [Channel.SITE.value]


def public_education() -> list[str]:
    return [Use.PUBLIC.value]


class Evidence(models.Model):
    """What all four share: a file in the vault, channels and purposes, a term, who added and who verified it, and how it ended."""

    kind = ""
    wagtail_reference_index_ignore = True

    file = models.ForeignKey(VaultFile, models.PROTECT, related_name="+", verbose_name=_("凭证文件"))
    channels = models.JSONField(_("使用渠道"), default=site_alone)
    purposes = models.JSONField(_("同意的用途"), default=public_education)
    valid_from = models.DateField(_("生效日期"), help_text=_("签署的日期，或约定开始的日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True, help_text=_("最后有效的一天；没有期限的留空"))
    note = models.CharField(_("说明"), max_length=300, blank=True, help_text=_("不要写患者的姓名和联系方式"))
    obtained_by = models.CharField(_("取得人"), max_length=40, help_text=_("谁拿到这份文件的"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("核验人")
    )
    verified_at = models.DateTimeField(_("核验时间"), null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=400, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def standing(self, today: datetime.date | None = None) -> Standing:
        """Withdrawn counts before refused before expired: the most final word is the one to hear."""
        today = today or timezone.localdate()
        if self.withdrawn_at:
            return Standing.WITHDRAWN
        if self.refused_at:
            return Standing.REFUSED
        if self.valid_until and self.valid_until < today:
            return Standing.EXPIRED
        if not self.verified_at:
            return Standing.WAITING
        return Standing.EARLY if self.valid_from > today else Standing.VALID

    def has_ended(self, today: datetime.date) -> bool:
        """It was relied upon once and cannot be any more."""
        return self.verified_at is not None and self.standing(today) in (Standing.EXPIRED, Standing.WITHDRAWN)

    def article_ids(self) -> list[int]:
        return [self.article_id]  # type: ignore[attr-defined]

    def summary(self) -> str:
        """What it is about, in a few words."""
        raise NotImplementedError(type(self).__name__)


class Permission(Evidence):
    """A rights holder allows the use of one work; may serve several articles unless it is for a single use."""

    kind = "permission"

    licensor = models.CharField(_("授权人"), max_length=80, help_text=_("签字或盖章的人或单位"))
    licensor_contact = models.CharField(_("授权人的联系方式"), max_length=120, help_text=_("只用于核验，不公开"))
    licensor_capacity = models.CharField(_("授权人的身份"), max_length=12, choices=Capacity)
    work_title = models.CharField(_("授权的作品"), max_length=200, help_text=_("与“原作品”里写的标题一致"))
    work_author = models.CharField(_("原作者"), max_length=120, blank=True)
    work_url = models.URLField(_("作品地址"), max_length=500, blank=True)
    rights = models.JSONField(_("授予的权利"), default=list)
    exclusive = models.BooleanField(_("独占许可"), default=False)
    territory = models.CharField(_("地域"), max_length=40, default="全球")
    fee = models.CharField(_("报酬"), max_length=80, default="无偿")
    sublicensing = models.BooleanField(_("可以转授权"), default=False, help_text=_("没有转授权，文章就不能选 CC 许可"))
    single_use = models.BooleanField(_("仅限一次使用"), default=False)

    class Meta:
        verbose_name = _("作品授权")
        verbose_name_plural = _("作品授权")

    def article_ids(self) -> list[int]:
        return list(self.uses.values_list("article_id", flat=True))

    def summary(self) -> str:
        return f"《{self.work_title}》 · {self.licensor}"


class PermissionUse(models.Model):
    """One article rests on one permission."""

    wagtail_reference_index_ignore = True

    permission = models.ForeignKey(Permission, models.PROTECT, related_name="uses")
    article = _article()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["permission", "article"], name="one_use_per_article")]

    def __str__(self) -> str:
        return f"{self.permission_id} → {self.article_id}"


class CaseConsent(Evidence):
    """A patient's consent that one case be told in one article. The patient's name stands in the file and nowhere else."""

    kind = "consent"

    article = _article()
    signer = models.CharField(_("谁签署的"), max_length=12, choices=Signer)
    case_label = models.CharField(_("病例代号"), max_length=40, help_text=_("例如“病例一”，不要写姓名"))
    scope = models.JSONField(_("同意的内容"), default=list)

    class Meta:
        verbose_name = _("病例知情同意")
        verbose_name_plural = _("病例知情同意")

    def summary(self) -> str:
        return f"{self.case_label} · {self.get_signer_display()}"


class ImageRelease(Evidence):
    """A release for one picture in one article; of a portrait, for one person in it."""

    kind = "release"

    article = _article()
    image = models.ForeignKey(
        "articles.ArticleImage", models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("图片")
    )
    about = models.CharField(_("凭证种类"), max_length=12, choices=Release)
    person = models.CharField(
        _("图中哪一位"),
        max_length=40,
        blank=True,
        help_text=_("肖像同意书必填：图里的位置和身份，例如“左一，患者”，不写姓名；一人一份，续签时写得和原来一样"),
    )
    granted_by = models.CharField(_("授予人"), max_length=80, blank=True, help_text=_("图库或作者；肖像同意书留空，不写姓名"))

    class Meta:
        verbose_name = _("图片授权")
        verbose_name_plural = _("图片授权")

    def summary(self) -> str:
        return " · ".join(part for part in (str(self.get_about_display()), self.person, self.granted_by) if part)


class EmployerLetter(Evidence):
    """What the employer says of a work for hire, and whether others may be licensed before two years are over."""

    kind = "letter"

    article = _article()
    institution = models.CharField(_("单位"), max_length=80)
    hire = models.CharField(_("职务作品的种类"), max_length=10, choices=HireKind)
    completed_on = models.DateField(_("完成日期"), help_text=_("两年的期限从作品交付单位之日起算"))
    allows_licensing = models.BooleanField(
        _("单位书面同意许可第三人使用"), default=False, help_text=_("两年之内选 CC 许可，需要单位同意；特殊职务作品一直需要")
    )

    class Meta:
        verbose_name = _("单位意见（职务作品）")
        verbose_name_plural = _("单位意见（职务作品）")

    def licensing_from(self) -> datetime.date:
        """The day from which an ordinary work for hire may be licensed to others without asking (著作权法 18 第一款)."""
        try:
            return self.completed_on.replace(year=self.completed_on.year + 2)
        except ValueError:  # 29 February
            return self.completed_on.replace(year=self.completed_on.year + 2, month=3, day=1)

    def summary(self) -> str:
        return f"{self.institution} · {str(self.get_hire_display()).partition('：')[0]}"


KINDS: dict[str, type[Evidence]] = {model.kind: model for model in (Permission, CaseConsent, ImageRelease, EmployerLetter)}


def one(kind: str, pk: int) -> Any:
    """Raises LookupError when there is none."""
    model = KINDS.get(kind)
    found = model._base_manager.filter(pk=pk).select_related("file", "added_by", "verified_by").first() if model else None
    if found is None:
        raise LookupError(kind)
    return found

"""Topics (diseases) and departments: short introductions around a query of articles."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from doctors.specialties import Specialty
from moderation.gate import PAGE_COLUMNS

from .base import ModeratedPage


class Risk(models.TextChoices):
    """High by default for drugs, children, pregnancy, cancer and emergencies; operators set it."""

    NORMAL = "normal", _("一般")
    HIGH = "high", _("高风险")


HIGH_SPECIALTIES = frozenset(
    {Specialty.PAEDIATRICS, Specialty.OBSTETRICS, Specialty.ONCOLOGY, Specialty.EMERGENCY, Specialty.PHARMACY}
)
# Drugs, children, pregnancy, cancer and emergencies, wherever the topic stands.
HIGH_WORDS = re.compile(
    "药|疫苗|儿|婴|宝宝|孕|胎|产后|哺乳|癌|瘤|白血病|急救|急性|中毒|心梗|心肌梗|卒中|中风|休克|窒息|异物|自杀"
)


def default_risk(title: str, specialty: str) -> Risk:
    """What a topic's risk is until an operator says otherwise."""
    return Risk.HIGH if specialty in HIGH_SPECIALTIES or HIGH_WORDS.search(title) else Risk.NORMAL


class DepartmentPage(ModeratedPage):
    """A hospital department with its topics and articles."""

    specialty = models.CharField(_("专科"), max_length=8, choices=Specialty, unique=True)
    introduction = models.TextField(_("简介"), max_length=400, blank=True)
    examples = models.CharField(
        _("常见问题"), max_length=60, blank=True, help_text=_("显示在首页科室名称下，例如：高血压 · 冠心病")
    )

    surface_columns = PAGE_COLUMNS | {"specialty", "introduction", "examples"}
    parent_page_types = ["articles.ShelfPage"]
    subpage_types: list[str] = []
    is_creatable = True
    content_panels = [*ModeratedPage.content_panels, FieldPanel("specialty"), FieldPanel("introduction"), FieldPanel("examples")]

    class Meta:
        verbose_name = _("科室")
        verbose_name_plural = _("科室")

    def specialty_code(self) -> str:
        return self.specialty


class TopicPage(ModeratedPage):
    """A disease or health question. Its risk decides how strictly its articles are handled."""

    department = models.ForeignKey(
        "articles.DepartmentPage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("科室")
    )
    introduction = models.TextField(_("简介"), max_length=400, blank=True)
    risk = models.CharField(_("风险"), max_length=8, choices=Risk, blank=True, help_text=_("留空则按主题自动判断；可随时更改"))

    surface_columns = PAGE_COLUMNS | {"department", "introduction"}
    parent_page_types = ["articles.ShelfPage"]
    subpage_types: list[str] = []
    is_creatable = True
    content_panels = [*ModeratedPage.content_panels, FieldPanel("department"), FieldPanel("introduction"), FieldPanel("risk")]

    class Meta:
        verbose_name = _("主题")
        verbose_name_plural = _("主题")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.risk = self.risk or default_risk(self.title, self.specialty_code())
        super().save(*args, **kwargs)

    def specialty_code(self) -> str:
        return self.department.specialty if self.department else ""

    def risk_level(self) -> str:
        return self.risk or default_risk(self.title, self.specialty_code())

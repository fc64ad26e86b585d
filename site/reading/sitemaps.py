"""The sitemap: whatever readers may see, with the day of its newest words."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from articles.models import ArticlePage, DepartmentPage, TopicPage
from doctors.models import DoctorProfile
from moderation.shown import shown

from .models import PolicyPage


class Lists(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return ["/", "/articles/", "/topics/", "/departments/", "/doctors/"]

    def location(self, item: str) -> str:
        return item


class Rows(Sitemap):
    """One address for each row of a query of (slug, newest words)."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def rows(self) -> QuerySet:
        models = {"topics": TopicPage, "departments": DepartmentPage, "policies": PolicyPage}
        return shown(models[self.prefix].objects.public()).order_by("pk").values_list("slug", "last_published_at")

    def items(self) -> QuerySet:
        return self.rows()

    def location(self, item: tuple[str, Any]) -> str:
        return f"/{self.prefix}/{item[0]}/"

    def lastmod(self, item: tuple[str, datetime.datetime | None]) -> datetime.datetime | None:
        return item[1]


class Articles(Rows):
    """Every published article."""

    def rows(self) -> QuerySet:
        return ArticlePage.objects.published().order_by("pk").values_list("slug", "last_published_at")


class Doctors(Sitemap):
    """Every public profile."""

    def items(self) -> QuerySet:
        return shown(DoctorProfile.objects.all()).order_by("pk").values_list("public_id", flat=True)

    def location(self, item: str) -> str:
        return f"/doctors/{item}/"


SECTIONS = {
    "lists": Lists(),
    "articles": Articles("articles"),
    "doctors": Doctors(),
    **{name: Rows(name) for name in ("topics", "departments", "policies")},
}

"""The index that holds every article, whatever shelf readers find it on."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ArticleIndexPage(Page):
    """Holds every article; doctors may add here and edit their own."""

    subpage_types = ["articles.ArticlePage"]
    parent_page_types = ["reading.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("文章库")

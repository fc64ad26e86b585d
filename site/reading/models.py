"""The two kinds of page that operators write for readers: home and policies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from articles.blocks import RICH, TagsBlock
from articles.models import ModeratedPage
from moderation.gate import PAGE_COLUMNS

from .licensees import ApiClient, ApiUsage

__all__ = ["ApiClient", "ApiUsage", "HomePage", "PolicyPage"]


class HomePage(ModeratedPage):
    """One sentence, popular searches and the 120 line; everything else on it is a query."""

    lead = models.CharField(_("一句话介绍"), max_length=120, blank=True)
    emergency = models.CharField(_("急症提示"), max_length=120, blank=True)
    popular = StreamField(TagsBlock(), blank=True, verbose_name=_("热门搜索"), max_num=8)

    surface_columns = PAGE_COLUMNS | {"lead", "emergency", "popular"}
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.ArticleIndexPage", "articles.ShelfPage"]
    max_count = 1
    is_creatable = True
    content_panels = [*ModeratedPage.content_panels, FieldPanel("lead"), FieldPanel("emergency"), FieldPanel("popular")]

    class Meta:
        verbose_name = _("首页")


class PolicyPage(ModeratedPage):
    """编审规范, 更正与投诉, 平台资质与规则, 隐私 and their like."""

    body = RichTextField(_("正文"), features=["h2", "h3", *RICH])

    surface_columns = PAGE_COLUMNS | {"body"}
    parent_page_types = ["articles.ShelfPage"]
    subpage_types: list[str] = []
    is_creatable = True
    content_panels = [*ModeratedPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("制度页面")
        verbose_name_plural = _("制度页面")

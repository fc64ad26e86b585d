"""The Atom feed of newly reviewed articles, with rights and author of each."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from articles.models import ArticlePage

from .cards import newest

LENGTH = 30


class Articles(Feed):
    """Summaries only: whoever wants the words reads them where they can be corrected and withdrawn."""

    feed_type = Atom1Feed
    title = _("杏林 · 新近审核的文章")
    subtitle = _("由实名核验的医生撰写的健康科普")
    link = "/articles/"
    feed_url = "/feed/"
    author_name = settings.SITE_NAME
    feed_copyright = _("各篇文章的许可见其条目")

    def items(self) -> list[ArticlePage]:
        identities = list(newest().values_list("pk", flat=True)[:LENGTH])
        columns = ("title", "slug", "summary", "byline", "owner_name", "licence", "first_published_at", "last_published_at")
        rows = {page.pk: page for page in ArticlePage.objects.filter(pk__in=identities).only(*columns)}
        return [rows[pk] for pk in identities if pk in rows]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        return f"/articles/{item.slug}/"

    def item_guid(self, item: Any) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/articles/{item.slug}/"

    def item_author_name(self, item: Any) -> str:
        return "、".join(person["name"] for person in item.byline if person.get("name"))

    def item_copyright(self, item: Any) -> str:
        return f"© {item.owner_name or self.item_author_name(item)} · {item.get_licence_display()}"

    def item_pubdate(self, item: Any) -> datetime.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime.datetime | None:
        return item.last_published_at

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["language"] = "zh-Hans"
        return feed

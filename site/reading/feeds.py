"""The Atom and RSS feeds of newly reviewed articles, with rights, licence and author of each."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext_lazy as _

from articles.attribution.proof.notes import noted
from articles.attribution.vocabulary import LICENCE_ADDRESSES
from articles.models import ArticlePage

from .cards import newest

LENGTH = 30


class AtomWithLicence(Atom1Feed):
    """Django's writes `rights`; the address of an open licence is a link beside it (RFC 4946)."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item.get("licence"):
            handler.addQuickElement("link", "", {"rel": "license", "href": item["licence"]})


class RssWithRights(Rss201rev2Feed):
    """RSS has rights for a whole channel only; Dublin Core and the Creative Commons module say them of each entry."""

    def rss_attributes(self) -> dict[str, str]:
        named = {
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:cc": "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
        }
        return {**super().rss_attributes(), **named}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:rights", item["item_copyright"])
        if item.get("licence"):
            handler.addQuickElement("cc:license", item["licence"])


class Articles(Feed):
    """Summaries only: whoever wants the words reads them where they can be corrected and withdrawn."""

    feed_type: type[Any] = AtomWithLicence
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
        said = noted(rows) if rows else {}
        for pk, page in rows.items():
            page.noted_as = said.get(pk)
        return [rows[pk] for pk in identities if pk in rows]

    def item_title(self, item: Any) -> str:
        """Readers of feeds keep what they once fetched, so a retraction stands in the title."""
        return f"【{item.noted_as.words}】{item.title}" if item.noted_as else str(item.title)

    def item_categories(self, item: Any) -> list[str]:
        return [item.noted_as.words] if item.noted_as else []

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

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        return {"licence": LICENCE_ADDRESSES.get(item.licence, "")}

    def item_pubdate(self, item: Any) -> datetime.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime.datetime | None:
        return item.last_published_at

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["language"] = "zh-Hans"
        return feed


class ArticlesAsRss(Articles):
    """The same for readers of feeds that know RSS alone."""

    feed_type = RssWithRights
    feed_url = "/feed/rss/"
    description = Articles.subtitle
    feed_guid = None
    item_guid_is_permalink = True

"""My articles: a flat list of what one author wrote, each with a word for where it stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from articles.models import ArticleIndexPage, ArticlePage, EditProposal, EditState
from moderation.models import Submission
from moderation.substrings import holding

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# In the order in which an author has something to do about them.
STANDINGS: dict[str, "StrOrPromise"] = {
    "asked": _("待作者确认"),
    "returned": _("已退回"),
    "draft": _("草稿"),
    "open": _("审核中"),
    "approved": _("待发布"),
    "published": _("已发布"),
    "down": _("已下架"),
}
State = Submission.State


@dataclass(frozen=True)
class Standing:
    """One word, its tone, and what else is true of the article at the same time."""

    tone: str
    words: "StrOrPromise"
    note: "StrOrPromise" = ""


def with_standing(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """The same articles, each with `standing`, a key of STANDINGS that follows from what waits for the author's answer, from its
    newest submission and from its row."""
    newest = Submission.objects.filter(
        content_type=ContentType.objects.get_for_model(ArticlePage), object_id=OuterRef("pk")
    ).order_by("-pk")
    edits = EditProposal.objects.filter(article=OuterRef("pk"), state=EditState.OPEN)
    return articles.annotate(last_state=Subquery(newest.values("state")[:1])).annotate(
        standing=Case(
            When(Exists(edits), then=Value("asked")),
            When(last_state=State.OPEN, then=Value("open")),
            When(last_state=State.APPROVED, then=Value("approved")),
            When(last_state=State.RETURNED, then=Value("returned")),
            When(live=True, then=Value("published")),
            When(Q(live=False) & ~Q(live_digest=""), then=Value("down")),
            When(first_published_at__isnull=False, then=Value("down")),
            default=Value("draft"),
            output_field=CharField(),
        )
    )


def own(user: Any) -> QuerySet[ArticlePage]:
    """All articles of this author, with their standing, the newest change first."""
    articles = with_standing(ArticlePage.objects.filter(owner_id=user.pk).select_related("topic"))
    return articles.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def standing_of(article: Any) -> Standing:
    """In words; the article comes from `own`."""
    key = article.standing
    if key == "published":
        return Standing(key, STANDINGS[key], _("有修改还没有提交") if article.has_unpublished_changes else "")
    note = _("编辑的修改建议等您逐处决定") if key == "asked" else _("读者看到的是上一版") if article.live else ""
    return Standing(key, STANDINGS[key], note)


def write_url() -> str:
    """Where a new article begins."""
    index = ArticleIndexPage.objects.values_list("pk", flat=True).first()
    return reverse("wagtailadmin_pages:add", args=["articles", "articlepage", index]) if index else reverse("wagtailadmin_home")


class StandingColumn(Column):
    cell_template_name = "wagtailadmin/xinglin/state_cell.html"

    def get_value(self, instance: Any) -> Standing:
        return standing_of(instance)


class StandingFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=_("状态"), choices=list(STANDINGS.items()), empty_label=_("全部"), widget=RadioSelect
    )

    class Meta:
        model = ArticlePage
        fields: list[str] = []


class OwnArticlesView(IndexView):
    """Wagtail's flat listing, without other people's pages, the tree and bulk actions."""

    page_title = _("我的文章")
    add_item_label = _("写文章")

    def get_base_queryset(self) -> QuerySet[ArticlePage]:
        return own(self.request.user)

    def search_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        """Any part of the title, the draft's too, which no index holds."""
        return queryset.filter(holding(self.search_query, "title", "draft_title")) if self.is_searching else queryset

    def get_add_url(self) -> str:
        return write_url()


class OwnArticlesViewSet(PageListingViewSet):
    """At /admin/my-articles/."""

    model = ArticlePage
    icon = "doc-full"
    menu_label = _("我的文章")
    menu_name = "my-articles"
    add_to_admin_menu = False
    index_view_class = OwnArticlesView
    filterset_class = StandingFilterSet
    columns = [
        PageTitleColumn("title", label=_("标题"), sort_key="title", classname="title"),
        StandingColumn("standing", label=_("状态"), sort_key="standing", width="18%"),
        Column("topic", label=_("主题"), accessor="topic", width="16%"),
        DateColumn("latest_revision_created_at", label=_("更新"), sort_key="latest_revision_created_at", width="14%"),
    ]


own_articles = OwnArticlesViewSet("my_articles", url_prefix="my-articles")

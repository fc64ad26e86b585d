"""What every moderated page shares: how it goes live, leaves, comes back and is previewed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet

from moderation.engine import Passage
from moderation.gate import PAGE_COLUMNS, refuse_deletion
from moderation.models import Submission
from moderation.moderated import Moderated
from moderation.shown import shown
from moderation.surface import Surface

from .. import admin_index, passages
from ..publishing import publish_page

# What Wagtail takes from the row whatever the revision says; left in, each would be looked up in the database first.
_OF_THE_ROW = frozenset({"content_type", "locale", "owner", "locked_by", "latest_revision", "alias_of"})


class PublishedQuerySet(PageQuerySet):
    """Adds the one door out."""

    def published(self) -> "PublishedQuerySet":
        """Live, cleared with exactly the stored digest, and behind no view restriction: what anybody may read."""
        # From the few restrictions to their pages: joined, SQLite would read every page of the site for each row.
        above = Page.objects.filter(pk=OuterRef("page_id"), path=Substr(OuterRef(OuterRef("path")), 1, Length("path")))
        behind = PageViewRestriction.objects.filter(Exists(above))
        return shown(self.live()).filter(~Exists(behind))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Asked before Django collects what hangs on the rows, so that the answer is polite: Wagtail deletes a page this way."""
        for page in self:
            refuse_deletion(page)
        deleted: tuple[int, dict[str, int]] = super().delete()
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]


PublishedManager = PageManager.from_queryset(PublishedQuerySet)


class ModeratedPage(Moderated, Page):
    """A page whose words go live only through a submission. Its contributors are whoever saved a revision of it."""

    # Decided, never in the digest.
    cleared_at = models.DateTimeField(gettext_lazy("审核通过时间"), null=True, editable=False, db_index=True)
    review_due = models.DateField(gettext_lazy("下次复审"), null=True, editable=False)
    imported = models.BooleanField(gettext_lazy("存档导入，未作保证"), default=False, editable=False)

    surface_columns = PAGE_COLUMNS
    is_creatable = False
    # `articles.admin_index` does it.
    search_auto_update = False
    # The schedule belongs to the submission: neither `go_live_at` nor `expire_at` is in any form.
    settings_panels: list[Any] = []
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], gettext_lazy("地址与分享")
        )
    ]
    objects = PublishedManager()

    class Meta:
        abstract = True

    def save_base(self, raw: bool = False, *args: Any, **kwargs: Any) -> None:
        with admin_index.saving(self, raw, kwargs.get("update_fields")):
            super().save_base(raw, *args, **kwargs)

    def surface(self) -> Surface:
        content = {name: self._surface_value(name) for name in sorted(type(self).surface_columns)}
        return Surface(self._meta.label, content, tuple(self._passages(content)))

    def _passages(self, content: dict[str, Any]) -> Iterator[Passage]:
        for name, value in content.items():
            field = self._meta.get_field(name)
            if isinstance(field, StreamField):
                yield from passages.passages(name, value)
            elif isinstance(field, RichTextField):
                yield from passages.rich_passages(name, value)
            elif isinstance(value, str) and value and name != "slug":
                yield Passage(name, value)

    def _surface_value(self, name: str) -> Any:
        value = getattr(self, name)
        return (
            value.get_prep_value() if hasattr(value, "get_prep_value") else value.pk if isinstance(value, models.Model) else value
        )

    def contributor_accounts(self) -> Iterable[int]:
        return {identity for identity in [self.owner_id, *self.revision_accounts()] if identity}

    def revision_accounts(self) -> Any:
        """Ids of the accounts that saved a revision of it, as a query."""
        saved = Revision.objects.filter(object_id=str(self.pk), base_content_type=ContentType.objects.get_for_model(Page))
        return saved.order_by().values_list("user_id", flat=True)

    def publish_submission(self, submission: Submission) -> None:
        page = self.frozen(submission)
        page.cleared_at = timezone.now()
        page.decided_for(submission)
        publish_page(page, submission.revision)

    def decided_for(self, submission: Submission) -> None:
        """Set what a decision brings with it, just before the words go live."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's own road to a page, with the same check as the one door out."""
        if not type(self).objects.published().filter(pk=self.pk).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Wagtail's, but what was decided and the address stay those of the row, whatever an old revision says."""
        page = super().with_content_json({name: value for name, value in content.items() if name not in _OF_THE_ROW})
        for name in ("slug", "live_digest", "cleared_at", "review_due", "imported"):
            setattr(page, name, getattr(self, name))
        return page


class ShelfPage(Page):
    """A container in the tree without words of its own; readers are led to the list that shows what stands on it."""

    subpage_types = ["articles.TopicPage", "articles.DepartmentPage", "reading.PolicyPage"]
    parent_page_types = ["reading.HomePage"]
    max_count = 4

    class Meta:
        verbose_name = gettext_lazy("栏目")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("/")

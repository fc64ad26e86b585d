"""Wagtail's page editor, made polite about the gate: a refusal keeps the text and says why."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.bulk_actions import delete, move, publish, unpublish
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from moderation.gate import PublicationBlocked

from .permissions import may_touch, refuse_foreign

HAND_IN = "action-hand-in"


def submit_url(page: Any) -> str:
    return reverse("moderation_submit", args=[page._meta.app_label, page._meta.model_name, page.pk])


class _Polite:
    """Catches what the gate says; by then the draft is saved."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except PublicationBlocked as blocked:
            page = getattr(self, "page", None)
            if "application/json" in request.headers.get("Accept", ""):
                return JsonResponse(
                    {"success": False, "error_code": "publication_blocked", "error_message": str(blocked)}, status=400
                )
            for reason in blocked.reasons:
                messages.warning(request, reason)
            if page is None or page.pk is None:
                return redirect("wagtailadmin_home")
            return redirect(submit_url(page))


class PoliteEditView(_Polite, EditView):
    """Wagtail's edit view."""


class PoliteCreateView(_Polite, CreateView):
    """Wagtail's create view."""


class PoliteDeleteView(_Polite, DeleteView):
    """Wagtail's delete view; what was handed in or live stays."""


class PoliteCopyView(_Polite, CopyView):
    """Wagtail's copy view; a copy is always a draft."""


class GuardedPageViewSet(PageViewSet):
    """The admin views of every page type, registered in the place of Wagtail's own."""

    def get_view_by_name(self, name: str) -> Callable[..., HttpResponse]:
        """Wagtail's, behind a door of its own: a few of its screens show the title of any page whose id they are given."""
        view = super().get_view_by_name(name)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refuse_foreign(request.user, (value for key, value in kwargs.items() if key == "pk" or key.endswith("_id")))
            return view(request, *args, **kwargs)

        return guarded


class ModeratedPageViewSet(GuardedPageViewSet):
    """The admin views of every moderated page type."""

    edit_view_class = PoliteEditView
    add_view_class = PoliteCreateView
    copy_view_class = PoliteCopyView
    delete_view_class = PoliteDeleteView


def own_drafts_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the two choosers, which take the id of any page and have no hook: the same door as `GuardedPageViewSet`."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_foreign(request.user, [*kwargs.values(), *request.GET.getlist("id")])
        return view(request, *args, **kwargs)

    checked: Callable[..., HttpResponse] = require_admin_access(guarded)
    return checked


class _WithoutForeignDrafts:
    """Wagtail lists the titles of the pages that somebody may not act upon."""

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        user = self.request.user  # type: ignore[attr-defined]
        return objects, {name: [page for page in pages if may_touch(user, page)] for name, pages in others.items()}


class BulkDelete(_WithoutForeignDrafts, delete.DeleteBulkAction):
    """Wagtail's bulk deletion."""


class BulkMove(_WithoutForeignDrafts, move.MoveBulkAction):
    """Wagtail's bulk move."""


class BulkPublish(_WithoutForeignDrafts, publish.PublishBulkAction):
    """Wagtail's bulk publishing, which `no_bulk_publishing` refuses for moderated pages."""


class BulkUnpublish(_WithoutForeignDrafts, unpublish.UnpublishBulkAction):
    """Wagtail's bulk unpublishing, of the pages themselves: a bare page cannot say that its words left."""

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        counts: tuple[int, int] = super().execute_action([page.specific for page in objects], **kwargs)
        return counts

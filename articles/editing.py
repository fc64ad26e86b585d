"""Wagtail's page editor, made polite about the gate: a refusal keeps the text and says why."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from moderation.gate import PublicationBlocked

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


class PoliteCopyView(_Polite, CopyView):
    """Wagtail's copy view; a copy is always a draft."""


class ModeratedPageViewSet(PageViewSet):
    """The admin views of every moderated page type."""

    edit_view_class = PoliteEditView
    add_view_class = PoliteCreateView
    copy_view_class = PoliteCopyView

"""Registers what authors meet in the admin; no logic of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from moderation.moderated import Moderated
from moderation.triggers import moderated_models

from . import urls
from .attribution.proof import admin_urls as proof_urls
from .attribution.references import admin_urls as reference_urls
from .editing import (
    HAND_IN,
    BulkDelete,
    BulkMove,
    BulkPublish,
    BulkUnpublish,
    GuardedPageViewSet,
    ModeratedPageViewSet,
    submit_url,
)
from .permissions import OwnDraftsPolicy, without_foreign_drafts
from .views.evidence import WaitingEvidenceItem
from .views.signature_erasing import EraseSignaturesItem

register_permission_policy(Page, OwnDraftsPolicy(Page))
for bulk_action in (BulkDelete, BulkMove, BulkPublish, BulkUnpublish):
    hooks.register("register_bulk_action", bulk_action, order=1)
# After Wagtail's own registration, which it replaces.
hooks.register("register_admin_viewset", GuardedPageViewSet, order=1)


@hooks.register("register_admin_viewset")
def moderated_page_viewsets() -> list[ModeratedPageViewSet]:
    return [
        ModeratedPageViewSet(f"moderated_{model._meta.model_name}", model=model, add_to_admin_menu=False)
        for model in moderated_models()
        if issubclass(model, Page)
    ]


@hooks.register("register_admin_urls")
def note_screens() -> list[URLPattern]:
    return proof_urls.urlpatterns


@hooks.register("register_admin_urls")
def reference_screens() -> list[URLPattern]:
    return reference_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def library_of_references() -> MenuItem:
    return MenuItem(_("文献库"), reverse("references_library"), name="references", icon_name="doc-full", order=180)


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_admin_menu_item")
def waiting_evidence() -> WaitingEvidenceItem:
    return WaitingEvidenceItem()


@hooks.register("register_admin_menu_item")
def erasing_signatures() -> EraseSignaturesItem:
    return EraseSignaturesItem()


@hooks.register("construct_explorer_page_queryset")
def own_drafts_in_the_explorer(parent: Page, pages: Any, request: HttpRequest) -> Any:
    return without_foreign_drafts(pages, request.user)


@hooks.register("construct_page_chooser_queryset")
def own_drafts_in_the_chooser(pages: Any, request: HttpRequest) -> Any:
    return without_foreign_drafts(pages, request.user)


@hooks.register("construct_image_chooser_queryset")
def own_pictures_in_the_chooser(images: Any, request: HttpRequest) -> Any:
    return images if request.user.is_superuser else images.filter(uploaded_by_user=request.user)


class HandInMenuItem(ActionMenuItem):
    """Saves the draft and leads to the screen that checks and submits it."""

    name = HAND_IN
    label = _("检查并提交审核")
    icon_name = "check"


@hooks.register("register_page_action_menu_item")
def hand_in_item() -> ActionMenuItem:
    return HandInMenuItem(order=1)


@hooks.register("construct_page_action_menu")
def no_stock_publishing(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Handing in comes first; Wagtail's own publishing, scheduling and moderation are not offered for moderated pages."""
    parent, page = context.get("parent_page"), context.get("page")
    moderated = isinstance(page, Moderated) or (context["view"] == "create" and parent is not None)
    if not moderated:
        menu_items[:] = [item for item in menu_items if item.name != HAND_IN]
        return
    stock = {"action-publish", "action-submit", "action-unpublish", "action-restart-workflow", "action-cancel-workflow"}
    menu_items[:] = [item for item in menu_items if item.name not in stock]
    menu_items.sort(key=lambda item: item.name != HAND_IN)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def lead_to_the_submit_screen(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.POST.get(HAND_IN) and isinstance(page, Moderated):
        return redirect(submit_url(page))
    return None


@hooks.register("before_publish_page")
def publishing_is_a_decision(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Courtesy above the gate: the draft is saved by now, and its author is led to the road that exists."""
    return redirect(submit_url(page)) if isinstance(page, Moderated) else None


@hooks.register("before_bulk_action")
def no_bulk_publishing(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Courtesy above the gate: pages go live one decision at a time."""
    if action_type == "publish" and any(isinstance(page.specific, Moderated) for page in objects if isinstance(page, Page)):
        messages.warning(request, _("经审核的页面不能批量发布，请逐一提交审核"))
        return redirect("wagtailadmin_home")
    return None

"""The editor of a doctor's public page: drafts and handing in, but no publishing, deleting or copying."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views import snippets

from .models import DoctorProfile
from .views.doctor import submit_url

PROFILE_PANELS = [
    HelpPanel(gettext_lazy("读者看到的永远是通过审核的一版：这里的改动先存为草稿，提交并通过审核之后才会公开。")),
    FieldRowPanel([FieldPanel("name"), FieldPanel("title")]),
    FieldRowPanel([FieldPanel("specialty"), FieldPanel("institution")]),
    FieldPanel("biography", help_text=gettext_lazy("写学历、专长和科普方向。不写联系方式、出诊预约和“首位”“最佳”一类的话")),
    FieldPanel("portrait", help_text=gettext_lazy("须为本人或已获本人授权的头像")),
]


class HandInMenuItem(ActionMenuItem):
    """Saves the draft and goes on to the screen where it is handed to the moderators."""

    name = "action-hand_in"
    label = gettext_lazy("保存并提交审核")
    icon_name = "check"
    order = 50

    def is_shown(self, context: dict[str, Any]) -> bool:
        instance = context.get("instance")
        return isinstance(instance, DoctorProfile) and submit_url(instance) is not None


def hand_in_menu_item(model: type) -> ActionMenuItem | None:
    return HandInMenuItem() if model is DoctorProfile else None


def drop_publishing(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail offers these to superusers; here words go live by a decision only."""
    if context.get("model") is DoctorProfile:
        menu_items[:] = [item for item in menu_items if item.name not in ("action-publish", "action-unpublish")]


class ProfileEditView(snippets.EditView):
    def get_available_actions(self) -> list[str]:
        offered = [action for action in super().get_available_actions() if action != "publish"]
        return [*offered, "hand_in"]

    def get_success_url(self) -> str:
        onward = submit_url(self.object) if self.action == "hand_in" else None
        return onward or super().get_success_url()

    def get_success_message(self, instance: DoctorProfile | None = None) -> str:
        return _("主页草稿已保存，读者看到的还是上一次通过审核的内容")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        start = super().get_breadcrumbs_items()[0]
        doctor = {"url": reverse("doctors:doctor", args=[self.object.user_id]), "label": self.object.user.name}
        return [start, {"url": reverse("doctors:list"), "label": _("医生")}, doctor, {"url": "", "label": _("医生主页")}]


class ToDoctors(snippets.IndexView):
    """Profiles are found in the list of doctors; a second list would only differ from it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("doctors:list")


class ToInvitation(snippets.CreateView):
    """A profile begins with an invitation."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("doctors:invite")


class NeverDeleted(snippets.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class NeverUnpublished(snippets.UnpublishView):
    """Taking words away from readers is a decision too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class DoctorProfileViewSet(snippets.SnippetViewSet):
    model = DoctorProfile
    icon = "user"
    base_url_path = "doctors/profiles"
    copy_view_enabled = False
    # Keeps it out of Wagtail's list of snippets: the way here is the doctor's page.
    menu_item_is_registered = True
    edit_handler = ObjectList(PROFILE_PANELS)
    index_view_class = ToDoctors
    add_view_class = ToInvitation
    edit_view_class = ProfileEditView
    delete_view_class = NeverDeleted
    unpublish_view_class = NeverUnpublished

"""Registers the screens of this app with Wagtail."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from . import accounts, admin_urls, roles, viewsets
from .views.access import verifies

register_snippet(viewsets.DoctorProfileViewSet)
hooks.register("register_snippet_action_menu_item", viewsets.hand_in_menu_item)
hooks.register("construct_snippet_action_menu", viewsets.drop_publishing)
hooks.register("before_edit_user", accounts.guard_edit)
hooks.register("after_edit_user", accounts.record_edit)
hooks.register("after_create_user", accounts.record_creation)
hooks.register("before_bulk_action", accounts.guard_bulk)
hooks.register("register_user_listing_buttons", accounts.listing_buttons)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [path("", include(admin_urls))]


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("doctors/desk.css"))


class OperatorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return roles.is_operator(request.user)


class StandInsItem(MenuItem):
    """For moderators, while they verify in the place of a second operator."""

    def is_shown(self, request: HttpRequest) -> bool:
        return verifies(request.user) and not roles.is_operator(request.user)


class DoctorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return roles.is_doctor(request.user)


@hooks.register("register_admin_menu_item")
def list_of_doctors() -> MenuItem:
    return OperatorsItem(_("医生"), reverse("doctors:list"), name="doctors", icon_name="user", order=150)


@hooks.register("register_admin_menu_item")
def waiting_certificates() -> MenuItem:
    return StandInsItem(_("核验证件"), reverse("doctors:waiting"), name="certificates", icon_name="tasks", order=160)


@hooks.register("register_admin_menu_item")
def own_qualification() -> MenuItem:
    return DoctorsItem(_("我的资质"), reverse("doctors:own"), name="qualification", icon_name="clipboard-list", order=170)

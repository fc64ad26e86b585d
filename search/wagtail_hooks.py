"""Registers the screens of those who tend search, their menu item and their right; no logic of its own."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .staff import urls
from .staff.access import RIGHT, tends_search
from .staff.panel import TroublePanel


class SearchItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return tends_search(request.user)


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_admin_menu_item")
def tending() -> SearchItem:
    return SearchItem(_("检索"), reverse_lazy("search_asked"), name="search-tending", icon_name="search", order=190)


@hooks.register("register_permissions")
def right() -> Any:
    app, codename = RIGHT.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@hooks.register("construct_homepage_panels")
def trouble(request: HttpRequest, shown: list[Any]) -> None:
    panel = TroublePanel(request)
    if panel.is_shown():
        shown.insert(0, panel)

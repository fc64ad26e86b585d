"""Registers how the administration looks, what its menu shows and what its start page says; no logic of its own."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls, dashboard, menu
from .own_articles import OwnArticlesViewSet, own_articles

# After whatever other apps add.
LAST = 1_000

for item in menu.own_items():
    hooks.register("register_admin_menu_item", lambda item=item: item)


@hooks.register("register_admin_viewset")
def list_of_own_articles() -> OwnArticlesViewSet:
    return own_articles


@hooks.register("register_admin_urls")
def register_of_clients() -> list[URLPattern]:
    return admin_urls.urlpatterns


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(file),) for file in ("admin/xinglin.css", "admin/dashboard.css"))
    )


@hooks.register("construct_main_menu", order=LAST)
def menu_of_the_roles(request: HttpRequest, items: list[MenuItem]) -> None:
    menu.arrange(request, items)


@hooks.register("construct_homepage_panels", order=LAST)
def cards_of_the_roles(request: HttpRequest, panels: list[Any]) -> None:
    dashboard.arrange(request, panels)


@hooks.register("construct_wagtail_userbar", order=LAST)
def no_bar_over_the_page(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Readers, and staff who read, see the page alone."""
    items.clear()

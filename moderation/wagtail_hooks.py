"""Registers the screens, their menu items and the dashboard's panel; no logic of its own."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks

from . import urls
from .menu import DeskItem, DutiesItem, EscalatedItem, InboxItem, InboxPanel, QualityItem, RulesItem, StaffingItem


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_admin_menu_item")
def desk() -> DeskItem:
    return DeskItem()


@hooks.register("register_admin_menu_item")
def escalated() -> EscalatedItem:
    return EscalatedItem()


@hooks.register("register_admin_menu_item")
def inbox() -> InboxItem:
    return InboxItem()


@hooks.register("register_admin_menu_item")
def duties() -> DutiesItem:
    return DutiesItem()


@hooks.register("register_admin_menu_item")
def rules() -> RulesItem:
    return RulesItem()


@hooks.register("register_admin_menu_item")
def quality() -> QualityItem:
    return QualityItem()


@hooks.register("register_admin_menu_item")
def staffing() -> StaffingItem:
    return StaffingItem()


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, shown: list[Any]) -> None:
    panel = InboxPanel(request)
    if panel.is_shown():
        shown.insert(0, panel)

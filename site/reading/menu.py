"""Which items of the administration's menu each role sees, and in which order."""

import copy
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from doctors import roles
from search.staff.access import tends_search

from .own_articles import own_articles, write_url

# By name, in order; an item whose app does not register it is simply absent.
DOCTOR = ("my-articles", "write", "inbox", "references", "qualification", "images")
MODERATOR = ("desk", "inbox", "references", "rules", "quality", "certificates", "duties")
OPERATOR = (
    "escalated",
    "inbox",
    "doctors",
    "explorer",
    "images",
    "references",
    "search-tending",
    "rules",
    "accounts",
    "api-clients",
    "certificates",
    "quality",
    "staffing",
    "duties",
)
# What Wagtail adds besides and only a superuser needs.
STOCK = ("explorer", "images", "accounts", "documents", "snippets", "reports", "settings", "help")


class RoleItem(MenuItem):
    """Shown where the menu of a role names it."""


class WriteItem(RoleItem):
    """Leads straight into a new article."""

    def __init__(self) -> None:
        super().__init__(_("写文章"), "", name="write", icon_name="edit")

    def render_component(self, request: HttpRequest) -> Any:
        self.url = write_url()
        return super().render_component(request)


def own_items() -> list[MenuItem]:
    """The items that no other app registers."""
    return [
        RoleItem(_("我的文章"), reverse_lazy(own_articles.get_url_name("index")), name="my-articles", icon_name="doc-full"),
        WriteItem(),
        RoleItem(_("接口客户"), reverse_lazy("api_clients"), name="api-clients", icon_name="key"),
        RoleItem(_("账号"), reverse_lazy("wagtailusers_users:index"), name="accounts", icon_name="group"),
    ]


def names_for(user: Any) -> Sequence[str]:
    """The items this account sees, in order; somebody with two roles sees both menus, one after the other."""
    named: list[str] = []
    if roles.is_doctor(user):
        named += DOCTOR
    if roles.is_moderator(user):
        named += MODERATOR
    if roles.is_operator(user):
        named += OPERATOR
    if tends_search(user):
        named.append("search-tending")
    if user.is_superuser:
        named += [*MODERATOR, *OPERATOR, *STOCK]
    return list(dict.fromkeys(named))


def arrange(request: HttpRequest, items: list[Any]) -> None:
    """Leave and order what the roles name. Items are shared by all requests, so what changes is a copy."""
    names = names_for(request.user)
    arranged = []
    for item in items:
        if item.name in names:
            item = copy.copy(item)
            item.order = names.index(item.name)
            if item.name == "explorer":
                item.label = _("首页与专题")
            arranged.append(item)
    items[:] = arranged

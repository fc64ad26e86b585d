"""The screens of those who tend search, side by side; other parts of search add theirs when they are loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Tab:
    """`address` is the name of an address; `shown` says to whom."""

    name: str
    label: "StrOrPromise"
    address: str
    order: int = 50
    shown: Callable[[Any], bool] = lambda user: True


_registered: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    _registered[tab.name] = tab


def frame(request: HttpRequest, current: str) -> dict[str, Any]:
    """What the template of every screen needs."""
    tabs = sorted(_registered.values(), key=lambda tab: (tab.order, tab.name))
    return {"tabs": [tab for tab in tabs if tab.shown(request.user)], "tab": current}


for number, (name, label) in enumerate(
    (
        ("asked", _("读者在问")),
        ("unfound", _("没找到的")),
        ("synonyms", _("别名")),
        ("pins", _("置顶")),
        ("preview", _("试搜")),
        ("engines", _("引擎")),
    )
):
    register(Tab(name, label, f"search_{name}", order=10 * number))

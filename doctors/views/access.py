"""Who may open a screen of this app; everybody else is led back to the start page with a word."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import roles


class Restricted(ABC):
    """Refuses before anything is looked up, so a stranger learns nothing from an address."""

    @abstractmethod
    def admits(self, user: Any) -> bool:
        """Whether this person may open the screen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.admits(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ForOperators(Restricted):
    def admits(self, user: Any) -> bool:
        return roles.is_operator(user)


class ForVerifiers(Restricted):
    """Operators, and moderators while there is one operator or none."""

    def admits(self, user: Any) -> bool:
        return verifies(user)


def verifies(user: Any) -> bool:
    return roles.is_operator(user) or (roles.is_moderator(user) and roles.active_operators().count() <= 1)


class DeskPage(WagtailAdminTemplateMixin):
    """Wagtail's page furniture with the way back to where the visitor came from."""

    trail: tuple[tuple[str, Any], ...] = ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *({"url": url, "label": label} for url, label in self.way_here()), here]

    def way_here(self) -> list[tuple[str, Any]]:
        """(address, label) of the pages between the start page and this one."""
        return []

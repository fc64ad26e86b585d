"""A suspended account is signed out at once and sees only why, until when, and how to appeal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import effects

# The session's own key: when its owner signed in, in seconds since 1970.
SIGNED_IN_AT = "signed_in_at"
# Views that stay open: reading what was decided, appealing, signing out, and the words and icons that these pages are drawn with.
OPEN = frozenset(
    {
        *("moderation_own_sanctions", "moderation_inbox", "moderation_appeal", "wagtailadmin_logout", "wagtailadmin_login"),
        *("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
    }
)


class SuspendedAccounts:
    """Asks the database at every request to the administration, so that no session outlives the suspension's beginning."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, places: Any, named: dict[str, Any]) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")) or not request.user.is_authenticated:
            return None
        sanction = effects.in_force(timezone.now(), "sign in").filter(account=request.user.pk).first()
        if sanction is None:
            return None
        begun = request.session.get(SIGNED_IN_AT, 0)
        if sanction.starts_at is not None and begun < sanction.starts_at.timestamp():
            logout(request)
            messages.error(request, _("您的账号已被暂停。请重新登录查看原因、期限和申诉方式。"))
            return redirect("wagtailadmin_login")
        match = request.resolver_match
        if match is not None and match.url_name in OPEN:
            return None
        return redirect("moderation_own_sanctions")


def remember_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`."""
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN_AT] = timezone.now().timestamp()

"""Who may open the screens of the rules: moderators read and try, those who hold the rights edit and approve."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ...rules.lifecycle import may_approve, may_edit
from ..access import View, is_moderator


def reads_rules(user: Any) -> bool:
    return is_moderator(user) or may_edit(user) or may_approve(user)


def for_readers(view: View) -> View:
    """Everybody else is led back to the dashboard with a sentence."""
    return _only(reads_rules, view, "wagtailadmin_home")


def for_editors(view: View) -> View:
    return _only(lambda user: may_edit(user) or may_approve(user), view, "moderation_rulesets")


def _only(allowed: Callable[[Any], bool], view: View, elsewhere: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allowed(request.user):
            messages.error(request, _("您没有这项规则工作的权限，需要时请联系运营人员"))
            return redirect(elsewhere)
        return view(request, *args, **kwargs)

    return guarded


def context(request: HttpRequest, tab: str) -> dict[str, Any]:
    """What every screen of the rules shows around itself."""
    return {"tab": tab, "may_edit": may_edit(request.user), "may_approve": may_approve(request.user)}

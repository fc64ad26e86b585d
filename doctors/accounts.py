"""What an operator may not do with somebody's account on Wagtail's screens, and a record of what was done."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from moderation import ledger

from .invitations import awaits_password
from .models import User
from .roles import is_operator


def guard_edit(request: HttpRequest, user: User) -> HttpResponse | None:
    """A superuser's account is another superuser's business, and a password is its owner's alone."""
    _refuse_superusers(request, [user])
    if request.method == "POST" and request.POST.get("password1") and user.pk != request.user.pk:
        messages.error(request, _("密码只能由本人设置：还没设置过的请重发邀请，忘记了的请本人在登录页点「忘记密码」"))
        return redirect(request.path)
    request.account_before = _values(user)  # type: ignore[attr-defined]
    return None


def guard_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    if action.model is User:
        _refuse_superusers(request, objects)


def record_creation(request: HttpRequest, user: User) -> None:
    ledger.append("account created", user, data={"by": request.user.pk})


def record_edit(request: HttpRequest, user: User) -> None:
    """Which values changed, never the values."""
    before = getattr(request, "account_before", {})
    after = _values(User.objects.get(pk=user.pk))
    changed = sorted(name for name in after if before.get(name) != after[name])
    if changed:
        ledger.append("account changed", user, data={"by": request.user.pk, "changed": changed})


def listing_buttons(user: User, request_user: Any) -> Iterable[Button]:
    """A fresh invitation, for accounts of any group that nobody has signed in to yet."""
    if is_operator(request_user) and user.is_active and awaits_password(user):
        url = reverse("doctors:invite_again", args=[user.pk])
        attrs = {"data-controller": "w-action", "data-action": "w-action#post", "data-w-action-url-value": url}
        yield Button(_("发送邀请链接"), icon_name="mail", attrs=attrs, priority=40)


def _refuse_superusers(request: HttpRequest, users: Iterable[Any]) -> None:
    if not request.user.is_superuser and any(getattr(user, "is_superuser", False) for user in users):
        raise PermissionDenied


def _values(user: User) -> dict[str, Any]:
    groups = sorted(user.groups.values_list("name", flat=True))
    return {"email": user.email, "name": user.name, "active": user.is_active, "groups": groups}

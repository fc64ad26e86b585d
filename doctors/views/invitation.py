"""Where an invited person sets a password and is signed in."""

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from moderation import ledger

from ..invitations import awaits_password, tokens
from ..models import User


class AcceptInvitation(views.PasswordResetConfirmView):
    """Django's: the token moves from the address into the session, so no referrer carries it; signing in makes a new session."""

    token_generator = tokens
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"
    success_url = reverse_lazy("wagtailadmin_home")
    template_name = "doctors/invitation/accept.html"

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(*args, **kwargs)
        if not self.validlink and response.status_code == 200:
            # Elsewhere, so that no log line of a refusal has a token in it.
            return redirect("invitation_ended")
        return response

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active and awaits_password(user) else None

    def form_valid(self, form: "SetPasswordForm[Any]") -> HttpResponse:
        with transaction.atomic():
            ledger.append("password set", form.user)
            return super().form_valid(form)


def ended(request: HttpRequest) -> HttpResponse:
    """The link was used, replaced, mistyped or too old: which of these is nobody's business but the next step is the same."""
    return render(request, "doctors/invitation/ended.html", status=410)

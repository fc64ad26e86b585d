"""An operator invites a doctor, begins a profile, or sends a fresh link."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from .. import invitations, profiles, roles
from ..forms import InvitationForm, PracticeForm
from ..models import User
from .access import DeskPage, ForOperators
from .doctor import edit_url


class Invite(ForOperators, DeskPage, FormView):
    form_class = InvitationForm
    page_title = gettext_lazy("邀请医生")
    header_icon = "user"
    template_name = "doctors/admin/invite.html"

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生"))]

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        told = form.cleaned_data
        operator: Any = self.request.user
        try:
            with transaction.atomic():
                user = invitations.invite(told["email"], told["name"], operator)
                profiles.open_profile(user, told["title"], told["specialty"], told["institution"], operator)
        except invitations.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        return sent(self.request, user, invitations.send_link(user, operator))


class StartProfile(ForOperators, DeskPage, FormView):
    """For a doctor whose account was not made by an invitation."""

    form_class = PracticeForm
    page_title = gettext_lazy("建立主页")
    header_icon = "user"
    template_name = "doctors/admin/start_profile.html"

    @cached_property
    def doctor(self) -> User:
        return get_object_or_404(roles.doctors().filter(profile=None), pk=self.kwargs["pk"])

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生")), (page_of(self.doctor), self.doctor.name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"doctor": self.doctor}

    def form_valid(self, form: PracticeForm) -> HttpResponse:
        operator: Any = self.request.user
        profile = profiles.open_profile(self.doctor, by=operator, **form.cleaned_data)
        return redirect(edit_url(profile))


class InviteAgain(ForOperators, View):
    """Only by POST: a link followed by accident must not end the link that was sent."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        operator: Any = request.user
        try:
            link = invitations.send_link(user, operator)
        except invitations.InvitationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(page_of(user))
        return sent(request, user, link)


def page_of(user: User) -> str:
    return reverse("doctors:doctor", args=[user.pk]) if roles.doctors().filter(pk=user.pk).exists() else reverse("doctors:list")


def sent(request: HttpRequest, user: User, link: invitations.Link) -> HttpResponse:
    """Back to the doctor's page; or, where the mail did not go out, the link itself, in this one answer and nowhere else."""
    if link.mailed:
        messages.success(request, _("邀请已发到 %(email)s，链接只能使用一次") % {"email": user.email})
        return redirect(page_of(user))
    page: HttpResponse = LinkOnce.as_view()(request, invited=user, link=link)
    return page


class LinkOnce(ForOperators, DeskPage, TemplateView):
    """Shown where a mail should have gone: neither the session nor a cookie keeps the link."""

    http_method_names = ["post"]
    page_title = gettext_lazy("邮件没有发出去")
    header_icon = "mail"
    template_name = "doctors/admin/link_once.html"

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生"))]

    def post(self, request: HttpRequest, invited: User, link: invitations.Link) -> HttpResponse:
        return self.render_to_response(self.get_context_data(invited=invited, link=link, onward=page_of(invited)))

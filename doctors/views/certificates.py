"""Entering one certificate, and what a second person does with it."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from .. import roles, verification
from ..forms import CertificateForm
from ..models import Certificate, User
from ..models.certificate import Kind
from .access import DeskPage, ForOperators, ForVerifiers


class EnterCertificate(ForOperators, DeskPage, FormView):
    """Also replaces: a renewed certificate takes the place of the old one and is verified anew."""

    form_class = CertificateForm
    header_icon = "doc-full"
    template_name = "doctors/admin/certificate_form.html"

    @cached_property
    def doctor(self) -> User:
        return get_object_or_404(roles.doctors(), pk=self.kwargs["pk"])

    @cached_property
    def held(self) -> Certificate | None:
        return Certificate.objects.filter(holder=self.doctor, kind=self.kwargs["kind"]).first()

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生")), (reverse("doctors:doctor", args=[self.doctor.pk]), self.doctor.name)]

    def get_page_title(self) -> str:
        kind = Kind(self.kwargs["kind"]).label
        return (_("更换%(kind)s") if self.held else _("录入%(kind)s")) % {"kind": kind}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Certificate(issuer=self.held.issuer) if self.held else Certificate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"doctor": self.doctor, "held": self.held}

    def form_valid(self, form: CertificateForm) -> HttpResponse:
        operator: Any = self.request.user
        try:
            certificate = verification.enter(self.doctor, self.kwargs["kind"], by=operator, **form.cleaned_data)
        except verification.VerificationRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        words = {"kind": certificate.get_kind_display()}
        messages.success(self.request, _("%(kind)s已录入，等待另一位同事核验") % words)
        return redirect("doctors:doctor", self.doctor.pk)


class ActOnCertificate(DeskPage, TemplateView, ABC):
    """What is on record, once more, and one button. What is sent names the version that was looked at."""

    header_icon = "doc-full"
    template_name = "doctors/admin/certificate_action.html"
    action = ""

    @cached_property
    def certificate(self) -> Certificate:
        return get_object_or_404(Certificate.objects.select_related("holder", "entered_by"), pk=self.kwargs["pk"])

    def way_here(self) -> list[tuple[str, Any]]:
        if not roles.is_operator(self.request.user):
            return [(reverse("doctors:waiting"), _("待核验证件"))]
        holder = self.certificate.holder
        return [(reverse("doctors:list"), _("医生")), (reverse("doctors:doctor", args=[holder.pk]), holder.name)]

    @abstractmethod
    def objection(self) -> str:
        """Why this person may not do it, or nothing."""

    @abstractmethod
    def act(self, by: User) -> str:
        """Do it; the answer is what to tell the person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        certificate = self.certificate
        seen = certificate.entered_at.isoformat()
        return super().get_context_data(**kwargs) | {
            "certificate": certificate,
            "action": self.action,
            "objection": self.objection(),
            "seen": seen,
            "back": self.back(),
        }

    def back(self) -> str:
        if roles.is_operator(self.request.user):
            return reverse("doctors:doctor", args=[self.certificate.holder_id])
        return reverse("doctors:waiting")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by: Any = request.user
        if request.POST.get("seen") != self.certificate.entered_at.isoformat():
            messages.error(request, _("这份证件在您打开页面之后又被重新录入，请核对新的内容"))
            return redirect(request.path)
        try:
            messages.success(request, self.act(by))
        except verification.VerificationRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back())


class VerifyCertificate(ForVerifiers, ActOnCertificate):
    page_title = gettext_lazy("核验证件")
    action = "verify"

    def objection(self) -> str:
        return verification.objection(self.certificate, self.request.user)

    def act(self, by: User) -> str:
        if not self.request.POST.get("compared"):
            raise verification.VerificationRefused(_("请先对照原件核对，再勾选确认"))
        verification.verify(self.certificate, by)
        return _("%(kind)s已核验") % {"kind": self.certificate.get_kind_display()}


class RevokeCertificate(ForOperators, ActOnCertificate):
    page_title = gettext_lazy("吊销证件")
    action = "revoke"

    def objection(self) -> str:
        return _("这份证件已经吊销过了") if self.certificate.revoked_at else ""

    def act(self, by: User) -> str:
        verification.revoke(self.certificate, by)
        return _("%(kind)s已吊销，本人即刻不能提交和发布新内容") % {"kind": self.certificate.get_kind_display()}

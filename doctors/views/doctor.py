"""One doctor on the operators' desk: account, public page, four certificates, and what was done about them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from moderation.models import LedgerEntry

from .. import invitations, profiles, roles, verification
from ..models import Certificate, DoctorProfile, User
from ..models.certificate import Kind
from ..standing import standing
from .access import DeskPage, ForOperators

EVENTS = {
    "account invited": gettext_lazy("建立账号"),
    "invitation sent": gettext_lazy("发送邀请链接"),
    "password set": gettext_lazy("本人设置了密码"),
    "account changed": gettext_lazy("修改账号"),
    "certificate entered": gettext_lazy("录入"),
    "certificate verified": gettext_lazy("核验"),
    "certificate revoked": gettext_lazy("吊销"),
}


@dataclass(frozen=True)
class Event:
    """One line of the history, with names that the ledger itself does not hold."""

    at: datetime.datetime
    what: str
    who: str


class DoctorPage(ForOperators, DeskPage, TemplateView):
    header_icon = "user"
    template_name = "doctors/admin/doctor.html"

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生"))]

    def get_page_title(self) -> str:
        return self.doctor.name

    @property
    def doctor(self) -> User:
        if not hasattr(self, "_doctor"):
            self._doctor: User = get_object_or_404(roles.doctors().select_related("profile"), pk=self.kwargs["pk"])
        return self._doctor

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doctor, viewer = self.doctor, self.request.user
        certificates = list(Certificate.objects.filter(holder=doctor).select_related("entered_by", "verified_by"))
        stands = standing(doctor, certificates, timezone.localdate())
        profile: DoctorProfile | None = getattr(doctor, "profile", None)
        return super().get_context_data(**kwargs) | {
            "doctor": doctor,
            "standing": stands,
            "cards": [(card, card.certificate and verification.objection(card.certificate, viewer)) for card in stands.cards],
            "profile": profile,
            "profile_state": profiles.state_of(profile),
            "edit_url": edit_url(profile) if profile else None,
            "submit_url": submit_url(profile) if profile else None,
            "awaits_password": invitations.awaits_password(doctor),
            "events": history(doctor, certificates),
        }


def edit_url(profile: DoctorProfile) -> str:
    viewset: Any = DoctorProfile.snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[profile.pk])


def submit_url(profile: DoctorProfile) -> str | None:
    """Where words are handed to the moderators."""
    try:
        return reverse("moderation_submit", args=[profile._meta.app_label, profile._meta.model_name, profile.pk])
    except NoReverseMatch:
        return None


def history(doctor: User, certificates: list[Certificate]) -> list[Event]:
    """What the ledger says of this account and its certificates, newest first."""
    kinds = ContentType.objects.get_for_models(Certificate, User)
    about = Q(content_type=kinds[User], object_id=doctor.pk)
    about |= Q(content_type=kinds[Certificate], object_id__in=[certificate.pk for certificate in certificates])
    entries = list(LedgerEntry.objects.filter(about, kind__in=EVENTS).order_by("-number")[:60])
    names = dict(User.objects.filter(pk__in={entry.data.get("by") for entry in entries}).values_list("pk", "name"))
    labels = dict(Kind.choices)
    return [
        Event(
            datetime.datetime.fromisoformat(entry.at),
            f"{EVENTS[entry.kind]}{labels.get(entry.data.get('certificate', ''), '')}",
            names.get(entry.data.get("by"), _("本人")),
        )
        for entry in entries
    ]

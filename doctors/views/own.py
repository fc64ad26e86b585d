"""What doctors see of themselves: their certificates, and account settings without what an operator enters."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)

from .. import interests, profiles, roles
from ..models import Certificate, DoctorProfile, User
from ..standing import standing
from .access import DeskPage, Restricted


class OwnQualification(Restricted, DeskPage, TemplateView):
    page_title = _("我的资质")
    header_icon = "clipboard-list"
    template_name = "doctors/admin/own.html"

    def admits(self, user: Any) -> bool:
        return roles.is_doctor(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doctor: User = self.request.user  # type: ignore[assignment]
        profile = DoctorProfile.objects.filter(user=doctor).first()
        return super().get_context_data(**kwargs) | {
            "standing": standing(doctor, Certificate.objects.filter(holder=doctor), timezone.localdate()),
            "profile": profile,
            "profile_state": profiles.state_of(profile),
            "interests": interests.newest(doctor),
            "interests_due": interests.shortcoming(doctor, timezone.localdate()),
        }


class OwnAccount(AccountView):
    """Wagtail's, without names and pictures, which an operator enters, and without its mails about a workflow that is off."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        dropped = (NameEmailSettingsPanel, AvatarSettingsPanel, NotificationsSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, dropped)]

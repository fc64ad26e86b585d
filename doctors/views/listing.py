"""The list of doctors with their standing, and the certificates that wait for a second person."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from moderation.substrings import holding

from .. import filters, invitations, profiles, roles, verification
from ..models import Certificate, User
from ..standing import standing
from .access import DeskPage, ForOperators, ForVerifiers


class PersonColumn(BaseColumn):
    cell_template_name = "doctors/admin/person_cell.html"


class ExpiryColumn(Column):
    """The day itself: how soon or how long ago is what the word beside it says."""

    cell_template_name = "doctors/admin/expiry_cell.html"


class WordColumn(Column):
    """A state as mark and word; the accessor gives something with `word` and `tone`."""

    cell_template_name = "doctors/admin/word_cell.html"


class ListOfDoctors(ForOperators, generic.IndexView):
    model = User
    page_title = _("医生")
    header_icon = "user"
    template_name = "doctors/admin/list.html"
    results_template_name = "doctors/admin/list_results.html"
    index_url_name = "doctors:list"
    index_results_url_name = "doctors:list_results"
    search_fields = ("name", "email", "profile__institution")
    filterset_class = filters.DoctorFilters
    default_ordering = "name"
    paginate_by = 30
    any_permission_required = None

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            PersonColumn("person", label=_("姓名"), sort_key="name"),
            Column("specialty", label=_("专科"), accessor="profile.get_specialty_display"),
            Column("institution", label=_("单位"), accessor="profile.institution"),
            WordColumn("standing", label=_("资质"), accessor="standing"),
            ExpiryColumn("next_expiry", label=_("最近到期"), accessor="standing.next_expiry"),
            WordColumn("profile", label=_("主页"), accessor="profile_state"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("邀请医生"), reverse("doctors:invite"), icon_name="plus", priority=10),
            HeaderButton(_("待核验证件"), reverse("doctors:waiting"), icon_name="tasks", priority=20),
        ]

    def get_base_queryset(self) -> "QuerySet[User]":
        return roles.doctors().select_related("profile").prefetch_related("certificates")

    def get_ordering(self) -> Any:
        asked = self.request.GET.get("ordering", self.default_ordering)
        return asked if asked in ("name", "-name") else self.default_ordering

    def search_queryset(self, queryset: "QuerySet[User]") -> "QuerySet[User]":
        if not self.is_searching:
            return queryset
        return queryset.filter(holding(self.search_query, *self.search_fields))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        today = timezone.localdate()
        listed = list(context["object_list"])
        states = profiles.states_of([getattr(doctor, "profile", None) for doctor in listed])
        for doctor, profile_state in zip(listed, states, strict=True):
            doctor.standing = standing(doctor, doctor.certificates.all(), today)
            doctor.profile_state = profile_state
            doctor.awaits_password = invitations.awaits_password(doctor)
        everybody = roles.doctors()
        counts = [(state, label, filters.in_state(everybody, state, today).count()) for state, label in filters.STATES.items()]
        return context | {"states": counts, "state": self.request.GET.get("state", ""), "everybody": everybody.count()}


class WaitingCertificates(ForVerifiers, DeskPage, TemplateView):
    page_title = _("待核验证件")
    header_icon = "tasks"
    template_name = "doctors/admin/waiting.html"

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:list"), _("医生"))] if roles.is_operator(self.request.user) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        waiting = Certificate.objects.filter(verified_at=None, revoked_at=None, holder__is_active=True)
        waiting = waiting.exclude(expires_on__lt=today).select_related("holder", "entered_by").order_by("entered_at")
        rows = [(certificate, verification.objection(certificate, self.request.user)) for certificate in waiting]
        return super().get_context_data(**kwargs) | {"rows": rows, "for_operator": roles.is_operator(self.request.user)}

"""The states by which an operator sifts the list of doctors, each as a query on the certificates' dates."""

import datetime
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .models import Certificate, User
from .models.certificate import Kind
from .standing import SOON

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: dict[str, "StrOrPromise"] = {
    "qualified": _("合格"),
    "waiting": _("待核验"),
    "expiring": _("30 天内到期"),
    "expired": _("已过期或吊销"),
    "incomplete": _("证件不齐"),
    "invited": _("未设置密码"),
}


def in_state(doctors: "QuerySet[User]", state: str, today: datetime.date) -> "QuerySet[User]":
    """A doctor may be in several: waiting with one certificate and expired with another."""
    held = Certificate.objects.filter(holder=OuterRef("pk"))
    standing = Q(certificates__revoked_at=None) & (Q(certificates__expires_on=None) | Q(certificates__expires_on__gte=today))
    if state == "qualified":
        valid = Count("certificates", filter=standing & Q(certificates__verified_at__isnull=False), distinct=True)
        return doctors.filter(is_active=True).annotate(valid=valid).filter(valid=len(Kind))
    if state == "waiting":
        return doctors.filter(Exists(held.filter(verified_at=None, revoked_at=None)))
    if state == "expiring":
        soon = (today, today + datetime.timedelta(days=SOON))
        return doctors.filter(Exists(held.filter(expires_on__range=soon, revoked_at=None, verified_at__isnull=False)))
    if state == "expired":
        return doctors.filter(Exists(held.filter(Q(expires_on__lt=today) | Q(revoked_at__isnull=False))))
    if state == "incomplete":
        return doctors.annotate(held=Count("certificates", distinct=True)).filter(held__lt=len(Kind))
    if state == "invited":
        return doctors.filter(Q(password="") | Q(password__startswith="!"), is_active=True)  # noqa: S106 - Django's mark of none
    return doctors


class DoctorFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=list(STATES.items()), method="sift", widget=forms.RadioSelect, empty_label=_("全部")
    )

    class Meta:
        model = User
        fields: list[str] = []

    def sift(self, doctors: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return in_state(doctors, value, timezone.localdate())

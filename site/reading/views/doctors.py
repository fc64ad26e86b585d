"""The doctors whose profiles are cleared."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doctors.models import DoctorProfile
from moderation.shown import shown

from .. import places
from .articles import revalidated
from .places import absent

SIZE = 24


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    profiles = shown(DoctorProfile.objects.all()).order_by("specialty", "pk")
    page = Paginator(profiles, SIZE).get_page(request.GET.get("page"))
    page.object_list = places.doctors(page.object_list)  # type: ignore[assignment]
    return revalidated(render(request, "reading/doctors.html", {"doctors": page}))


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    profile = shown(DoctorProfile.objects.all()).filter(public_id=public_id).first()
    if profile is None:
        return absent(request, DoctorProfile, public_id=public_id)
    return revalidated(render(request, "reading/doctor.html", {"profile": profile}))

"""Which public address leads to which page, for complaints, and what stands in the place of a page that was taken down."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from articles.models import ArticlePage, DepartmentPage, TopicPage
from doctors.models import DoctorProfile
from moderation.complaints import places, public_notice
from moderation.complaints.places import Place
from moderation.shown import shown

from .models import PolicyPage

_ADDRESS = re.compile(r"/(articles|topics|departments|policies|doctors)/([-\w]+)(?:/.*)?")
SHELVES: dict[str, Any] = {"topics": TopicPage, "departments": DepartmentPage, "policies": PolicyPage}


def register() -> None:
    places.register(resolve)


def resolve(path: str) -> Place | None:
    """A page that readers see, or once saw: a complaint may come after a takedown. Drafts are not told from nothing."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    shelf, name = found.groups()
    address = f"/{shelf}/{name}/"
    if shelf == "articles":
        article = ArticlePage.objects.filter(slug=name.lower(), first_published_at__isnull=False).first()
        return _place(article, article.title, f"/articles/{article.slug}/") if article else None
    if shelf == "doctors":
        profile = DoctorProfile.objects.filter(public_id=name.lower()).exclude(live_digest="").first()
        return _place(profile, profile.name, f"/doctors/{profile.public_id}/") if profile else None
    page = SHELVES[shelf].objects.filter(slug=name, first_published_at__isnull=False).first()
    return _place(page, page.title, address) if page else None


def _place(instance: Any, title: str, address: str) -> Place:
    return Place(instance, title, address, shown(type(instance).objects.filter(pk=instance.pk)).exists())


def in_place_of(request: HttpRequest, model: Any, **named: Any) -> HttpResponse | None:
    """The notice for a page that was taken down; None when nothing of this name was, and when readers may see it."""
    instance = model.objects.filter(**named).first()
    if instance is None or shown(model.objects.filter(pk=instance.pk)).exists():
        return None
    notice = public_notice.of(instance)
    return noticed(request, notice) if notice else None


def noticed(request: HttpRequest, notice: public_notice.PublicNotice) -> HttpResponse:
    """Never kept by anybody: the page may be back in the next moment."""
    response = render(request, "reading/taken_down.html", {"notice": notice}, status=notice.status)
    response.headers["X-Robots-Tag"] = "noindex"
    if notice.status == public_notice.LEGAL:
        # RFC 7725, section 4: who implements the demand.
        response.headers["Link"] = f'<{request.build_absolute_uri("/")}>; rel="blocked-by"'
    patch_cache_control(response, no_store=True)
    return response

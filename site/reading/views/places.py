"""Home, topics, departments and policies: each shows what is cleared, or does not exist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import DepartmentPage, TopicPage
from moderation.shown import shown

from .. import complained, places
from ..models import PolicyPage
from .articles import revalidated


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return revalidated(render(request, "reading/home_page.html"))


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return revalidated(render(request, "reading/topics.html", {"groups": places.topics()}))


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    return revalidated(render(request, "reading/departments.html", {"departments": places.departments()}))


def absent(request: HttpRequest, model: Any, **named: str) -> HttpResponse:
    """The notice that stands in the place of a page that was taken down. Raises Http404."""
    taken_down = complained.in_place_of(request, model, **named)
    if taken_down is None:
        raise Http404
    return taken_down


def _shown(request: HttpRequest, model: Any, slug: str, template: str) -> HttpResponse:
    page = shown(model.objects.public()).filter(slug=slug).first()
    if page is None:
        return absent(request, model, slug=slug)
    return revalidated(render(request, template, {"page": page}))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _shown(request, TopicPage, slug, "articles/topic_page.html")


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    return _shown(request, DepartmentPage, slug, "articles/department_page.html")


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    return _shown(request, PolicyPage, slug, "reading/policy_page.html")

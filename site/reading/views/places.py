"""Home, topics, departments and policies: each shows what is cleared, or does not exist."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import DepartmentPage, TopicPage
from moderation.shown import shown

from .. import places
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


def _shown(request: HttpRequest, model: Any, slug: str, template: str) -> HttpResponse:
    page = get_object_or_404(shown(model.objects.public()), slug=slug)
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

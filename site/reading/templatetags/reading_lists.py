"""Tags of pages that are lists, and of what stands around every page."""

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .. import cards, motifs, places
from ..models import HomePage

register = template.Library()


def _page_number(context: template.Context) -> str:
    request = context.get("request")
    return request.GET.get("page", "1") if request is not None else "1"


@register.simple_tag
def motif(specialty: str) -> SafeString:
    """The drawing of a specialty."""
    return motifs.motif(specialty)


@register.simple_tag
def home_parts(page: HomePage | None) -> places.Home:
    """The cleared home, or the draft that is being previewed."""
    return places.home(page)


@register.simple_tag
def departments() -> list[places.Place]:
    return places.departments()


@register.simple_tag
def topics_of(department: Any) -> list[places.Place]:
    return [topic for _department, topics in places.topics(department) for topic in topics]


@register.simple_tag
def department_of(topic: Any) -> places.Place | None:
    return places.department_of(topic)


@register.simple_tag(takes_context=True)
def articles_of(context: template.Context, instance: Any) -> Any:
    """The page of cards that belongs to a topic, a department or a doctor."""
    queries = {
        "topicpage": places.articles_of_topic,
        "departmentpage": places.articles_of_department,
        "doctorprofile": places.articles_of_doctor,
    }
    return cards.page_of(queries[instance._meta.model_name](instance), _page_number(context))


@register.simple_tag
def doctor_parts(profile: Any) -> places.Doctor:
    return places.doctors([profile])[0]


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A part that is the same on every page of one language: rendered once per process, outside of debugging."""
    if settings.DEBUG:
        return mark_safe(render_to_string(name))  # noqa: S308  (our own template)
    return _fixed(name, get_language() or "")


@cache
def _fixed(name: str, language: str) -> SafeString:
    return mark_safe(render_to_string(name))  # noqa: S308  (our own template)


@register.simple_tag
def public_url() -> str:
    """The site's own address, without the last slash."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


@register.simple_tag
def filing() -> str:
    """The filing number for the footer, empty where none is set."""
    return str(settings.SITE_FILING)

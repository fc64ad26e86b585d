"""Evidence of an article, for the screens that other apps draw."""

from typing import Any

from django import template
from django.utils import timezone

from ..attribution import licences, rights
from ..views import evidence

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_rows(context: Any, page: Any) -> list[dict[str, Any]]:
    return evidence.rows(page, context["request"].user)


@register.simple_tag
def rights_in(page: Any) -> rights.Rights:
    return rights.rights_of(page, timezone.localdate())


@register.simple_tag
def licences_still_in_force(page: Any) -> list[str]:
    return licences.still_in_force(page)

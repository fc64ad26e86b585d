"""Proposed edits, for the screens that other apps draw."""

from typing import Any

from django import template

from ..views import proposals

register = template.Library()


@register.simple_tag(takes_context=True)
def edits_of(context: Any, page: Any) -> dict[str, Any]:
    return proposals.summary_of(page, context["request"].user)

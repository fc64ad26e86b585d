"""Signatures on an article's submission, for the screens that other apps draw."""

from typing import Any

from django import template

from ..views import signatures

register = template.Library()


@register.simple_tag(takes_context=True)
def signatures_of(context: Any, page: Any, submission: Any) -> dict[str, Any]:
    return signatures.context_of(page, submission, context["request"].user)

"""Filters that set Chinese text."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..typography import broken_at_words, with_quantities

register = template.Library()


@register.filter
def words(value: object) -> SafeString:
    """A heading that breaks between words only."""
    return broken_at_words(str(value or ""))


@register.filter
def text(value: object) -> SafeString:
    """Running text whose numbers stay with their units."""
    return mark_safe(with_quantities(str(value or "")))  # noqa: S308  (escaped piece by piece)

"""How a form names a moderated object, and what kind of thing it is."""

from typing import Any

from django import template

from ..views.found import address_of

register = template.Library()
register.filter("address", address_of)


@register.filter
def kind_of(instance: Any) -> str:
    return str(instance._meta.verbose_name)

"""What was typed into a field whose name ends in a row's id, so that no refusal loses it."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def posted(context: dict[str, Any], name: str, identity: object = "") -> str:
    request = context.get("request")
    return request.POST.get(f"{name}{identity}", "") if request is not None else ""

"""Who works on a case and how long still, wherever a template shows one."""

from typing import Any

from django import template

from ..desk import leases, offices
from ..models import Case

register = template.Library()


@register.inclusion_tag("moderation/queue/_lease.html", takes_context=True)
def lease_bar(context: template.Context, case: Case) -> dict[str, Any]:
    """The claim of an open case with its countdown and the buttons that this person may press."""
    request = context["request"]
    return {
        "case": case,
        "lease": leases.standing(case, request.user),
        "own": context.get("own", False),
        "operator": offices.is_operator(request.user),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }

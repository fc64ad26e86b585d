"""System checks: a cluster that the site cannot use is named when a command is run; the site works without it, so it is a warning."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .elastic import client


@register("search")
def cluster_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    """Another product, a wrong version, a missing client, no index yet or one that is not ours, or nothing that answers."""
    refusal = client.refusal()
    hint = "The database answers searches until it can be used."
    return [Warning(refusal, hint=hint, id="search.W001")] if refusal else []

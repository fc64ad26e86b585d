"""System checks: the site says at its start what would make the gate refuse everything later."""

import sys
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connection

from . import triggers
from .moderated import Moderated


@register(Tags.database)
def gate_triggers_stand(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every trigger of the gate exists, on a database that has been migrated."""
    # `migrate` runs this check first, and is the very thing that mends what it finds.
    if not databases or "migrate" in sys.argv[1:2]:
        return []
    try:
        if "moderation_permit" not in connection.introspection.table_names():
            return []
        missing = triggers.missing()
    except (OperationalError, ProgrammingError):
        return []
    if not missing:
        return []
    return [
        Error(
            f"{len(missing)} triggers of the publishing gate are missing, {missing[0]} among them.",
            hint="Run `manage.py migrate`; nothing can be published until they stand.",
            id="moderation.E001",
        )
    ]


@register(Tags.models)
def content_fills_the_seam(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Django's models cannot be abstract base classes, so this says which content type lacks what the gate asks it."""
    return [
        Error(f"{model._meta.label} does not define {name}().", obj=model, id="moderation.E002")
        for model in triggers.moderated_models()
        for name in ("surface", "publish_submission")
        if getattr(model, name) is getattr(Moderated, name)
    ]

"""System checks: the site says at its start what would make the gate refuse everything later."""

import sys
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connection

from . import triggers


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

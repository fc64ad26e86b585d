"""The search of the administration, its choosers and Wagtail's interface: Wagtail's own, on words cut as ours are.

Always on the database, whichever engine answers readers: an editor's screen depends on nothing else. Deviates from Wagtail's
database backends, which take an unbroken Chinese sentence for one word, fail on a quotation mark and read the whole index to
write one row.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for the database in use. Raises ImproperlyConfigured for one that is neither SQLite nor PostgreSQL."""
    if connection.vendor == "postgresql":
        from .postgresql import SegmentedPostgresBackend

        return SegmentedPostgresBackend(params)
    if connection.vendor == "sqlite":
        from .sqlite import SegmentedSQLiteBackend

        return SegmentedSQLiteBackend(params)
    raise ImproperlyConfigured(f"the administration cannot be searched on {connection.vendor}")

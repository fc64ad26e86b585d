"""The engine that needs nothing but the project's own database."""

from types import ModuleType

from django.db import connection


def index() -> ModuleType:
    """The full-text index of the database in use: `write`, `erase`, `match`, `holding`, `frequencies`, `identities`, `faults`, `tidy`."""
    if connection.vendor == "postgresql":
        from . import postgresql

        return postgresql
    from . import sqlite

    return sqlite

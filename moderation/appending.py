"""Rows that are added and never edited, wherever their model lives."""

from typing import ClassVar

from django.db import models


class AppendOnly(models.Model):
    """The database refuses to change or delete such a row; what is personal in it may be emptied, and no more."""

    # Text columns that may become empty: names and free text must be able to leave the record without breaking it.
    erasable_columns: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

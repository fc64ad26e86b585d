"""The attribution record of a version, field by field, as its own kind of content names and values it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from ..cards import field_label

# Shown on the sheet itself, so not repeated in the record.
ON_THE_SHEET = frozenset({"title", "slug", "body", "cover"})

IDS = frozenset({"account", "doctor", "id"})


def record_of(instance: Any) -> list[tuple[str, list[str]]]:
    """Label and lines of every field of the surface that does not stand in the running text."""
    content = instance.surface().content
    order = {field.name: position for position, field in enumerate(instance._meta.get_fields())}
    names = sorted(set(content) - ON_THE_SHEET, key=lambda name: (order.get(name, len(order)), name))
    return [(field_label(instance, name), shown_value(instance, name, content[name])) for name in names]


def shown_value(instance: Any, name: str, value: Any) -> list[str]:
    """A stored value in words, one line for each entry of a list."""
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    if isinstance(value, bool):
        return [_("是") if value else _("否")]
    if isinstance(field, models.ForeignKey):
        related = getattr(instance, name)
        return [str(related)] if related is not None else []
    if isinstance(value, list | tuple):
        return [line for entry in value if (line := _line(entry, type(instance).record_words))]
    if value in (None, ""):
        return []
    choices = dict(getattr(field, "flatchoices", ()) or ())
    return [str(choices.get(value, value))]


def _line(entry: Any, words: Mapping[str, Any]) -> str:
    """The words of one entry; ids and numbers of accounts are left out."""
    if isinstance(entry, dict):
        inner = entry.get("value", entry)
        if isinstance(inner, dict):
            parts = [part for name, part in inner.items() if name not in IDS and isinstance(part, str) and part.strip()]
            return " · ".join(str(words.get(part, part)) for part in parts)
        entry = inner
    return str(entry or "")

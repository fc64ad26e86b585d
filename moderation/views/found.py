"""Finds moderated objects for staff: by words of their title or name, or by the address that a form sends back."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.http import Http404

from ..moderated import Moderated
from ..shown import shown
from ..substrings import holding
from ..triggers import moderated_models
from .access import moderated_object

FOUND = 20


def titled(words: str, only_shown: bool = False, most: int = FOUND) -> list[Any]:
    """Objects whose title or name has these words; those that readers see now when `only_shown`."""
    found: list[Any] = []
    for model in moderated_models():
        field = next((name for name in ("title", "name") if name in {column.name for column in model._meta.get_fields()}), None)
        if field and len(found) < most:
            rows = model._base_manager.filter(holding(words, field))
            found += (shown(rows) if only_shown else rows)[: most - len(found)]
    return found


def address_of(instance: Any) -> str:
    return f"{instance._meta.label_lower}:{instance.pk}"


def addressed(addresses: Iterable[str]) -> list[Any]:
    """The objects behind what `address_of` wrote, in order; what leads nowhere is left out."""
    found = []
    for address in addresses:
        label, _colon, identity = address.partition(":")
        app_label, _dot, model_name = label.partition(".")
        if not (identity.isascii() and identity.isdigit() and len(identity) < 19):
            continue
        try:
            if issubclass(apps.get_model(app_label, model_name), Moderated):
                found.append(moderated_object(app_label, model_name, int(identity)))
        except (LookupError, ValueError, Http404):
            continue
    return found

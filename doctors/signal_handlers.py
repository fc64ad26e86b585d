"""Freezes a portrait once a public profile shows it, and lets the list of public names be read anew."""

from typing import Any

from moderation.signals import left, went_live

from . import names
from .models import DoctorProfile


def register() -> None:
    went_live.connect(_freeze_portrait, sender=DoctorProfile, dispatch_uid="doctors.portrait")
    for signal in (went_live, left):
        signal.connect(names.forget, sender=DoctorProfile, dispatch_uid="doctors.names")


def _freeze_portrait(instance: DoctorProfile, **kwargs: Any) -> None:
    if instance.portrait is not None:
        type(instance.portrait).objects.filter(pk=instance.portrait.pk).update(frozen=True)

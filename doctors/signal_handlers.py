"""Freezes a portrait once a public profile shows it."""

from typing import Any

from moderation.signals import went_live

from .models import DoctorProfile


def register() -> None:
    went_live.connect(_freeze_portrait, sender=DoctorProfile, dispatch_uid="doctors.portrait")


def _freeze_portrait(instance: DoctorProfile, **kwargs: Any) -> None:
    if instance.portrait is not None:
        type(instance.portrait).objects.filter(pk=instance.portrait.pk).update(frozen=True)

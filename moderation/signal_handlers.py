"""Connects the gate and the triggers to Django; no logic of their own."""

from typing import Any

from django.apps import apps
from django.apps.config import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate, post_save, pre_delete, pre_migrate, pre_save

from . import freezing, gate, triggers
from .delivery import webhooks
from .models import Decision


def register() -> None:
    pre_save.connect(gate.before_save, dispatch_uid="moderation.gate")
    pre_delete.connect(gate.before_delete, dispatch_uid="moderation.gate")
    pre_save.connect(freezing.refuse_change, dispatch_uid="moderation.freezing")
    pre_delete.connect(freezing.refuse_deletion, dispatch_uid="moderation.freezing")
    post_save.connect(webhooks.announce, sender=Decision, dispatch_uid="moderation.webhooks")
    pre_migrate.connect(_before_migrations, dispatch_uid="moderation.triggers")
    post_migrate.connect(_after_migrations, dispatch_uid="moderation.triggers")


def _is_last(sender: AppConfig) -> bool:
    """Migrations announce themselves once per app; one of these announcements is enough."""
    return sender is [config for config in apps.get_app_configs() if config.models_module is not None][-1]


def _before_migrations(sender: AppConfig, plan: Any = None, **kwargs: Any) -> None:
    if plan and _is_last(sender) and connection.vendor == "sqlite":
        triggers.drop()


def _after_migrations(sender: AppConfig, **kwargs: Any) -> None:
    if _is_last(sender):
        triggers.install()

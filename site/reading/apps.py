"""The app of the public site."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ReadingConfig(AppConfig):
    name = "reading"
    verbose_name = "阅读"

    def ready(self) -> None:
        from . import checks, complained, signal_handlers  # noqa: F401  (the import registers the system checks)

        signal_handlers.register()
        complained.register()
        post_migrate.connect(_after_migrations, dispatch_uid="reading.foundation")


def _after_migrations(sender: AppConfig, **kwargs: Any) -> None:
    from . import foundation

    if sender is [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        foundation.lay()

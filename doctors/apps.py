"""The app of accounts and qualification."""

from django.apps import AppConfig


class DoctorsConfig(AppConfig):
    name = "doctors"
    verbose_name = "医生"

    def ready(self) -> None:
        from . import signal_handlers

        signal_handlers.register()

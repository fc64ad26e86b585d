"""The app that makes published articles findable."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from . import signal_handlers

        signal_handlers.register()

"""The app of what doctors write."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "文章"

    def ready(self) -> None:
        from . import signal_handlers

        signal_handlers.register()

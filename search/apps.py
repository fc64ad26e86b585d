"""The app that makes published articles findable."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from moderation import duties

        from . import checks, signal_handlers  # noqa: F401  (the import registers the system check)
        from .elastic.delivery import DUTY as DELIVERY
        from .meaning.duty import DUTY as MEANING
        from .staff.duties import DUTIES as STAFF

        signal_handlers.register()
        for duty in (MEANING, DELIVERY, *STAFF):
            duties.register(duty)

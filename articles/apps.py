"""The app of what doctors write."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "文章"

    def ready(self) -> None:
        from moderation import duties

        from . import checks, siblings, signal_handlers  # noqa: F401  (the import registers the system checks)
        from .attribution import ending
        from .attribution.dossier import handing_over
        from .attribution.references import link_checks
        from .attribution.similarity import index

        signal_handlers.register()
        siblings.register()
        handing_over.register()
        duties.register(ending.DUTY)
        duties.register(link_checks.DUTY)
        duties.register(index.DUTY)

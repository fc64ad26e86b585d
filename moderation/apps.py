"""The app of the gate and everything behind it."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "审核"

    def ready(self) -> None:
        from . import checks, duties, signal_handlers  # noqa: F401  (checks and duties register themselves)
        from .delivery import duties as delivery_duties  # noqa: F401
        from .desk import duties as desk_duties  # noqa: F401
        from .desk import links  # noqa: F401
        from .rules import duties as rule_duties  # noqa: F401
        from .vault import keeping

        duties.register(keeping.DUTY)
        signal_handlers.register()

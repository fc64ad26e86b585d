"""The app of the gate and everything behind it."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "审核"

    def ready(self) -> None:
        from . import checks, decisions, duties, signal_handlers  # noqa: F401  (checks and duties register themselves)
        from .complaints import deciding, listening, part, rights
        from .complaints import duties as complaint_duties
        from .delivery import duties as delivery_duties  # noqa: F401
        from .desk import duties as desk_duties  # noqa: F401
        from .desk import links  # noqa: F401
        from .rules import duties as rule_duties  # noqa: F401
        from .sanctions import wiring as sanctions
        from .vault import access, keeping

        duties.register(keeping.DUTY)
        duties.register(complaint_duties.WATCH)
        duties.register(complaint_duties.TIDY)
        access.register("complaint", rights.may_read)
        listening.register()
        decisions.object_to_restoring(deciding.against_restoring)
        part.register()
        from .views.offices import registering

        registering.register()
        sanctions.register()
        signal_handlers.register()

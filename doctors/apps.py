"""The app of accounts and qualification."""

from django.apps import AppConfig


class DoctorsConfig(AppConfig):
    name = "doctors"
    verbose_name = "医生"

    def ready(self) -> None:
        from moderation import duties as duties_of_the_site

        from . import duties, interests, signal_handlers

        signal_handlers.register()
        duties_of_the_site.register(duties.DUTY)
        duties_of_the_site.register(interests.DUTY)

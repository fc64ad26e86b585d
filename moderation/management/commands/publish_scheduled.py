"""Replaces Wagtail's command of this name, which stops at the first page that may not go live and loses its schedule."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ... import duties


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{duties.publish_scheduled(timezone.now())} published")

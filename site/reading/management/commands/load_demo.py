"""`manage.py load_demo`: the demonstration site's people and articles; a second run changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from ...demonstration import Demonstration
from ...renditions import make_all


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if Demonstration().load():
            self.stdout.write(f"The demo is loaded, with {make_all()} picture sizes made beforehand.")
        else:
            self.stdout.write("The demo is already here.")

"""`manage.py search_rebuild`: write every search entry anew while readers go on searching."""

from typing import Any

from django.core.management.base import BaseCommand

from ...entries import rebuild


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for count in rebuild():
            if options["verbosity"] > 1:
                self.stdout.write(f"{count} …")
        self.stdout.write(f"{count} articles findable")

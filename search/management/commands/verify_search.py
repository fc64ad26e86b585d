"""`manage.py verify_search`: compare what is findable with what is live; exit 0 and a count, or exit 1 naming each fault."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ... import entries
from ...models import SearchEntry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = False
        for fault in entries.faults():
            found = True
            self.stderr.write(fault)
        if found:
            sys.exit(1)
        self.stdout.write(f"{SearchEntry.objects.count()} live articles, each findable exactly as published")

"""`manage.py verify_search`: compare what is live with what is findable, in the database and in Elasticsearch where it serves; exit 0
and a count, or exit 1 naming each fault."""

import sys
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from ... import entries, meaning, outbox
from ...elastic import verifying
from ...models import SearchEntry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = False
        for fault in chain(entries.faults(), meaning.faults(), verifying.faults()):
            found = True
            self.stderr.write(fault)
        if found:
            sys.exit(1)
        self.stdout.write(f"{SearchEntry.objects.count()} live articles, each findable exactly as published")
        for note in meaning.notes():
            self.stdout.write(note)
        if waiting := outbox.backlog()[0]:
            self.stdout.write(f"{waiting} changes are on their way to Elasticsearch")

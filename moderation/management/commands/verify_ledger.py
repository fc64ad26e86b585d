"""`manage.py verify_ledger`: exit 0 and a count when the chain holds, exit 1 naming each fault."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ... import ledger
from ...models import LedgerEntry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(ledger.faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"{LedgerEntry.objects.count()} entries, the chain holds")

"""`manage.py verify_manifests`: every manifest holds its content, signature, chain and place in the ledger."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...attribution.proof import chain
from ...models import Manifest


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(chain.faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"{Manifest.objects.count()} manifests hold.")

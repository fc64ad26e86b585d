"""`manage.py verify_vault`: exit 0 and a count when stored files are what was put in, exit 1 naming each that is not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...vault import keeping


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, help="only so many, those longest not looked at first")

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at, faults = 0, 0
        for _kept, fault in keeping.check(options["sample"]):
            looked_at += 1
            if fault:
                faults += 1
                self.stderr.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"{looked_at} files, each is what was stored")

"""`manage.py duties [--loop]`: run what is due, once or beside the server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ... import duties


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--now", action="store_true", help="run every duty, also those that ran a moment ago")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            try:
                for did in duties.loop():
                    if did:
                        self.stdout.write(f"{did} done")
            except KeyboardInterrupt:
                return
        self.stdout.write(f"{duties.run_due(force=options['now'])} done")

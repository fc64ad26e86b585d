"""`manage.py search_sync [--loop]`: deliver to Elasticsearch what changed; the duties do the same beside the server."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from ... import outbox


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument(
            "--release", nargs="*", type=int, metavar="PAGE", help="try parked pages again: these, or all of them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["release"] is not None:
            self.stdout.write(f"{outbox.release(options['release'] or None)} pages released")
        if not outbox.elasticsearch_wanted():
            self.stdout.write("SEARCH_URL names no cluster: there is nothing to deliver")
            return
        try:
            self._loop() if options["loop"] else self._once()
        except KeyboardInterrupt:
            return

    def _once(self) -> None:
        from ...elastic import delivery

        done = delivery.run(seconds=600)
        waiting, _seconds, parked = outbox.backlog()
        self.stdout.write(f"{done} delivered, {waiting} waiting, {parked} parked")
        if delivery.pause.failures:
            self.stderr.write(delivery.pause.reason)
            sys.exit(1)

    def _loop(self) -> None:
        from ...elastic import delivery

        while True:
            close_old_connections()
            if done := delivery.run(seconds=60):
                self.stdout.write(f"{done} delivered")
            time.sleep(0.5)

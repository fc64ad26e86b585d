"""`manage.py search_rebuild`: write what is findable anew while readers go on searching.

Without Elasticsearch these are the entries of the database. With it, a new generation of its index is filled from them, compared, and
put in service; the entries are written anew first where one is missing or older than the recipe, or with --entries.
"""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ... import entries, meaning, outbox, text
from ...models import SearchEntry


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--entries", action="store_true", help="write the database's own entries anew in any case")
        parser.add_argument("--abort", action="store_true", help="call the unfinished generation off, whoever builds it")

    def handle(self, *args: Any, **options: Any) -> None:
        clustered = outbox.elasticsearch_wanted()
        if options["abort"]:
            if not clustered:
                raise CommandError("SEARCH_URL names no cluster: there is nothing to call off")
            self._abort()
            return
        stale = SearchEntry.objects.exclude(recipe=text.RECIPE).exists() or not SearchEntry.objects.exists()
        if not clustered or options["entries"] or stale:
            count = 0
            for count in entries.rebuild():
                if options["verbosity"] > 1:
                    self.stdout.write(f"{count} …")
            self.stdout.write(f"{count} articles findable")
        if meaning.available():
            self._vectors(options["verbosity"] > 1)
        if clustered:
            self._generation(options["verbosity"])

    def _vectors(self, told: bool) -> None:
        """Only what is missing or wrong: when it is stopped, the next rebuild goes on here."""
        made = 0
        meaning.mend()
        for number in meaning.catch_up(threads=os.cpu_count() or 1):
            made += number
            if told:
                self.stdout.write(f"{made} vectors …")
        sum(meaning.relate())
        self.stdout.write(f"{made} vectors made")

    def _generation(self, verbosity: int) -> None:
        from ...elastic import rebuilding
        from ...elastic.failures import Unavailable

        def tell(done: int, total: int) -> None:
            if verbosity > 1:
                self.stdout.write(f"{done} of {total} …")

        try:
            count = rebuilding.rebuild(tell)
        except (Unavailable, rebuilding.Busy, rebuilding.Aborted, rebuilding.Differs) as reason:
            raise CommandError(f"{reason}. Readers are still answered as before.") from reason
        self.stdout.write(f"{count} articles in Elasticsearch, generation {rebuilding.served()}")

    def _abort(self) -> None:
        from ...elastic import rebuilding
        from ...elastic.failures import Unavailable

        try:
            number = rebuilding.abort()
        except Unavailable as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"generation {number} called off" if number else "no generation was being built")

"""`manage.py rescan [--workers 2] [--without-names] [--resume]`: looks at everything live and approved under the rules of now."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.models import ArchiveRun
from moderation.rules import lifecycle, runs, working


class Command(BaseCommand):
    help = "Scan again what is live and what is approved, and open a case for each new hit. Takes nothing down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=2, help="processes that read and scan (default: 2)")
        parser.add_argument("--without-names", action="store_true", help="leave the name tagger out; the scans say so")
        parser.add_argument("--resume", action="store_true", help="go on with the newest unfinished re-scan")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = run = self._run(options["resume"], not options["without_names"])
        begun, shown = time.perf_counter(), 0.0
        try:
            for _done, run in working.work(asked, max(1, options["workers"])):
                if time.perf_counter() - shown > 0.5:
                    shown = time.perf_counter()
                    self._progress(run)
        except runs.RunLost as lost:
            raise CommandError("The re-scan was stopped, or somebody else holds it; see the ruleset's page.") from lost
        self._progress(run)
        spent = time.perf_counter() - begun
        self.stdout.write("")
        self.stdout.write(f"{run.done} objects in {spent:.1f} s, {run.hits} cases opened or added to")

    def _run(self, resume: bool, names: bool) -> ArchiveRun:
        unfinished = ArchiveRun.objects.filter(kind=ArchiveRun.Kind.RESCAN, state__in=runs.UNFINISHED).first()
        if resume:
            if unfinished is None:
                raise CommandError("No unfinished re-scan to go on with.")
            return unfinished
        run = runs.queue_rescan(lifecycle.live(), None, 0, 100)
        ArchiveRun.objects.filter(pk=run.pk).update(names=names)
        return run

    def _progress(self, run: ArchiveRun) -> None:
        share = run.done / run.total if run.total else 1
        bar = "█" * round(share * 30)
        self.stdout.write(f"\r{bar:<30} {run.done}/{run.total}  {run.hits} cases", ending="")
        if sys.stdout.isatty():
            self.stdout.flush()

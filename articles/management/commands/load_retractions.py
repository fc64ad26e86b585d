"""Takes over a list of retracted works from a file of CSV or JSON Lines."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.attribution.references import retractions


class Command(BaseCommand):
    help = (
        "Mark retracted works from FILE (CSV or JSON Lines: doi or pmid, date, reason, kind) and open cases for who cites them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as missing:
            raise CommandError(f"{options['file']}: {missing.strerror}") from missing
        tally = retractions.load(content)
        for number, reason in tally.refused:
            self.stderr.write(f"line {number}: {reason}")
        self.stdout.write(
            f"{tally.lines} lines, {tally.new} new, {tally.marked} works marked, {tally.cases} cases, "
            f"{tally.notices} notices, {len(tally.refused)} refused"
        )
        if tally.refused:
            raise CommandError("Some lines were refused; the others were taken over.")

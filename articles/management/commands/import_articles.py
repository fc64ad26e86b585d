"""`manage.py import_articles FILE.jsonl --author EMAIL [--publish]`: an operator's own migrated archive.

Ends with one JSON line: {"published", "held", "refused", "seconds"}. A second run of the same file goes on where it stopped.
"""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.attribution.vocabulary import Audience, Licence, Origin
from articles.importing import Import, LineRefused, Options, default_operator
from doctors.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--author", required=True, metavar="EMAIL")
        parser.add_argument("--operator", metavar="EMAIL", help="who decides; default: the only operator")
        parser.add_argument("--publish", action="store_true", help="publish what is neither blocked nor held for review")
        parser.add_argument(
            "--accept-review", action="store_true", help="publish what is held for review as well; the ledger says so"
        )
        parser.add_argument("--origin", choices=Origin.values, default="原创")
        parser.add_argument("--licence", choices=Licence.values, default="ARR")
        parser.add_argument("--audience", choices=Audience.values, default="一般公众")

    def handle(self, *args: Any, **options: Any) -> None:
        author = User.objects.filter(email__iexact=options["author"]).first()
        if author is None:
            raise CommandError(f"没有 {options['author']} 这个账号")
        if not options["file"].is_file():
            raise CommandError(f"找不到文件 {options['file']}")
        try:
            operator = default_operator(author, options["operator"])
        except LineRefused as refused:
            raise CommandError(str(refused)) from refused
        names = ("origin", "licence", "audience", "publish", "accept_review")
        work = Import(Options(author, operator, **{name: options[name] for name in names}))
        started = time.monotonic()
        with options["file"].open("rb") as counted:
            total = sum(1 for line in counted if line.strip())
        with options["file"].open("rb") as source:
            for done, (number, outcome, reason) in enumerate(work.lines(iter(source)), start=1):
                if outcome in ("refused", "held"):
                    self.stderr.write(f"line {number}: {outcome}: {reason}")
                if sys.stderr.isatty() and done % 20 == 0:
                    self._progress(done + work.tally.skipped, total)
        tally = work.tally
        if tally.skipped:
            self.stdout.write(f"{tally.skipped} lines were imported before and are left alone")
        if tally.drafted:
            self.stdout.write(f"{tally.drafted} drafts, not published")
        if tally.new_topics:
            self.stdout.write(f"new topics, to be reviewed: {'、'.join(tally.new_topics)}")
        seconds = round(time.monotonic() - started, 2)
        summary = {"published": tally.published, "held": tally.held, "refused": tally.refused, "seconds": seconds}
        self.stdout.write(json.dumps(summary, ensure_ascii=False))

    def _progress(self, done: int, total: int) -> None:
        filled = round(40 * done / max(total, 1))
        self.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{total}", ending="")

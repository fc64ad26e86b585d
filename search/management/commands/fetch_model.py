"""`manage.py fetch_model`: bring the model that search by meaning uses, check it, and keep it for every site of this machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...meaning import fetching, files


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--archive", type=Path, help="a copy of the archive, instead of fetching it with Maven")

    def handle(self, *args: Any, **options: Any) -> None:
        place = files.folder() or Path(settings.SEMANTIC_FOLDER)
        try:
            new = fetching.fetch(place, options["archive"])
        except (fetching.NotFetchedError, OSError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{place}: {'fetched and checked' if new else 'there already, and the known files'}")
        if standing := files.look(place).reason:
            raise CommandError(standing)
        if files.folder() is None:
            self.stdout.write("SEMANTIC_MODEL is off: searches go on by words alone")

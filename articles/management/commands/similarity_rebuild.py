"""Makes the similarity index again from what readers see, or adds a law or a package insert to it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.attribution.similarity import index
from articles.models import ComparedText, TextKind

KINDS = {"law": TextKind.LAW, "label": TextKind.LABEL}


class Command(BaseCommand):
    """`--free KIND FILE` adds plain texts, one a file, under the name of the file: what stands in them counts as no likeness."""

    help = "Makes the similarity index again; --free law|label FILE… adds texts that belong to nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--free", choices=sorted(KINDS), help="add laws or package inserts instead")
        parser.add_argument("files", nargs="*", help="plain text in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["free"]) != bool(options["files"]):
            raise CommandError("--free law|label and at least one file belong together")
        if options["free"]:
            done = {"added": sum(index.add(_free(KINDS[options["free"]], options["files"])))}
        else:
            done = {"articles": index.rebuild(lambda number: self.stderr.write(f"{number}"))}
        self.stdout.write(json.dumps({**done, "index": ComparedText.objects.count()}))


def _free(kind: TextKind, names: list[str]) -> list[ComparedText]:
    found = []
    for name in names:
        path = Path(name)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(f"{name}: {unreadable}") from unreadable
        ComparedText.objects.filter(kind=kind, title=path.stem[:255]).delete()
        found.append(index.row_of({"kind": kind, "title": path.stem[:255]}, [("text", text)]))
    return found

"""`manage.py signing_keys list|create|retire`: the keys that sign manifests and certificates."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...attribution.proof import keyring


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="print every key with its dates")
        create = acts.add_parser("create", help="make a key that signs from now on; the one before it is retired")
        create.add_argument("--unless-present", action="store_true", help="do nothing when a key signs already")
        retire = acts.add_parser("retire", help="end one key; what it signed before still holds")
        retire.add_argument("id")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["act"] == "create":
                key = keyring.create(demo=settings.SIGNING_DEMO_KEY, unless_present=options["unless_present"])
                self.stdout.write(f"{key.id} signs since {key.created}; its file is {settings.SIGNING_KEYS}, keep a copy of it.")
            elif options["act"] == "retire":
                key = keyring.retire(options["id"])
                self.stdout.write(f"{key.id} was retired at {key.retired}.")
                if not any(not one.retired for one in keyring.ring()):
                    self.stdout.write("No key signs now: nothing can be published until one is created.")
            else:
                for key in keyring.ring():
                    until = f"retired {key.retired}" if key.retired else "signs now"
                    self.stdout.write(f"{key.id}  created {key.created}  {until}")
        except keyring.NoKey as refused:
            raise CommandError(str(refused)) from refused

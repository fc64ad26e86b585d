"""`manage.py sign_missing`: a manifest for each published article that has none, once after an update from an older release."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...attribution.proof import chain, keyring, signing


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        try:
            for page in chain.unsigned().iterator(chunk_size=200):
                signing.sign(page, page.live_digest)
                number += 1
        except keyring.NoKey as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"{number} manifest{'' if number == 1 else 's'} signed.")

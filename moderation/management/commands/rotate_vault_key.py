"""`manage.py rotate_vault_key`: put the new key first in VAULT_KEY, run this, then take the old key out."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...models import VaultFile
from ...vault import keeping, keys


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        moved = sum(1 for _kept in keeping.rotate())
        name = keys.newest().name
        left = VaultFile.objects.filter(erased_at=None).exclude(key_name=name).count()
        if left:
            self.stderr.write(f"{moved} files sealed under key {name}; {left} cannot be read, see verify_vault")
            sys.exit(1)
        self.stdout.write(f"{moved} files sealed under key {name}; older keys can leave VAULT_KEY now")

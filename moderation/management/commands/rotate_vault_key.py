"""`manage.py rotate_vault_key`: put the new key first in VAULT_KEY, run this, then take the old key out."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...complaints import sealing
from ...delivery import mail, webhooks
from ...models import VaultFile
from ...vault import keeping, keys
from ...vault.cipher import Unreadable


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        moved = sum(1 for _kept in keeping.rotate())
        try:
            texts = sealing.reseal() + mail.reseal() + webhooks.reseal()
        except Unreadable as lost:
            self.stderr.write(f"a sealed text: {lost}")
            sys.exit(1)
        name = keys.newest().name
        left = VaultFile.objects.filter(erased_at=None).exclude(key_name=name).count()
        if left:
            self.stderr.write(f"{moved} files sealed under key {name}; {left} cannot be read, see verify_vault")
            sys.exit(1)
        self.stdout.write(f"{moved} files and {texts} texts sealed under key {name}; older keys can leave VAULT_KEY now")

"""`manage.py note_bounce < report`: count a delivery report that came back; for the mail server's pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...delivery import bounces


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        counted = bounces.note(sys.stdin.buffer.read(1_000_000))
        self.stdout.write("counted" if counted else "no failed mail of this site")

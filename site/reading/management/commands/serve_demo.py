"""`manage.py serve_demo`: the web server and the duties beside it, and a table of who may sign in."""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ...demonstration import PASSWORD, read

STANDINGS = {"qualified": "证照齐全", "expired": "执业证书已过期", "waiting": "证照待核验", "suspended": "账号紧急暂停，待复核"}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        self.stdout.write(self._table(port))
        manage = [sys.executable, str(settings.PROJECT / "manage.py")]
        environment = {
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.development"),
        }
        server = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            str(settings.PROJECT / "gunicorn.conf.py"),
            "--bind",
            f"127.0.0.1:{port}",
        ]
        # A plain `kill` ends both processes too, not only Ctrl-C.
        signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
        running = [
            subprocess.Popen(command, env=environment)  # noqa: S603
            for command in ([*manage, "duties", "--loop"], [*server, "config.wsgi"])
        ]
        try:
            running[-1].wait()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)

    def _table(self, port: int) -> str:
        people = read("people.toml")
        rows = [
            (row["email"], row["name"], f"医生 · {row['specialty']} · {STANDINGS[row['standing']]}") for row in people["doctors"]
        ]
        rows += [(row["email"], row["name"], "审核员") for row in people["moderators"]]
        rows += [(row["email"], row["name"], "运营") for row in people["operators"]]
        lines = [f"  {email:34} {name}\t{what}" for email, name, what in rows]
        head = (
            f"\n杏林 Xinglin   http://127.0.0.1:{port}/   后台 http://127.0.0.1:{port}/admin/\n\n演示账号（密码均为 {PASSWORD}）"
        )
        return "\n".join([head, *lines, "\nCtrl-C 结束\n"])

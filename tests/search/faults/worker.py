"""A real process that works as `search_sync` or `search_rebuild` does, and kills itself at the step that its argument names."""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]


def die(*given: Any, **named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(place: Any, name: str) -> None:
    setattr(place, name, die)


def after(place: Any, name: str, times: int = 1) -> None:
    real, left = getattr(place, name), [times]

    def then(*given: Any, **named: Any) -> Any:
        result = real(*given, **named)
        left[0] -= 1
        if not left[0]:
            die()
        return result

    setattr(place, name, then)


def main(step: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    # The test's own database, whichever it is.
    connection.settings_dict.update(json.loads(os.environ["DATABASE"]))
    settings.SEARCH_URL, settings.SEARCH_INDEX_PREFIX, settings.SEARCH_REPLICAS = *os.environ["CLUSTER"].split(), 0
    from search import outbox
    from search.elastic import delivery, generations, rebuilding, sending

    # Whoever comes next need not wait long for what this process held.
    outbox.LEASE = rebuilding.LEASE = timedelta(seconds=0.2)
    rebuilding.BATCH = 1
    steps: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "claimed": (lambda: after(outbox, "claim"), delivery.run),
        "about to send": (lambda: before(sending, "bulk"), delivery.run),
        "sent": (lambda: after(sending, "bulk"), delivery.run),
        "about to settle": (lambda: before(outbox, "settled"), delivery.run),
        "settling": (lambda: after(outbox, "_same", times=2), delivery.run),
        "created": (lambda: after(generations, "create"), rebuilding.rebuild),
        "filling": (lambda: after(rebuilding, "_write", times=2), rebuilding.rebuild),
        "filled": (lambda: before(generations, "furnish"), rebuilding.rebuild),
        "about to serve": (lambda: before(generations, "serve"), rebuilding.rebuild),
        "serving": (lambda: after(generations, "serve"), rebuilding.rebuild),
        "tidied": (lambda: after(rebuilding, "_tidy"), rebuilding.rebuild),
    }
    arrange, work = steps[step]
    arrange()
    work()


if __name__ == "__main__":
    main(sys.argv[1])

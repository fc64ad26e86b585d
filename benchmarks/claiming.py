"""Claims by real processes at the same moment, on whichever database the caller's connection has; double ones are counted."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import measuring

CLAIMER = Path(__file__).with_name("claimer.py")


@dataclass(frozen=True)
class Race:
    """`double` counts cases that more than one process was told to have; `won` all that somebody got."""

    attempts: int
    won: int
    double: int
    lost: int


def race(people: list[Any], cases: list[int], each: int, after: int = 0) -> Race:
    """Every person's process tries the first `each` cases in the same order, then asks `after` times for the next one.

    `lost` counts cases whose row names somebody else than the process that was told to have it.
    """
    from django.db import connection

    from moderation.models import Case

    numbers = cases[:each]
    shared = {**os.environ, "DATABASE_URL": _address(connection.settings_dict), "LOG_LEVEL": "ERROR", "NEXT": str(after)}
    shared |= {"CASES": ",".join(map(str, numbers)), "DJANGO_SETTINGS_MODULE": "config.settings.development"}
    processes = [
        subprocess.Popen(
            [sys.executable, str(CLAIMER)],
            env={**shared, "CLAIMER": str(person.pk)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for person in people
    ]
    for process in processes:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("a claimer did not start")
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [json.loads(process.communicate()[0]) for process in processes]
    told = Counter(pk for answer in answers for pk in {*answer["claimed"], *answer["next"]})
    rows = dict(Case.objects.filter(pk__in=told).values_list("pk", "assignee"))
    lost = sum(rows[pk] != answer["user"] for answer in answers for pk in {*answer["claimed"], *answer["next"]})
    attempts = len(people) * (len(numbers) + after)
    return Race(attempts, len(told), sum(number - 1 for number in told.values()), lost)


def _address(database: dict[str, Any]) -> str:
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    return measuring.address(database["HOST"], database["PORT"], database["USER"], database["PASSWORD"], database["NAME"])

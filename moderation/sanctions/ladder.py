"""The ladder as data: what each step stops, how long it may last, and what a strike weighs."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..models import Step


@cache
def tables() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("ladder.toml").read_text(encoding="utf-8"))


def longest(step: str) -> int | None:
    """Days; 0 for a step without a term, None for one that has no end."""
    days: int | None = tables()["steps"][step].get("days")
    return days


def stops(step: str) -> Sequence[str]:
    """Of `submit`, `publish`, `show` and `sign in`."""
    found: Sequence[str] = tables()["steps"][step].get("stops", ())
    return found


def steps_that_stop(what: str) -> list[str]:
    return [step for step in Step.values if what in stops(step)]


def weight(code: str) -> int:
    weights = tables()["strikes"]
    return int(weights.get(code, weights.get(code.partition(".")[0], weights["default"])))


def window_days() -> int:
    return int(tables()["strikes"]["window_days"])


def suggested(total: int) -> str:
    """The step that people should consider at this sum of weights; empty below the lowest threshold."""
    reached = [row["step"] for row in tables()["thresholds"] if total >= row["weight"]]
    return reached[-1] if reached else ""

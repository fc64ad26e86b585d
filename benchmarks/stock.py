"""A stock Wagtail page beside ours: the baseline that the other benchmarks measure in the same process run."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any


def cpu(action: Callable[[], Any], times: int, warm_up: int = 2) -> float:
    """Median CPU milliseconds of one call."""
    for _number in range(warm_up):
        action()
    figures = []
    for _number in range(times):
        started = time.process_time()
        action()
        figures.append((time.process_time() - started) * 1000)
    return median(figures)

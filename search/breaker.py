"""Keeps readers from waiting for what is down: after a few failures it is not asked for a while, then once, to see."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

FAILURES, WINDOW_SECONDS, PAUSE_SECONDS = 3, 10.0, 10.0
logger = logging.getLogger(__name__)


class Breaker:
    """One for each process, for all its threads. Who was allowed to ask says afterwards how it went."""

    def __init__(self, name: str, clock: Callable[[], float] = monotonic) -> None:
        self.name = name
        self.reason = ""
        self._clock = clock
        self._lock = Lock()
        self._failed: deque[float] = deque(maxlen=FAILURES)
        self._resting_until: float | None = None

    @property
    def open(self) -> bool:
        return self._resting_until is not None

    def allows(self) -> bool:
        """Always while all is well; while open, to one asker in each pause."""
        with self._lock:
            if self._resting_until is None:
                return True
            now = self._clock()
            if now < self._resting_until:
                return False
            # Were the one asker to die, the next pause has another.
            self._resting_until = now + PAUSE_SECONDS
            return True

    def succeeded(self) -> None:
        with self._lock:
            was_open, self._resting_until, self.reason = self.open, None, ""
            if was_open:
                self._failed.clear()
        if was_open:
            logger.warning("%s answers again", self.name)

    def failed(self, reason: str, lasting: bool = False) -> None:
        """What lasts opens at once; else the third failure within the window does. Logged once for each opening."""
        with self._lock:
            now = self._clock()
            self._failed.append(now)
            self.reason = reason
            opens = not self.open and (lasting or (len(self._failed) == FAILURES and now - self._failed[0] <= WINDOW_SECONDS))
            if opens or self.open:
                self._resting_until = now + PAUSE_SECONDS
        if opens:
            logger.error("%s is not asked for now: %s", self.name, reason)

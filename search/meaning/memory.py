"""The vectors of all live articles in this process, brought up to date before each use.

Up to 10,000 articles each takes 2.6 KB, beyond that .6 KB. More than `MOST` of them, 300 MB, are not held: then the embedded
engine compares by meaning only those articles that have words in common with a question, from the database.
"""

import threading
from dataclasses import dataclass, field

from ..models import SearchVector, VectorState
from .held import Held
from .vectors import KEY, unpack

MOST = 500_000
AT_ONCE = 4_000


@dataclass(frozen=True)
class Known:
    """What is held, and up to where the database was read for it."""

    held: Held = field(default_factory=Held)
    epoch: int = 0
    version: int = 0
    removals: int = 0
    too_many: bool = False


_lock = threading.Lock()
_known = Known()


def current() -> Known:
    """Everything that is committed at this moment, for the price of one row read when nothing changed."""
    global _known
    state = VectorState.objects.filter(pk=1).values_list("epoch", "version", "removals").first() or (0, 0, 0)
    if _standing(_known) == state:
        return _known
    with _lock:
        if _standing(_known) != state:
            _known = _read(_known, *state)
        return _known


def _standing(known: Known) -> tuple[int, int, int]:
    return known.epoch, known.version, known.removals


def _read(before: Known, epoch: int, version: int, removals: int) -> Known:
    """The state was read first: what came in between is read now and once more the next time, which changes nothing."""
    held = before.held
    anew = epoch != before.epoch or version < before.version or held.wasted > 1_000 + held.size // 4 or before.too_many
    if anew:
        held = Held()
    ours = SearchVector.objects.filter(model=KEY)
    if anew and ours.count() > MOST:
        return Known(Held(), epoch, version, removals, too_many=True)
    if not anew and removals != before.removals:
        held = held.without(held.places.keys() - set(ours.values_list("pk", flat=True)))
    since = 0 if anew else before.version
    rows = ours.filter(version__gt=since).order_by("version", "pk").values_list("pk", "codes").iterator(AT_ONCE)
    ids: list[int] = []
    codes: list[bytes | memoryview] = []
    for pk, code in rows:
        ids.append(pk)
        codes.append(code)
        if len(ids) == AT_ONCE:
            held = held.plus(ids, unpack(codes))
            ids, codes = [], []
    held = held.plus(ids, unpack(codes)) if ids else held
    too_many = held.size > MOST
    return Known(Held() if too_many else held, epoch, version, removals, too_many)

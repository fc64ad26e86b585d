"""The words that a misspelt one may have been, looked up by sound, by initials, and by their characters with one missing.

These are the names that are known, topics, departments, doctors and titles; and beside them the words of the titles.

A process puts it together when it is first needed (half a second at 15,000 names), and from then on adds what was published
since, once a minute. Words that have left do no harm: what would find nothing is never suggested.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from time import monotonic

from django.db import connection

from .. import text
from ..models.name_key import Form, Kind, NameKey
from . import shipped, sound
from .known import names

SHORTEST, LONGEST = 2, 12
# Words of a title, and titles that count as a word themselves.
LONGEST_PART = 8
MOST = 200_000
SECONDS = 60.0
# What a topic or a department counts for beside the words of titles.
PLACE = 8.0


class Index:
    """Words by a key, joined to one text: half a million lists would keep the collector of garbage busy."""

    def __init__(self) -> None:
        self._joined: dict[str, str] = {}

    def put(self, key: str, word: str) -> None:
        known = self._joined.get(key)
        self._joined[key] = f"{known} {word}" if known else word

    def get(self, key: str) -> list[str]:
        return self._joined.get(key, "").split()


class Vocabulary:
    """Words with how often they stand in titles."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}
        # Names of something; other words only stand in titles.
        self.named: set[str] = set()
        self.by_sound = Index()
        self.by_mixed = Index()
        self.by_letters = Index()
        self.by_initials = Index()
        self.by_gap = Index()
        self.last = 0
        self.made = -SECONDS
        self._names = names()
        with _uncollected():
            for name in self._names.every():
                self.add(name if name.isalnum() else text_of(name), 0.0, named=True)

    def add(self, word: str, weight: float, named: bool = False) -> None:
        if not SHORTEST <= len(word) <= LONGEST or len(self.weights) >= MOST or word in common():
            return
        if named:
            self.named.add(word)
        known = self.weights.get(word)
        self.weights[word] = (known or 0.0) + weight
        if known is not None:
            return
        sounds = sound.syllables(word)
        if len(sounds) < SHORTEST or not any(map(text.is_han, word)):
            return
        mixed = tuple(map(sound.mixed, sounds))
        self.by_sound.put(" ".join(sounds), word)
        self.by_mixed.put(" ".join(mixed), word)
        self.by_letters.put("".join(sounds), word)
        self.by_letters.put("".join(mixed) + "~", word)
        self.by_initials.put(sound.initials(sounds), word)
        for place in range(len(word)):
            self.by_gap.put(word[:place] + word[place + 1 :], word)

    def catch_up(self) -> None:
        """Add what was written since it was last looked."""
        rows = NameKey.objects.filter(form=Form.WHOLE, pk__gt=self.last).order_by("pk")
        with _uncollected():
            for pk, kind, label in rows.values_list("pk", "kind", "label").iterator(5_000):
                self.last = pk
                self.add_label(text_of(label), 1.0 if kind in (Kind.ARTICLE, Kind.DOCTOR) else PLACE)
        self.made = monotonic()

    def add_label(self, label: str, weight: float) -> None:
        """A title or the name of a place, and the words in it."""
        parts = {word for word in text.cut_strictly(label) if SHORTEST <= len(word) <= LONGEST_PART}
        place = 0
        while place < len(label):
            end = self._names.longest(label, place)
            parts.add(label[place:end])
            place = max(end, place + 1)
        for part in parts - {label}:
            self.add(part, 1.0)
        self.add(label, weight, named=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing made here is garbage: the collector would only go through it again and again, for half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def text_of(label: str) -> str:
    return "".join(run.group() for run in text.runs(text.folded(label).text))


@cache
def common() -> frozenset[str]:
    """What every question may hold: neither misspelt nor meant."""
    return frozenset(shipped.around())


_lock = Lock()
_known: dict[str, Vocabulary] = {}


def vocabulary() -> Vocabulary:
    database = str(connection.settings_dict["NAME"])
    known = _known.get(database)
    if known is None or monotonic() - known.made > SECONDS:
        with _lock:
            known = _known.get(database) or Vocabulary()
            if monotonic() - known.made > SECONDS:
                known.catch_up()
            _known[database] = known
    return known


def forget() -> None:
    """Put it together anew when it is next needed."""
    _known.clear()


def heaviest(words: Iterable[str], known: Vocabulary, most: int) -> list[str]:
    return sorted(dict.fromkeys(words), key=lambda word: (-known.weights.get(word, 0.0), len(word)))[:most]

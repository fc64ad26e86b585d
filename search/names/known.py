"""All names in force, in memory: the shipped ones under those of the staff, looked up by the longest name at each place.

A process reads the shipped names once. Of the staff's it reads what changed since, each time the edition in the database is
another than its own; so a change acts on the next question everywhere, and fifty thousand names cost no more than one.
"""

from collections import defaultdict
from collections.abc import Iterable
from threading import RLock

from django.db import connection

from ..models.synonym import Relation, State, Synonym
from . import shipped

# A name of one character is only a name where nothing else was asked for.
SHORTEST = 2


class Names:
    """What each name is also called. Lists are in the order in which they are worth looking up."""

    def __init__(self) -> None:
        self._alike: dict[str, tuple[str, ...]] = {}
        self._leads: dict[str, tuple[str, ...]] = {}
        self._led: dict[str, list[str]] = defaultdict(list)
        self._staff: dict[int, tuple[str, str, str]] = {}
        self._added: dict[str, dict[str, int]] = defaultdict(dict)
        self._apart: dict[tuple[str, str], int] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._read_shipped()

    def _read_shipped(self) -> None:
        leads: dict[str, list[str]] = defaultdict(list)
        for group in shipped.groups():
            folded = tuple(dict.fromkeys(map(shipped.fold, group.names)))
            if group.means:
                for name in folded[1:]:
                    leads[name].append(folded[0])
            else:
                self._alike |= dict.fromkeys(folded, folded)
        self._leads = {name: tuple(targets) for name, targets in leads.items()}
        for name, targets in leads.items():
            for target in targets:
                self._led[target].append(name)
        for name in (*self._alike, *self._leads):
            self._note_length(name)

    def _note_length(self, name: str) -> None:
        known = self._lengths.get(name[:SHORTEST], ())
        if len(name) not in known:
            self._lengths[name[:SHORTEST]] = tuple(sorted({*known, len(name)}, reverse=True))

    def put(self, row: int, name: str, target: str, relation: str) -> None:
        """Let a pair of the staff be in force."""
        self.drop(row)
        self._staff[row] = (name, target, relation)
        if relation == Relation.APART:
            self._apart |= {(name, target): row, (target, name): row}
            return
        self._added[name][target] = row
        self._note_length(name)
        if relation == Relation.SAME:
            self._added[target][name] = row
            self._note_length(target)

    def drop(self, row: int) -> None:
        """Let it be in force no longer."""
        name, target, _relation = self._staff.pop(row, ("", "", ""))
        for one, two in ((name, target), (target, name)):
            if self._apart.get((one, two)) == row:
                del self._apart[(one, two)]
            if self._added.get(one, {}).get(two) == row:
                del self._added[one][two]
                if not self._added[one]:
                    del self._added[one]

    def holds(self, name: str) -> bool:
        return name in self._alike or name in self._leads or name in self._added

    def longest(self, words: str, start: int) -> int:
        """Where the longest name that begins here ends; its beginning when none does."""
        for length in self._lengths.get(words[start : start + SHORTEST], ()):
            name = words[start : start + length]
            if len(name) == length and self.holds(name):
                return start + length
        return start

    def also(self, name: str) -> list[str]:
        """Its other names, the ones it leads to first, each once."""
        first = [*self._added.get(name, ()), *self._leads.get(name, ()), *self._alike.get(name, ())]
        second = [other for target in first for other in (*self._added_both_ways(target), *self._alike.get(target, ()))]
        found = dict.fromkeys(other for other in (*first, *second) if other != name)
        return [other for other in found if (name, other) not in self._apart] if self._apart else list(found)

    def called(self, name: str) -> list[str]:
        """Everything that people may call it: its other names, and what leads to one of them."""
        equals = (name, *self.also(name))
        led = (other for one in equals for other in self._led.get(one, ()))
        staff = (one for one, targets in self._added.items() if not targets.keys().isdisjoint(equals))
        return list(dict.fromkeys(other for other in (*equals[1:], *led, *staff) if other != name))

    def _added_both_ways(self, target: str) -> Iterable[str]:
        """What is called so as well: only the pairs that may be read in both directions."""
        return (other for other in self._added.get(target, ()) if target in self._added.get(other, ()))

    def shipped_for(self, name: str) -> Iterable[str]:
        """What is shipped as another name of it, or as what it means."""
        return (*self._leads.get(name, ()), *self._alike.get(name, ()))

    def leads_to(self, name: str) -> Iterable[str]:
        """Where a name leads, step by step; for finding circles."""
        return (*self._added.get(name, ()), *self._leads.get(name, ()))

    def alike(self, name: str) -> tuple[str, ...]:
        return self._alike.get(name, ())

    def every(self) -> Iterable[str]:
        return dict.fromkeys((*self._alike, *self._leads, *self._added))


_lock = RLock()
_names: Names | None = None
_edition: tuple[str, str, int] = ("", "", -1)


def names() -> Names:
    """The names in force at this moment."""
    global _names, _edition
    standing = _standing()
    if _names is None or standing != _edition:
        with _lock:
            if _names is None or standing[:2] != _edition[:2] or standing[2] < _edition[2]:
                _names = _refreshed(Names(), -1)
            elif standing != _edition:
                _refreshed(_names, _edition[2])
            _edition = standing
    return _names


def _standing() -> tuple[str, str, int]:
    """Database, epoch and edition; asked with every question, so without the costs of a queryset."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, number FROM search_synonymedition WHERE id = 1")
        epoch, number = cursor.fetchone() or ("", 0)
    return str(connection.settings_dict["NAME"]), epoch, number


def _refreshed(known: Names, since: int) -> Names:
    rows = Synonym.objects.filter(edition__gt=since).order_by("edition", "pk")
    fields = ("pk", "folded_name", "folded_target", "relation", "state")
    for row, name, target, relation, state in rows.values_list(*fields).iterator(5_000):
        if state == State.LIVE:
            known.put(row, name, target, relation)
        else:
            known.drop(row)
    return known

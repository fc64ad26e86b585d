"""How characters are read: their toneless syllables, and the other readings of those that have several."""

from functools import cache
from itertools import islice, product

from ..folding import data_lines

READINGS = 8  # of one name; beyond that the rarest combinations are left out


@cache
def letters() -> dict[str, str]:
    """Each character to the letters of its usual syllable."""
    table: dict[str, str] = {}
    for line in data_lines("syllables.txt"):
        syllable, characters = line.split(" ")
        table.update(dict.fromkeys(characters, syllable))
    return table


@cache
def _others() -> dict[str, list[str]]:
    return {line[0]: line[2:].split(" ") for line in data_lines("readings.txt")}


def all_syllables() -> set[str]:
    return {*letters().values(), *(syllable for others in _others().values() for syllable in others)}


def readings_of(name: str) -> list[tuple[str, ...]]:
    """The syllables of a name, in each of its readings, the usual one first; none when a character's is not known."""
    usual, others = letters(), _others()
    choices = [[syllable for syllable in (usual.get(c), *others.get(c, ())) if syllable] for c in name]
    return list(islice(product(*choices), READINGS))

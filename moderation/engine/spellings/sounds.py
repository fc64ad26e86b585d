"""Names heard in text that is written with other characters."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import daachorse

from ..views import sound_view, syllable_signs
from .ordinary import ordinary
from .syllables import readings_of

NOTHING = "\x00"


class Sounds:
    """An automaton over signs for syllables."""

    def __init__(self, names: Sequence[str], numbers: Sequence[int]) -> None:
        self._names = names
        signs = syllable_signs()
        found: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            for reading in readings_of(names[number]):
                if signs.keys() >= set(reading):  # a syllable that no character has for its usual one is never heard
                    found["".join(signs[syllable] for syllable in reading)].append(number)
        self._numbers = list(found.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(found) or [NOTHING])

    def find(self, text: str) -> Iterator[tuple[int, int, int, int]]:
        """Places written otherwise than the name: its number, start, end, and how ordinary the words there are."""
        for start, end, index in self._automaton.find_overlapping(sound_view(text)):
            part = text[start:end]
            number = nearest(part, self._numbers[index], self._names)
            name = self._names[number]
            if part != name:
                yield number, start, end, ordinary(text, start, end, name)


def nearest(part: str, numbers: Sequence[int], names: Sequence[str]) -> int:
    """Of names that are read alike the one that shares most characters with what is written."""
    return max(numbers, key=lambda number: sum(character in part for character in names[number]))

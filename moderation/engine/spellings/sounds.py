"""Names heard in text that is written with other characters."""

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
        found: dict[str, int] = {}
        for number in numbers:
            for reading in readings_of(names[number]):
                if signs.keys() >= set(reading):  # a syllable that no character has for its usual one is never heard
                    found.setdefault("".join(signs[syllable] for syllable in reading), number)
        self._numbers = list(found.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(found) or [NOTHING])

    def find(self, text: str, sound: str | None) -> Iterator[tuple[int, int, int, bool]]:
        """Places written otherwise than the name: its number, start, end, and whether ordinary words hardly read so."""
        for start, end, index in self._automaton.find_overlapping(sound_view(text) if sound is None else sound):
            number = self._numbers[index]
            name = self._names[number]
            if text[start:end] != name:
                doubt = ordinary(text, start, end, name)
                if doubt < 2:
                    yield number, start, end, doubt == 0

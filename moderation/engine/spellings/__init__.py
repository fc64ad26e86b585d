"""Names of products that are written otherwise: by their sound, in pinyin, in parts, or with characters put between."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from ..reading import Reading
from .fillers import Fillers
from .halves import Halves
from .pinyin import Pinyin
from .sounds import Sounds

Kind = Literal["sound", "pinyin", "initials", "parts", "fillers"]
LONGEST_GAP = 12  # characters of signs between two characters of a name, on average
LONGEST_KEPT, KEPT_LINES = 1_000, 10_000  # characters of a line whose spellings are kept, and how many of these
SHORTEST = 3  # characters of a name that is looked for by its sound, in pinyin or with fillers


@dataclass(frozen=True)
class Spelling:
    """A place where a name stands otherwise; `doubt` says how easily ordinary text reads so: 0 hardly, 1 perhaps, 2 well."""

    number: int
    start: int
    end: int
    kind: Kind
    doubt: int


class Spellings:
    """Finds the names, given folded and made of Han characters; answers carry their numbers.

    `written` are names that ordinary words sound like: these are not looked for by their sound. `known` is a text of words that
    are no disguise: where one of them stands, nothing is hidden.
    """

    def __init__(self, names: Sequence[str], written: Set[str], known: str) -> None:
        self.names = names
        self.known = known
        self._long = [number for number, name in enumerate(names) if len(name) >= SHORTEST]
        self._kept = lru_cache(maxsize=KEPT_LINES)(self._in_line)
        self._heard = [number for number in self._long if names[number] not in written]

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(self.names, self._heard)

    @cached_property
    def _pinyin(self) -> Pinyin:
        return Pinyin(self.names, self._long)

    @cached_property
    def _halves(self) -> Halves:
        return Halves(self.names)

    @cached_property
    def _fillers(self) -> Fillers:
        return Fillers(self.names, self._long)

    def find(self, reading: Reading) -> Iterator[Spelling]:
        """Every place, in no order; places may overlap."""
        offset = 0
        for line in reading.text.split("\n"):
            for spelling in self._kept(line) if len(line) <= LONGEST_KEPT else self._in_line(line):
                yield replace(spelling, start=spelling.start + offset, end=spelling.end + offset)
            offset += len(line) + 1
        tight = reading.tight
        if tight is not None:
            for number, start, end, doubt in self._sounds.find(tight.text):
                gaps = [tight.starts[place + 1] - tight.ends[place] for place in range(start, end - 1)]
                if 0 < sum(gaps) <= LONGEST_GAP * len(gaps):
                    yield Spelling(number, tight.starts[start], tight.ends[end - 1], "sound", doubt if all(gaps) else 2)
            for number, start, end in self._halves.find(tight.text):
                yield Spelling(number, tight.starts[start], tight.ends[end - 1], "parts", 0)

    def _in_line(self, text: str) -> tuple[Spelling, ...]:
        return tuple(self._written_in(text)) if text else ()

    def _written_in(self, text: str) -> Iterator[Spelling]:
        """What a line gives no reason for is not built or tried."""
        for number, start, end, doubt in self._sounds.find(text):
            if text[start:end] not in self.known:
                yield Spelling(number, start, end, "sound", doubt)
        for number, start, end, doubt in self._fillers.find(text):
            if text[start:end] not in self.known:
                yield Spelling(number, start, end, "fillers", doubt)
        for number, start, end in self._halves.find(text):
            yield Spelling(number, start, end, "parts", 0)
        if self._pinyin.wanted(text):
            for number, start, end, doubt in self._pinyin.whole(text):
                yield Spelling(number, start, end, "pinyin", doubt)
            for number, start, end, doubt in self._pinyin.shortened(text):
                yield Spelling(number, start, end, "initials", doubt)

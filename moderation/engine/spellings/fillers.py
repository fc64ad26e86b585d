"""Names with a character put between theirs: 芬X必X得, 芬大必得."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import add

from ..views import STOPPERS
from .ordinary import is_word

JOINING = frozenset("和与及或跟同加")  # 云南白药和创可贴


class Fillers:
    """Every second character is read as a text of its own; a name with one gap is found by the pair that stayed whole."""

    def __init__(self, names: Sequence[str], numbers: Sequence[int]) -> None:
        self._names = names
        self._pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number in numbers:
            name = names[number]
            for place in range(len(name) - 1):
                self._pairs[name[place : place + 2]].append((number, place))

    def find(self, text: str) -> Iterator[tuple[int, int, int, int]]:
        """Places; no doubt where every gap is filled with one and the same character."""
        pairs = self._pairs
        for start in [place for place, pair in enumerate(map(add, text, text[2:])) if pair in pairs]:
            for number, within in pairs[text[start] + text[start + 2]]:
                name = self._names[number]
                end = start + 2 * len(name) - 1
                if within == 0 and text[start:end:2] == name:
                    gaps = text[start + 1 : end : 2]
                    if STOPPERS.isdisjoint(gaps) and gaps.isalnum():
                        yield number, start, end, _doubt(text[start:end], name, gaps)
        for start in [place for place, pair in enumerate(map(add, text, text[1:])) if pair in pairs]:
            for number, within in pairs[text[start : start + 2]]:
                name = self._names[number]
                low = _before(text, start, name, within)
                if low < 0:
                    continue
                high = _after(text, start + 2, name, within + 2)
                if high - low > len(name) and high > 0:
                    yield number, low, high, _doubt(text[low:high], name, "")


def _doubt(part: str, name: str, gaps: str) -> int:
    """None where one character fills every gap; much where two common words stand that are not the name's own (强烈的放松),
    or a word that joins two names."""
    if all(character in name or character in JOINING for character in part):
        return 2
    pairs = [part[place : place + 2] for place in range(len(part) - 1)]
    if sum(pair not in name and is_word(pair) for pair in pairs) >= 2:
        return 2
    return 0 if len(gaps) > 1 and len(set(gaps)) == 1 else 1


def _after(text: str, position: int, name: str, place: int) -> int:
    """Where the rest of the name ends when at most one character stands in each gap; -1 when it is not there."""
    while place < len(name):
        if text[position : position + 1] == name[place]:
            position += 1
        elif text[position + 1 : position + 2] == name[place] and text[position].isalnum():
            position += 2
        else:
            return -1
        place += 1
    return position


def _before(text: str, position: int, name: str, place: int) -> int:
    while place > 0:
        place -= 1
        if position >= 1 and text[position - 1] == name[place]:
            position -= 1
        elif position >= 2 and text[position - 2] == name[place] and text[position - 1].isalnum():
            position -= 2
        else:
            return -1
    return position

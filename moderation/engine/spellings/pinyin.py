"""Names written in pinyin, whole or in part: fen bi de, 芬bi得, fbd."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

import daachorse
import re2

from ..folding import data_lines
from .sounds import nearest
from .syllables import all_syllables, letters, readings_of

NOTHING = "\x00"
SEVERAL = -1  # stands for the number where several names have the same initials
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ", "aaaaeeeeiiiioooouuuuvvvvvnnn")
_RUN = re.compile("[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]+")
_TONE_DIGITS = frozenset("12345")
_BETWEEN = frozenset(" 012345'’`·.-_*")
REACH = 14  # characters looked at around a run of letters
LONGEST_INITIALS = 6
_FEWEST_LETTERS = 5  # of a name that is written in pinyin throughout


@cache
def _syllables() -> re2._Regexp:
    return re2.compile(f"(?:{'|'.join(sorted(all_syllables(), key=len, reverse=True))})+")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word for line in data_lines("abbreviations.txt") for word in line.split(" "))


class Pinyin:
    """An automaton over the letters of whole names, and a table of names with syllables shortened to their initials."""

    def __init__(self, names: Sequence[str], numbers: Sequence[int]) -> None:
        self._names = names
        self._numbers = numbers

    @cached_property
    def _whole(self) -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, list[list[int]]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number in self._numbers:
            for reading in readings_of(self._names[number]):
                found["".join(reading)].append(number)
        return daachorse.CharwiseDoubleArrayAhoCorasick(list(found) or [NOTHING]), list(found.values())

    @cached_property
    def _shortened(self) -> dict[str, list[int]]:
        """Names of which a part is written as initials, the rest in characters: 芬bd, f必得, fbd."""
        table: dict[str, list[int]] = defaultdict(list)
        self._seams = set[str]()  # a character and the initial beside it
        for number in self._numbers:
            name = self._names[number]
            if len(name) > LONGEST_INITIALS:
                continue
            for reading in readings_of(name)[:2]:
                first = "".join(syllable[0] for syllable in reading)
                for low in range(len(name)):
                    for high in range(low + 1, len(name) + 1):
                        key = name[:low] + first[low:high] + name[high:]
                        if number not in table[key]:
                            table[key].append(number)
                        self._seams.update((name[low - 1 : low] + first[low], first[high - 1] + name[high : high + 1]))
        return dict(table)

    def wanted(self, text: str) -> bool:
        """Whether a letter stands anywhere."""
        return _RUN.search(text) is not None

    def whole(self, text: str) -> Iterator[tuple[int, int, int, int]]:
        """Names of which at least one syllable stands in letters, and none is shortened; in doubt with other characters beside."""
        spelled = [match.span() for match in _RUN.finditer(text) if _syllables().fullmatch(match.group().translate(_TONES))]
        if spelled:
            yield from self._by_syllables(text, spelled)

    def shortened(self, text: str) -> Iterator[tuple[int, int, int, int]]:
        """Names with initials in the place of syllables; in doubt unless characters stand beside them."""
        for match in _RUN.finditer(text):
            if len(match.group()) <= LONGEST_INITIALS and match.group() not in _abbreviations():
                yield from self._by_initials(text, *match.span(), match.group().translate(_TONES))

    def _by_initials(self, text: str, start: int, end: int, run: str) -> Iterator[tuple[int, int, int, int]]:
        table = self._shortened
        before = LONGEST_INITIALS if text[start - 1 : start] + run[0] in self._seams else 0
        after = LONGEST_INITIALS if run[-1] + text[end : end + 1] in self._seams else 0
        for low in range(start, max(-1, start - before - 1), -1):
            if low < start and not _is_han(text[low]):
                break
            for high in range(end, min(len(text), end + after) + 1):
                if high > end and not _is_han(text[high - 1]):
                    break
                if high - low >= 3:
                    numbers = table.get(text[low:start] + run + text[end:high])
                    if numbers:
                        doubt = 0 if low < start or high > end else 2
                        yield numbers[0] if len(numbers) == 1 else SEVERAL, low, high, doubt

    def _by_syllables(self, text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
        """Around each run everything becomes letters; a name must begin and end where a character or a run does."""
        stream: list[str] = []
        places: list[int] = []
        usual = letters()
        position = 0
        for start, end in runs:
            low, high = max(position, start - REACH), min(len(text), end + REACH)
            if low > position:
                stream.append("|")
                places.append(-1)
            for place in range(low, high):
                character = text[place]
                syllable = usual.get(character)
                if syllable is None:
                    if character in _BETWEEN:
                        continue
                    syllable = character.translate(_TONES)
                stream.append(syllable)
                places.extend([place] * len(syllable))
            position = max(position, high)
        automaton, numbers = self._whole
        for first, last, index in automaton.find_overlapping("".join(stream)):
            start, end = places[first], places[last - 1] + 1
            if _begins(text, places, first) and _ends(text, places, last):
                part = text[start:end]
                han = "".join(character for character in part if _is_han(character))
                if len(han) < len(part) and (han or last - first >= _FEWEST_LETTERS):
                    if text[end : end + 1] in _TONE_DIGITS and any(character in _TONE_DIGITS for character in part):
                        end += 1
                    number = nearest(part, numbers[index], self._names)
                    yield number, start, end, 0 if set(han) <= set(self._names[number]) else 1


def _begins(text: str, places: list[int], first: int) -> bool:
    place = places[first]
    if _is_han(text[place]):
        return first == 0 or places[first - 1] != place
    return place == 0 or _RUN.match(text[place - 1]) is None


def _ends(text: str, places: list[int], last: int) -> bool:
    place = places[last - 1]
    if _is_han(text[place]):
        return last == len(places) or places[last] != place
    return place + 1 == len(text) or _RUN.match(text[place + 1]) is None


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"

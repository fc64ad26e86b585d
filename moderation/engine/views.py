"""Other readings of folded text: digits written as Han characters, skipped symbols, split characters, homophones."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from .folding import data_lines

DIGITS = str.maketrans("零〇一壹二贰三叁四肆五伍六陆七柒八捌九玖幺", "001122334455667788991")
_HAN_DIGITS = re.compile("[零〇一壹二贰三叁四肆五伍六陆七柒八捌九玖幺]+")
_LETTERS_AS_DIGITS = re.compile(r"(?<![a-z0-9])(?=[0-9oil]*[oil])(?=(?:[oil]*[0-9]){4})[0-9oil]{9,20}(?![a-z0-9])")
_LONG_RUN = re.compile("[0-9oil]{9}")
_AS_DIGITS = str.maketrans("oil", "011")
# Digits as they are read out by radio; ordinary words unless eleven of them stand together.
_READ_OUT = re.compile(r"(?:[0-9零〇一二三四五六七八九幺两洞拐勾]\s?){11,}")
_READ_OUT_DIGITS = str.maketrans("两洞拐勾", "2079")

# What a reader's eye passes over between two characters. Never 。？！； , : 、 brackets, quotes or a line break.
STOPPERS = frozenset("。?!;,:、()[]{}<>《》“”‘’「」『』【】…\n%")
_SPACED_OUT = re.compile(r"[\u4e00-\u9fff][ *.·\-_|/~][\u4e00-\u9fff][ *.·\-_|/~][\u4e00-\u9fff]")
_SIGN = re.compile("[^\u3400-\u9fffa-z0-9。?!;,:、\n]")  # what may have to be skipped; a faster first look
_BRACKETS = re.compile("\\([^\u4e00-\u9fff\n()]{1,14}\\)")
_SMILE = re.compile("[>^t=;:ox@-][_.w-][<^t=)(d3ox@-]")
_INTERRUPTED = re.compile("[\u4e00-\u9fff][^\u3400-\u9fffa-z0-9。?!;,:、()\n]{1,8}[\u4e00-\u9fff]")
_PAIR = re.compile("[a-z0-9]{2}")
_RADICAL = re.compile("[氵讠纟亻钅饣辶疒艹扌犭彳刂忄礻衤阝]")
# A lone letter that signs part from a Han character: v-信.
_BESIDE_LETTER = re.compile(r"[\u3400-\u9fff][^\w\n]+[a-z](?![a-z0-9])|(?<![a-z0-9])[a-z][^\w\n]+[\u3400-\u9fff]")
_PRIVATE = 0xE000
LONGEST_KEPT, KEPT = 1_000, 20_000  # characters of a sentence whose tight reading is kept, and how many sentences
_SENTENCE = re.compile(r"[^\n。!?]+[。!?]*")


@lru_cache(maxsize=20_000)
def _is_skipped(character: str) -> bool:
    return character not in STOPPERS and unicodedata.category(character)[0] in "ZSP"


def digits_view(text: str) -> str:
    """The same length as `text`, with Han numerals (and o, i, l inside long numbers) as digits."""
    view = text
    if "洞" in text or "拐" in text or "勾" in text:
        view = _READ_OUT.sub(lambda match: match.group().translate(_READ_OUT_DIGITS), text)
    view = _HAN_DIGITS.sub(lambda match: match.group().translate(DIGITS), view)
    if _LONG_RUN.search(view) is None:
        return view
    return _LETTERS_AS_DIGITS.sub(lambda match: match.group().translate(_AS_DIGITS), view)


def is_spaced_out(text: str) -> bool:
    """Whether three Han characters stand in a row with one symbol between each two, as nobody writes."""
    return _SPACED_OUT.search(text) is not None


def closed_up(part: str) -> str:
    """`part` without skipped symbols where most of its characters have one between them; otherwise unchanged."""
    closed = _SIGN.sub(lambda match: "" if _is_skipped(match.group()) else match.group(), part)
    return closed if (len(part) - len(closed)) * 3 >= len(part) else part


class Places(Sequence[int]):
    """Where each character of a text stood before stretches of it were left out, moved on by `step`."""

    __slots__ = ("_firsts", "_length", "_shifts", "_step")

    def __init__(self, firsts: list[int], shifts: list[int], length: int, step: int) -> None:
        self._firsts = firsts
        self._shifts = shifts
        self._length = length
        self._step = step

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int):
            return [self[place] for place in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        return index + self._shifts[bisect_right(self._firsts, index) - 1] + self._step


class Joined(Sequence[int]):
    """Places of several pieces one after another, each moved by its offset; between two pieces stands one break."""

    __slots__ = ("_firsts", "_length", "_offsets", "_parts")

    def __init__(self, parts: list[Sequence[int]], offsets: list[int]) -> None:
        self._parts = parts
        self._offsets = offsets
        self._firsts = [0, *accumulate(len(part) + 1 for part in parts)]
        self._length = self._firsts.pop() - 1

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int):
            return [self[place] for place in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        number = bisect_right(self._firsts, index) - 1
        place = index - self._firsts[number]
        part = self._parts[number]
        return self._offsets[number] + part[place] if place < len(part) else self._offsets[number + 1]


@dataclass(frozen=True)
class Tight:
    """Text with skipped symbols gone and split characters joined; `starts` and `ends` lead back to the folded text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def tight_view(text: str) -> Tight | None:
    """The tight reading of `text`, or None when it would be the same."""
    kept: list[str] = []
    firsts, shifts = [0], [0]
    position = length = 0
    for start, end in _skipped_in(text):
        kept.append(text[position:start])
        length += start - position
        position = end
        firsts.append(length)
        shifts.append(end - length)
    kept.append(text[position:])
    tight = "".join(kept)
    joins = _joins_in(tight)
    if len(tight) == len(text) and not joins:
        return None
    starts, ends = Places(firsts, shifts, len(tight), 0), Places(firsts, shifts, len(tight), 1)
    return _joined(tight, starts, joins) if joins else Tight(tight, starts, ends)


def tight_sentences(text: str) -> Tight | None:
    """The tight reading of those sentences alone in which signs or halves hide something, one a line; None when there are none."""
    parts: list[Tight] = []
    offsets: list[int] = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        tight = _kept_tight(sentence) if len(sentence) <= LONGEST_KEPT else _tight_if_hiding(sentence)
        if tight is not None:
            parts.append(tight)
            offsets.append(match.start())
    if not parts:
        return None
    starts, ends = ([one.starts for one in parts], [one.ends for one in parts])
    return Tight("\n".join(one.text for one in parts), Joined(starts, offsets), Joined(ends, offsets))


def _tight_if_hiding(sentence: str) -> Tight | None:
    hides = is_interrupted(sentence) or _BESIDE_LETTER.search(sentence) is not None or _joins_in(sentence)
    return tight_view(sentence) if hides else None


_kept_tight = lru_cache(maxsize=KEPT)(_tight_if_hiding)


def _skipped_in(text: str) -> Iterator[tuple[int, int]]:
    """The signs to skip, and faces that are made of signs: 芬(^_^)必t_t得."""
    skipped = {match.start(): match.end() for match in _SIGN.finditer(text) if _is_skipped(match.group())}
    faces = dict(_faces_in(text))
    position = 0
    for start in sorted(skipped | faces) if faces else skipped:
        if start >= position:
            position = faces.get(start, start + 1)
            yield start, position


def _faces_in(text: str) -> Iterator[tuple[int, int]]:
    """Faces between two Han characters: (^_^) with what belongs to it outside its brackets, and t_t."""
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        while start > match.start() - 2 and start and not _ends_face(text[start - 1]):
            start -= 1
        while end < min(len(text), match.end() + 4) and not _ends_face(text[end]):
            end += 1
        signs = sum(not character.isalnum() and character not in "() " for character in match.group())
        if signs >= 2 and _PAIR.search(match.group()) is None and _between_han(text, start, end):
            yield start, end
    for match in _SMILE.finditer(text):
        if _between_han(text, *match.span()):
            yield match.span()


def _ends_face(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character in "\n()。"


def _between_han(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and "\u4e00" <= text[start - 1] <= "\u9fff" and "\u4e00" <= text[end] <= "\u9fff"


def is_interrupted(text: str) -> bool:
    """Whether signs or faces stand between two Han characters anywhere."""
    return _INTERRUPTED.search(text) is not None or next(_faces_in(text), None) is not None


def _joined(tight: str, places: Sequence[int], joins: dict[str, str]) -> Tight:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(tight):
        whole = joins.get(tight[position : position + 2])
        width = 2 if whole else 1
        characters.append(whole or tight[position])
        starts.append(places[position])
        ends.append(places[position + width - 1] + 1)
        position += width
    return Tight("".join(characters), starts, ends)


def _joins_in(text: str) -> dict[str, str]:
    """The split characters to look for: none unless a bare radical or a known pair is there."""
    joins, pairs = _split_characters()
    return joins if _RADICAL.search(text) or any(pair in text for pair in pairs) else {}


@cache
def _split_characters() -> tuple[dict[str, str], tuple[str, ...]]:
    """Halves to wholes, and the pairs without a half that hardly occurs alone."""
    joins = {line[1:]: line[0] for line in data_lines("split.txt")}
    return joins, tuple(pair for pair in joins if _RADICAL.search(pair) is None)


@cache
def _syllables() -> dict[int, str]:
    """Each character to one private-use code point for its toneless syllable."""
    table: dict[int, str] = {}
    for number, line in enumerate(data_lines("syllables.txt")):
        for character in line.split(" ")[1]:
            table[ord(character)] = chr(_PRIVATE + number)
    return table


@cache
def syllable_signs() -> dict[str, str]:
    """Each syllable to the sign that stands for it in the sound view."""
    return {line.split(" ")[0]: chr(_PRIVATE + number) for number, line in enumerate(data_lines("syllables.txt"))}


@lru_cache(maxsize=1_000)
def sound_view(text: str) -> str:
    """The same length as `text`, each Han character replaced by a sign for how it is read."""
    return text.translate(_syllables())

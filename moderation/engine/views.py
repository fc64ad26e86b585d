"""Other readings of folded text: digits written as Han characters, skipped symbols, split characters, homophones."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .folding import CACHE_LIMIT, data_lines

DIGITS = str.maketrans("零〇一壹二贰三叁四肆五伍六陆七柒八捌九玖幺", "001122334455667788991")
_LETTERS_AS_DIGITS = re.compile(r"(?<![a-z0-9])(?=[0-9oil]*[oil])(?=(?:[oil]*[0-9]){4})[0-9oil]{9,20}(?![a-z0-9])")
_AS_DIGITS = str.maketrans("oil", "011")
# Digits as they are read out by radio; ordinary words unless eleven of them stand together.
_READ_OUT = re.compile(r"(?:[0-9零〇一二三四五六七八九幺两洞拐勾]\s?){11,}")
_READ_OUT_DIGITS = str.maketrans("两洞拐勾", "2079")

# What a reader's eye passes over between two characters. Never 。？！； , : 、 brackets, quotes or a line break.
STOPPERS = frozenset("。?!;,:、()[]{}<>《》“”‘’「」『』【】…\n%")
_SPACED_OUT = re.compile(r"[\u4e00-\u9fff][ *.·\-_|/~][\u4e00-\u9fff][ *.·\-_|/~][\u4e00-\u9fff]")
_BARE_RADICALS = "氵讠纟亻钅饣辶疒艹扌犭彳刂忄礻衤阝"
_PRIVATE = 0xE000


class _Skips(dict[int, str | None]):
    """Maps what is skipped to nothing and everything else to itself."""

    def __missing__(self, key: int) -> str | None:
        character = chr(key)
        skipped = character not in STOPPERS and unicodedata.category(character)[0] in "ZSP"
        kept = None if skipped else character
        if len(self) < CACHE_LIMIT:
            self[key] = kept
        return kept


_skips = _Skips()


def digits_view(text: str) -> str:
    """The same length as `text`, with Han numerals (and o, i, l inside long numbers) as digits."""
    view = text
    if "洞" in text or "拐" in text or "勾" in text:
        view = _READ_OUT.sub(lambda match: match.group().translate(_READ_OUT_DIGITS), text)
    view = view.translate(DIGITS)
    return _LETTERS_AS_DIGITS.sub(lambda match: match.group().translate(_AS_DIGITS), view)


def is_spaced_out(text: str) -> bool:
    """Whether three Han characters stand in a row with one symbol between each two, as nobody writes."""
    return _SPACED_OUT.search(text) is not None


def closed_up(part: str) -> str:
    """`part` without skipped symbols where most of its characters have one between them; otherwise unchanged."""
    closed = part.translate(_skips)
    return closed if (len(part) - len(closed)) * 3 >= len(part) else part


@dataclass(frozen=True)
class Tight:
    """Text with skipped symbols gone and split characters joined; `starts` and `ends` lead back to the folded text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def tight_view(text: str) -> Tight | None:
    """The tight reading of `text`, or None when it would be the same."""
    tight = text.translate(_skips)
    joins = _joins_in(tight)
    if len(tight) == len(text) and not joins:
        return None
    places = range(len(text)) if len(tight) == len(text) else [i for i, c in enumerate(text) if _skips[ord(c)] is not None]
    if not joins:
        return Tight(tight, places, [place + 1 for place in places])
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
    joins, radicals, pairs = _split_characters()
    if radicals.isdisjoint(text) and not any(pair in text for pair in pairs):
        return {}
    return joins


@cache
def _split_characters() -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    """Halves to wholes, the halves that hardly occur alone, and the pairs that hold no such half."""
    joins = {line[1:]: line[0] for line in data_lines("split.txt")}
    radicals = frozenset("".join(joins)) & frozenset(_BARE_RADICALS)
    return joins, radicals, tuple(pair for pair in joins if radicals.isdisjoint(pair))


@cache
def _syllables() -> dict[int, str]:
    """Each character to one private-use code point for its toneless syllable."""
    table: dict[int, str] = {}
    for number, line in enumerate(data_lines("syllables.txt")):
        for character in line.split(" ")[1]:
            table[ord(character)] = chr(_PRIVATE + number)
    return table


def sound_view(text: str) -> str:
    """The same length as `text`, each Han character replaced by a sign for how it is read."""
    return text.translate(_syllables())

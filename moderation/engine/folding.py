"""Folds text to one form for matching, and keeps the way back to the original characters."""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Letters of other scripts that look like Latin ones (a hand-made part of Unicode TS 39's confusables).
LOOK_ALIKES = dict(
    zip(
        "аеорсхуіјѕһԁԛԝкмнтвзАВЕКМНОРСТХУІЅЗαοντρικυωχ",
        "aeopcxyijshdqwkmhtb3abekmhopctxyis3aovtpikuwx",
        strict=True,
    )
)
TRADE_MARKS = "®™℠"
CACHE_LIMIT = 60_000
LONGEST_KEPT, KEPT = 1_000, 10_000  # characters of a text whose folded form is kept, and how many are


def data_lines(name: str) -> list[str]:
    """The lines of a data file beside this module, without its comments."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _simplified() -> dict[str, str]:
    return {pair[0]: pair[1] for line in data_lines("traditional.txt") for pair in line.split()}


def fold_character(character: str) -> str:
    """The folded form of one character: possibly empty (invisible), possibly longer (a ligature)."""
    if character in LINE_BREAKS:
        return "\n"
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return " " if character == "\t" else ""
    if category == "Cs":
        return "\ufffd"
    if character in TRADE_MARKS:
        return character
    if category in ("No", "Nd"):
        digit = unicodedata.digit(character, None)
        if digit is not None:
            return str(digit)
    character = LOOK_ALIKES.get(character, character)
    simplified = _simplified()
    plain = unicodedata.normalize("NFKC", character).lower()
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me"))
    return "".join(simplified.get(c, c) for c in plain)


class _Table(dict[int, str]):
    """Folded forms, filled as characters are met; `uneven` are those whose form is not one character long."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()

    def __missing__(self, key: int) -> str:
        character = chr(key)
        folded = fold_character(character)
        if len(folded) != 1:
            self.uneven.add(character)
        self[key] = folded
        return folded


_table = _Table()


class Folded:
    """Folded text; `origin` leads from a span of it back to the span of the original."""

    __slots__ = ("_map", "raw", "text")

    def __init__(self, raw: str, text: str, starts: Sequence[int] | None) -> None:
        self.raw = raw
        self.text = text
        self._map = starts

    @property
    def starts(self) -> Sequence[int] | None:
        """The original place of each folded character; None when nothing moved."""
        return self._map

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original span of `[start, end)`, with the marks that sit on its last character."""
        if self._map is not None:
            start, end = self._map[start], self._map[end - 1] + 1
        raw = self.raw
        while end < len(raw) and raw[end] > "\u02ff" and unicodedata.category(raw[end]) in ("Mn", "Me"):
            end += 1
        return start, end


def fold(raw: str) -> Folded:
    """Width, compatibility forms, case, traditional characters and invisible characters are folded away."""
    return _kept(raw) if len(raw) <= LONGEST_KEPT else _fold(raw)


def _fold(raw: str) -> Folded:
    global _table
    if len(_table) > CACHE_LIMIT:
        _table = _Table()
    table = _table
    text = raw.translate(table)
    if not table.uneven or table.uneven.isdisjoint(raw):
        return Folded(raw, text, None)
    starts: list[int] = []
    for index, character in enumerate(raw):
        starts.extend([index] * len(table[ord(character)]))
    return Folded(raw, text, starts)


_kept = lru_cache(maxsize=KEPT)(_fold)

"""Reads which blocks of an article a declaration names: `全文`, `封面`, or numbers and ranges counted from one."""

import re

WHOLE, COVER = "全文", "封面"
_BETWEEN = re.compile(r"[、，,；;\s]+")
_RANGE = re.compile(r"第?(\d{1,3})(?:[-—–~～至到](\d{1,3}))?[块段]?")
_FOLDED = str.maketrans("０１２３４５６７８９－", "0123456789-")


class PlacesError(ValueError):
    """The word that is neither a place nor a number."""


def read(value: str) -> tuple[str | int, ...]:
    """Each place once, in order. Raises PlacesError with the word that cannot be read."""
    found: list[str | int] = []
    for word in _BETWEEN.split(value.translate(_FOLDED).strip()):
        if not word:
            continue
        if word in (WHOLE, COVER):
            found.append(word)
            continue
        match = _RANGE.fullmatch(word)
        first = int(match.group(1)) if match else 0
        last = int(match.group(2) or first) if match else 0
        if not 0 < first <= last:
            raise PlacesError(word)
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))

"""Says whether characters that sound like a name are only ordinary words that meet there."""

from functools import cache

from ..folding import data_lines

# Characters that hold sentences together; a name is rarely written with them by way of its sound.
FUNCTION = frozenset(
    "的是有在不了和与为可会从把被使让要就都也很最每其这那他她它我你们个时上下中大小以及或而且因所如已更还只能将对等"
)


@cache
def _words() -> frozenset[str]:
    return frozenset(
        first + second for first, _, rest in (line.partition(" ") for line in data_lines("words.txt")) for second in rest
    )


def is_word(pair: str) -> bool:
    return pair in _words()


def ordinary(text: str, start: int, end: int, name: str) -> int:
    """0: no word of the language in it; 1: perhaps words; 2: words that stand there by themselves."""
    words = _words()
    changed = [text[start + place] != character for place, character in enumerate(name)]
    inside = [
        place
        for place in range(len(name) - 1)
        if (changed[place] or changed[place + 1]) and text[start + place : start + place + 2] in words
    ]
    left = text[max(0, start - 1) : start + 1] in words
    right = text[end - 1 : end + 1] in words
    loose = sum(1 for place, new in enumerate(changed) if new and text[start + place] in FUNCTION)
    weight = 2 * len(inside) + left + right + loose
    if weight >= 3 or (left and right):
        return 2
    return 1 if weight else 0

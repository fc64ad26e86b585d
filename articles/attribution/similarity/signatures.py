"""The signature by which the index finds a text: MinHash bands of stretches whose borders the words themselves decide.

One signature of a whole article would miss a copied paragraph in a long text, since their likeness as a whole is small. So an
article is cut after sentences that a hash chooses: a copied passage is cut at the same places wherever it stands.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from .text import NOTHING, Places, Words, grams

SHINGLE = 5
BANDS, ROWS = 4, 3  # a stretch that shares 9 of 10 shingles is found with .995, one that shares half with .41
ONE_CUT_IN = 4  # sentences, a power of two; a stretch is about 100 characters
LONGEST, SHORTEST = 240, 16  # characters
PARAGRAPH = 60  # characters from which a paragraph has stretches of its own
MOST_STRETCHES = 400  # of a text beyond any ordinary length, evenly chosen
_SEED = 20261126
_MIX = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


def bands(words: Words) -> list[int]:
    """The band hashes of a text as signed 64-bit numbers, each once."""
    found: dict[int, None] = {}
    for shingles in _stretches(words):
        values = _minima(shingles)
        for band in range(BANDS):
            found[_signed(band, values[band * ROWS : (band + 1) * ROWS])] = None
    return list(found)


def _stretches(words: Words) -> list[Any]:
    """The shingles of each stretch."""
    hashes, begins = grams(words.codes, SHINGLE)
    shingles = (hashes >> np.uint64(16)).astype(np.uint32)
    found = []
    for start, end in _borders(words):
        first, last = np.searchsorted(begins, (start, end - SHINGLE + 1))
        if last - first >= SHORTEST - SHINGLE + 1:
            found.append(shingles[first:last])
    step = max(1.0, len(found) / MOST_STRETCHES)
    return [found[int(number * step)] for number in range(int(len(found) / step))]


def _borders(words: Words) -> Iterator[tuple[int, int]]:
    """Stretches, each a paragraph's own where it is long enough, since whole paragraphs are what is copied most."""
    edges = [*np.flatnonzero(words.codes == NOTHING).tolist(), len(words.codes)]
    total = np.concatenate(([0], np.cumsum(words.codes, dtype=np.int64)))
    begin, last = 0, 0
    for edge in edges:
        if edge - last >= PARAGRAPH:
            yield from _cut(words, begin, last, total)
            yield from _cut(words, last, edge, total)
            begin = edge
        last = edge
    yield from _cut(words, begin, len(words.codes), total)


def _cut(words: Words, begin: int, last: int, total: Places) -> Iterator[tuple[int, int]]:
    """Cut after the sentences that their own characters choose, and wherever a stretch grows too long."""
    first, beyond = np.searchsorted(words.ends, (begin, last), "right")
    before = begin
    for end in [*words.ends[first:beyond].tolist(), last]:
        while end - begin > LONGEST:
            cut = before if before > begin else begin + LONGEST
            yield begin, cut
            begin = before = cut
        if end - before >= SHORTEST // 2 and _chooses(int(total[end] - total[before])):
            yield begin, end
            begin = end
        before = max(before, end)
    if begin < last:
        yield begin, last


def _chooses(content: int) -> bool:
    return (content * _MIX & _WORD) >> 40 & (ONE_CUT_IN - 1) == 0


def _minima(shingles: Any) -> list[int]:
    signature = _empty().copy()
    signature.update_batch(shingles.tolist())
    return [int(value) for value in signature.hashvalues]


@cache
def _empty() -> Any:
    # Takes a third of a second to load, which only those pay who compare.
    from datasketch import MinHash

    return MinHash(num_perm=BANDS * ROWS, seed=_SEED, hashfunc=_as_it_is, scheme="affine32")


def _as_it_is(value: int) -> int:
    return value


def _signed(band: int, values: list[int]) -> int:
    number = band + 1
    for value in values:
        number = ((number ^ value) * _MIX) & _WORD
        number ^= number >> 31
    return number - (1 << 64) if number >> 63 else number

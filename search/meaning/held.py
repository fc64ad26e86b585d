"""Vectors side by side in memory, and which of them lie nearest to a question's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy
from numpy.typing import NDArray

from .model import WIDTH, Vector
from .vectors import lengthened, lengths_of

# From so many articles on the signs of the numbers are compared first, and so many of the best looked at closely.
EXACT = 10_000
RESCORED = 1_000
# Lower than any cosine.
GONE = -2.0
Scored = list[tuple[int, float]]
Bytes = NDArray[numpy.int8]
Words = NDArray[numpy.uint64]


@dataclass(frozen=True)
class Held:
    """Never changed: whoever adds or takes away gets another one, which shares the rows of this one.

    `ids`, `codes`, `lengths`, `floats` and `signs` may have room behind `count`; `floats` are there up to `EXACT` articles, `signs` beyond.
    """

    count: int = 0
    ids: NDArray[numpy.int64] = field(default_factory=lambda: numpy.empty(0, numpy.int64))
    codes: Bytes = field(default_factory=lambda: numpy.empty((0, WIDTH), numpy.int8))
    lengths: Vector = field(default_factory=lambda: numpy.empty(0, numpy.float32))
    alive: NDArray[numpy.bool_] = field(default_factory=lambda: numpy.empty(0, numpy.bool_))
    floats: Vector | None = field(default_factory=lambda: numpy.empty((0, WIDTH), numpy.float32))
    signs: Words | None = None
    places: dict[int, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.places)

    @property
    def wasted(self) -> int:
        return self.count - self.size

    def cosines(self, vector: Vector, identities: Iterable[int]) -> dict[int, float]:
        """Of those articles that are held."""
        known = {pk: place for pk in identities if (place := self.places.get(pk)) is not None}
        return dict(zip(known, self._scores(vector, list(known.values())).tolist(), strict=True))

    def nearest(self, vector: Vector, most: int, among: Iterable[int] | None = None) -> Scored:
        """Ids and cosines, best first; with `among` only of these articles."""
        if among is not None:
            return sorted(self.cosines(vector, among).items(), key=lambda pair: -pair[1])[:most]
        if self.floats is not None:
            return self._listed(self.floats[: self.count] @ vector, most)
        near = self._by_signs(vector, max(RESCORED, most))
        scores = self._scores(vector, near)
        order = _best(scores, most)
        return list(zip(self.ids[near[order]].tolist(), scores[order].tolist(), strict=True))

    def nearest_to_each(self, vectors: Vector, most: int) -> list[Scored]:
        """The same for several at once, which reads the memory once for all of them."""
        if self.floats is None:
            return [self.nearest(vector, most) for vector in vectors]
        return [self._listed(scores, most) for scores in vectors @ self.floats[: self.count].T]

    def _listed(self, scores: Vector, most: int) -> Scored:
        scores = numpy.where(self.alive, scores, numpy.float32(GONE))
        places = _best(scores, most)
        return [pair for pair in zip(self.ids[places].tolist(), scores[places].tolist(), strict=True) if pair[1] > GONE]

    def _scores(self, vector: Vector, places: Any) -> Vector:
        if self.floats is not None:
            return self.floats[places] @ vector
        return (self.codes[places].astype(numpy.float32) @ vector) / self.lengths[places]

    def _by_signs(self, vector: Vector, most: int) -> NDArray[numpy.int64]:
        """Where the most numbers have the same sign: quick, and good enough to choose candidates by."""
        assert self.signs is not None
        differing = numpy.bitwise_count(self.signs[: self.count] ^ signs_of(vector[None])).sum(axis=1, dtype=numpy.int16)
        near = _best(numpy.where(self.alive, -differing, -WIDTH - 1), most)
        return near[self.alive[near]]

    def without(self, identities: Iterable[int]) -> "Held":
        """Without these articles."""
        gone = [pk for pk in identities if pk in self.places]
        alive, places = self.alive.copy(), self.places.copy()
        alive[[places.pop(pk) for pk in gone]] = False
        return replace(self, alive=alive, places=places)

    def plus(self, identities: Sequence[int], codes: Bytes) -> "Held":
        """With these articles too, in place of what was held of them."""
        if not identities:
            return self
        kept = self.without(identities)
        count = self.count + len(identities)
        floats, signs = kept.floats, kept.signs
        every = _appended(kept.codes, self.count, codes)
        if floats is not None and count > EXACT:
            floats, signs = None, signs_of(every[: self.count])
        return Held(
            count=count,
            ids=_appended(kept.ids, self.count, numpy.array(identities, dtype=numpy.int64)),
            codes=every,
            lengths=_appended(kept.lengths, self.count, lengths_of(codes)),
            alive=numpy.concatenate([kept.alive, numpy.ones(len(identities), numpy.bool_)]),
            floats=None if floats is None else _appended(floats, self.count, lengthened(codes)),
            signs=None if signs is None else _appended(signs, self.count, signs_of(codes)),
            places=kept.places | {pk: self.count + number for number, pk in enumerate(identities)},
        )


def _appended(rows: Any, count: int, more: Any) -> Any:
    """The rows with more behind the first `count`; moved to where there is room when there is none left."""
    wanted = count + len(more)
    if wanted > len(rows):
        roomier = numpy.empty((wanted + wanted // 8, *rows.shape[1:]), rows.dtype)
        roomier[:count] = rows[:count]
        rows = roomier
    rows[count:wanted] = more
    return rows


def _best(scores: Any, most: int) -> NDArray[numpy.int64]:
    """The places of the highest, highest first; of equals the earlier."""
    if len(scores) > most:
        chosen = numpy.sort(numpy.argpartition(-scores, most - 1)[:most])
        return chosen[numpy.argsort(-scores[chosen], kind="stable")]
    return numpy.argsort(-scores, kind="stable")


def signs_of(rows: Any) -> Words:
    return numpy.packbits(rows > 0, axis=1).view(numpy.uint64)

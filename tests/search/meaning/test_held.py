"""The nearest are found among those that are held, exactly or by their signs; what left is not among them."""

from typing import Any

import numpy
import pytest

from search.meaning import held
from search.meaning.held import Held
from search.meaning.model import WIDTH
from search.meaning.vectors import lengthened


def codes(count: int, seed: int = 1) -> Any:
    return numpy.random.default_rng(seed).integers(-127, 128, (count, WIDTH)).astype(numpy.int8)


@pytest.fixture(params=["floats", "signs"])
def holding(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Held:
    """Two hundred articles, numbered from 1,000, which came in two parts."""
    if request.param == "signs":
        monkeypatch.setattr(held, "EXACT", 150)
    rows = codes(200)
    found = Held().plus(range(1_000, 1_120), rows[:120]).plus(range(1_120, 1_200), rows[120:])
    assert (found.floats is None) == (request.param == "signs")
    return found


def test_the_nearest_come_first_with_their_cosines(holding: Held) -> None:
    vector = lengthened(codes(200))[130]
    expected = lengthened(codes(200)) @ vector
    found = holding.nearest(vector, 5)
    assert found[0][0] == 1_130
    assert [pk - 1_000 for pk, _cosine in found] == numpy.argsort(-expected)[:5].tolist()
    assert [cosine for _pk, cosine in found] == pytest.approx(sorted(expected, reverse=True)[:5], abs=1e-5)
    assert holding.cosines(vector, [1_007, 5]) == {1_007: pytest.approx(float(expected[7]), abs=1e-5)}
    assert len(holding.nearest(vector, 500)) == 200
    other = lengthened(codes(200))[7]
    each = holding.nearest_to_each(numpy.stack([vector, other]), 5)
    assert [[pk for pk, _cosine in one] for one in each] == [
        [pk for pk, _cosine in holding.nearest(asked, 5)] for asked in (vector, other)
    ]


def test_only_the_wanted_are_looked_at(holding: Held) -> None:
    vector = lengthened(codes(200))[130]
    assert [pk for pk, _cosine in holding.nearest(vector, 5, among=[1_003, 1_130, 7])] == [1_130, 1_003]
    assert holding.nearest(vector, 5, among=[]) == []


def test_what_left_is_not_found_and_what_came_anew_is_found_once(holding: Held) -> None:
    vector = lengthened(codes(200))[130]
    less = holding.without([1_130, 4])
    assert 1_130 not in {pk for pk, _cosine in less.nearest(vector, 500)}
    assert less.cosines(vector, [1_130]) == {}
    again = less.plus([1_001, 1_130], numpy.stack([codes(200)[130], codes(200)[131]]))
    assert [pk for pk, _cosine in again.nearest(vector, 500)].count(1_001) == 1
    assert again.nearest(vector, 1)[0][0] == 1_001
    assert (again.size, again.wasted) == (200, 2)


def test_whoever_reads_meanwhile_sees_what_was_there(holding: Held) -> None:
    vector = lengthened(codes(200))[130]
    before = holding.nearest(vector, 500)
    holding.plus([9_000], codes(1, seed=2)).without([1_130])
    assert holding.nearest(vector, 500) == before


def test_nothing_is_near_to_nothing() -> None:
    vector = lengthened(codes(1))[0]
    assert Held().nearest(vector, 5) == []
    assert Held().cosines(vector, [1]) == {}


def test_signs_choose_well_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    centres = numpy.random.default_rng(3).standard_normal((40, WIDTH))
    mixed = numpy.random.default_rng(4).standard_normal((4_000, WIDTH)) + numpy.repeat(centres, 100, axis=0)
    rows = numpy.clip(mixed * 30, -127, 127).astype(numpy.int8)
    exact = Held().plus(range(4_000), rows)
    monkeypatch.setattr(held, "EXACT", 100)
    monkeypatch.setattr(held, "RESCORED", 200)
    quick = Held().plus(range(4_000), rows)
    kept = 0
    for place in range(0, 4_000, 100):
        vector = lengthened(rows)[place]
        kept += len({pk for pk, _c in exact.nearest(vector, 10)} & {pk for pk, _c in quick.nearest(vector, 10)})
    assert kept / 400 > 0.97

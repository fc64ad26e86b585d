"""Cohen's κ against known values, and where it has none."""

import pytest

from moderation.desk.agreement import cohen


def table(both: int, first: int, second: int, neither: int) -> list[tuple[str, str]]:
    """Counts of a two by two table: both say yes, only the first, only the second, neither."""
    counts = [(both, ("yes", "yes")), (first, ("yes", "no")), (second, ("no", "yes")), (neither, ("no", "no"))]
    return [pair for number, pair in counts for _one in range(number)]


# Textbook tables of κ: fifty grant proposals read by two people; and two of a hundred with the same agreement, unlike chance.
@pytest.mark.parametrize(
    ("counts", "same", "kappa"),
    [
        ((20, 5, 10, 15), 35, 0.4),
        ((45, 15, 25, 15), 60, 0.1304),
        ((25, 35, 5, 35), 60, 0.2593),
        ((10, 0, 0, 10), 20, 1.0),
        ((0, 10, 10, 0), 0, -1.0),
        ((25, 25, 25, 25), 50, 0.0),
    ],
)
def test_known_tables(counts: tuple[int, int, int, int], same: int, kappa: float) -> None:
    found = cohen(table(*counts))
    assert (found.pairs, found.same) == (sum(counts), same)
    assert found.kappa == pytest.approx(kappa, abs=5e-5)


def test_more_than_two_answers() -> None:
    """Three answers: p0 = 7/9, pe = (4·3 + 3·4 + 2·2) / 81."""
    judged = [("a", "a")] * 3 + [("a", "b")] + [("b", "b")] * 3 + [("c", "b")] * 0 + [("c", "c"), ("c", "c")]
    found = cohen(judged)
    assert found.kappa == pytest.approx((8 / 9 - 28 / 81) / (1 - 28 / 81))


@pytest.mark.parametrize("judged", [[], [("yes", "yes")] * 5])
def test_where_there_is_nothing_to_compare_there_is_no_kappa(judged: list[tuple[str, str]]) -> None:
    assert cohen(judged).kappa is None
    assert cohen(judged).share == (1.0 if judged else None)

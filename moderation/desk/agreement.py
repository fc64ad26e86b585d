"""How far two people agree beyond what chance alone would give: Cohen's κ (1960)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """`same` of `pairs` judgements were equal; `kappa` is None where there is nothing to compare, or only one answer was ever given."""

    pairs: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        return self.same / self.pairs if self.pairs else None


def cohen(judged: Iterable[tuple[str, str]]) -> Agreement:
    """κ = (p₀ − pₑ) / (1 − pₑ): the share of equal judgements against the one that the frequencies of both would give by chance."""
    pairs = list(judged)
    total, same = len(pairs), sum(first == second for first, second in pairs)
    if not total:
        return Agreement(0, 0, None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    # In whole numbers, so that complete agreement by chance is exactly that.
    chance = sum(firsts[answer] * seconds[answer] for answer in firsts)
    if chance == total * total:
        return Agreement(total, same, None)
    return Agreement(total, same, (same * total - chance) / (total * total - chance))

"""How sure a share is: the Wilson score interval, which holds for small numbers too."""

import math
from dataclasses import dataclass

# Two-sided 95 %.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, and between which values the true share lies with 95 % confidence."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


def wilson(part: int, whole: int) -> Share:
    """The interval of Wilson (1927); with nothing counted it is everything."""
    if whole <= 0:
        return Share(0, 0, 0.0, 1.0)
    share = part / whole
    spread = Z * Z / whole
    centre = (share + spread / 2) / (1 + spread)
    reach = Z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return Share(part, whole, max(0.0, centre - reach), min(1.0, centre + reach))

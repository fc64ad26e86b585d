"""Wilson's interval for a share, as text."""

from math import sqrt

Z = 1.96  # 95 %


def interval(part: int, whole: int) -> str:
    """The share with its 95 % interval, for example `.950 [.872–.981]`; a dash for nothing."""
    if not whole:
        return "   –              "
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} [{low:.3f}–{high:.3f}]"


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Lower and upper bound of E. B. Wilson's score interval (1927)."""
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    spread = Z / (1 + square) * sqrt(share * (1 - share) / whole + square / 4 / whole)
    return max(0.0, middle - spread), min(1.0, middle + spread)

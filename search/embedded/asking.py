"""One search of the full-text index, the same for both databases."""

from dataclasses import dataclass, replace

from ..text import Clause


@dataclass(frozen=True)
class Search:
    """What holds `every` clause, or any of them, or in its title what is asked `beside`; and a mark of every group of `marks`."""

    clauses: tuple[Clause, ...]
    every: bool = True
    title_only: bool = False
    beside: Clause | None = None
    marks: tuple[tuple[str, ...], ...] = ()

    def marked(self, marks: tuple[tuple[str, ...], ...]) -> "Search":
        return replace(self, marks=marks)

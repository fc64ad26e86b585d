"""Named conditions on the words around a place: what suppresses a cue, or what it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .patterns import Anywhere, Occurs, PatternError
from .reading import REACH, Reading
from .views import closed_up

Test = Callable[[Reading, int, int], bool]
WINDOWS = (*REACH, "next", "ending", "heading", "next_line", "text", "block")
COMBINING = {"all", "any", "none"}
SIDES = ("before", "after", "any", "cover")


@dataclass(frozen=True)
class Condition:
    """True when a pattern stands in the window, on the given side of the place and not beyond `reach` characters."""

    window: str
    side: str
    reach: int
    found: Occurs
    unless: Occurs | None
    cover: "Anywhere | None" = None

    def __call__(self, reading: Reading, start: int, end: int) -> bool:
        if self.window in ("text", "block"):  # the same wherever it is asked
            block = reading.block_at(start) if self.window == "block" else ""
            if (self, block) not in reading.known:
                whole = reading.block(block) if block else reading.text
                reading.known[self, block] = self.found(whole) and not (self.unless is not None and self.unless(whole))
            return reading.known[self, block]
        low, high = self._near(reading, start, end)
        part = reading.text[low:high]
        if self.cover is not None:
            return any(low + m.start() < end and low + m.end() > start for m in self.cover.finditer(part))
        if reading.spaced_out:
            part = closed_up(part)
        return self.found(part) and not (self.unless is not None and self.unless(part))

    def _near(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        if self.window == "next":
            low, high = reading.next_sentence(end)
            return low, min(high, low + self.reach)
        if self.window == "heading":
            return reading.heading(start)
        if self.window == "next_line":
            low, high = reading.next_line(end)
            return low, min(high, low + self.reach)
        if self.window == "ending":
            _, high = reading.window("sentence", start, end)
            return high, high + 2
        low, high = reading.window(self.window, start, end)
        if self.side == "before":
            return max(low, start - self.reach), start
        if self.side == "after":
            return end, min(high, end + self.reach)
        return max(low, start - self.reach), min(high, end + self.reach)


@dataclass(frozen=True)
class Field:
    """True in passages of some fields (`body` holds for `body.3.text` too)."""

    names: frozenset[str]

    def __call__(self, reading: Reading, start: int, end: int) -> bool:
        return reading.path_at(start).partition(".")[0] in self.names


@dataclass(frozen=True)
class Scope:
    """True when a negator before the place governs it: none of the words that end its scope stands between them.

    `inert` words hold a negating character and deny nothing (不仅, 不同), and a double negation (并非没有) affirms. A negator
    that is `far` (不是…就, 不要因为…就) governs the whole rest of its clause.
    """

    reach: int
    inert: "Anywhere"
    negators: "Anywhere"
    far: Occurs
    ends: Occurs

    def __call__(self, reading: Reading, start: int, end: int) -> bool:
        low, _ = reading.window("clause", start, end)
        part = reading.text[max(low, start - self.reach) : start]
        if reading.spaced_out:
            part = closed_up(part)
        part = self.inert.sub("□", part)
        if self.far(part):
            return True
        ends = [match.end() for match in self.negators.finditer(part)]
        return bool(ends) and not self.ends(part[ends[-1] :])


def build_conditions(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Test]:
    """All named conditions; `all`, `any` and `none` combine others by name, in whatever order they are written."""
    built: dict[str, Test] = {"brand_near": brand_near}
    for name in table:
        _build(name, table, built, ())
    return built


def _build(name: str, table: Mapping[str, Mapping[str, Any]], built: dict[str, Test], above: tuple[str, ...]) -> Test:
    """The condition of a name, and whatever it combines before it; raises PatternError for one that needs itself."""
    if name not in built:
        if name in above or name not in table:
            raise PatternError(f"context {name!r} " + ("needs itself" if name in above else "is unknown"))
        entry = table[name]
        if COMBINING & entry.keys():
            parts = {key: [_build(part, table, built, (*above, name)) for part in entry.get(key, [])] for key in COMBINING}
            built[name] = _combined(parts["all"], parts["any"], parts["none"])
        else:
            built[name] = _simple(entry)
    return built[name]


def brand_near(reading: Reading, start: int, end: int) -> bool:
    """A brand of the lexicon stands in the same sentence."""
    low, high = reading.window("sentence", start, end)
    return any(low <= first and last <= high for first, last in reading.brand_places)


def _simple(entry: Mapping[str, Any]) -> Test:
    if "fields" in entry:
        return Field(frozenset(entry["fields"]))
    if "negators" in entry:
        inert, negators = Anywhere(*entry["inert"]), Anywhere(*entry["negators"])
        return Scope(entry.get("reach", 24), inert, negators, Occurs(*entry["far"]), Occurs(*entry["ends"]))
    window, side = entry.get("window", "clause"), entry.get("side", "any")
    if window not in WINDOWS or side not in SIDES:
        raise PatternError(f"unknown window {window!r} or side {side!r}")
    unless = Occurs(*entry["unless"]) if entry.get("unless") else None
    cover = Anywhere(*entry["patterns"]) if side == "cover" else None
    reach = entry.get("reach", REACH.get(window, REACH["sentence"]))
    return Condition(window, side, reach, Occurs(*entry["patterns"]), unless, cover)


def _combined(every: list[Test], some: list[Test], none: list[Test]) -> Test:
    def test(reading: Reading, start: int, end: int) -> bool:
        if not all(part(reading, start, end) for part in every):
            return False
        if some and not any(part(reading, start, end) for part in some):
            return False
        return not any(part(reading, start, end) for part in none)

    return test

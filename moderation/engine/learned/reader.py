"""Applies the learned weights to all units of a text at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

from .features import BEGIN, END, LONGEST_GRAM, Span, grams, normal_form, sentences, units

SCALE = 1_000  # weights are whole thousandths, so that sums do not depend on the machine
BITS = 20  # of the table from a run's hash to its row
MULTIPLIER = 0x9E3779B97F4A7C15
POINT_BITS = 21  # a code point
SHOWN = 4  # runs named as the reason
NEAR = 240  # characters to each side in which a unit that touches a place can lie
MOST = 1_000  # suspicions of one text
MARGIN = 1_500  # how far below the threshold a rough score may lie


@dataclass(frozen=True)
class Suspicion:
    """A unit that reads like a violation: how strongly, of which codes (likeliest first), and the runs that say so."""

    start: int
    end: int
    score: float
    codes: tuple[str, ...]
    reasons: tuple[str, ...]


class Reader:
    """Weights of runs: one for a violation at all, and one for each code that they speak for."""

    def __init__(self, text: str) -> None:
        import numpy

        self._numpy = numpy
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        head = dict(part.split("=") for part in lines[0].split("\t"))
        self.bias = int(head["bias"])
        self.codes = lines[1].split("\t")
        self._code_bias = [int(part) for part in lines[2].split("\t")]
        self._for_codes: list[str] = []
        keys, weights = [], []
        for line in lines[3:]:
            run, weight, rest = line.split("\t")
            keys.append(_key(run))
            weights.append(int(weight))
            self._for_codes.append(rest)
        self._rows = {line.split("\t", 1)[0]: number for number, line in enumerate(lines[3:])}
        self._keys = numpy.array(keys, dtype=numpy.uint64)
        self._weights = numpy.array([*weights, 0], dtype=numpy.int64)
        self._table = numpy.full(1 << BITS, len(keys), dtype=numpy.int32)
        # Of two runs with one hash the heavier is kept.
        order = numpy.argsort(numpy.abs(self._weights[:-1]), kind="stable")
        self._table[self._hash(self._keys[order])] = order

    @classmethod
    def shipped(cls) -> Self:
        """The weights that stand beside the code."""
        return cls((files(__package__) / "weights.tsv").read_text(encoding="utf-8"))

    def suspicions(self, text: str, threshold: int) -> list[Suspicion]:
        """Units of folded text above the threshold, the strongest first, none overlapping another."""
        alone = sentences(text)
        if not alone:
            return []
        forms = {span: normal_form(text[slice(*span)]) for span in alone}
        rough = dict(zip(alone, self._rough(list(forms.values())), strict=True))
        spans, scores = [], []
        for span, members in units(text, alone):
            if max(rough[member] for member in members) > threshold - MARGIN:
                forms.setdefault(span, "".join(forms[member] for member in members))
                spans.append((span, members))
                scores.append(self._score(forms[span]))
        found: list[Suspicion] = []
        taken: set[Span] = set()  # sentences
        for score, number in sorted(((score, -n) for n, score in enumerate(scores) if score > threshold), reverse=True):
            (start, end), members = spans[-number]
            if taken.isdisjoint(members) and len(found) < MOST:
                taken.update(members)
                form = forms[start, end]
                found.append(Suspicion(start, end, score / SCALE, self._codes(form), self._reasons(form)))
        return found

    def agreement(self, text: str, start: int, end: int) -> float:
        """How strongly the likeliest unit that touches a place of folded text reads like a violation."""
        low = max(text.rfind("\n", 0, start) + 1, start - NEAR)  # a long line is not read again for each of its findings
        high = text.find("\n", end, end + NEAR)
        line = text[low : high if high >= 0 else end + NEAR]
        spans = [span for span, _ in units(line, sentences(line)) if span[0] < end - low and start - low < span[1]]
        return max((self._score(normal_form(line[slice(*span)])) for span in spans), default=0) / SCALE

    def _score(self, form: str) -> int:
        """The weights of all runs, each once, over the square root of their number."""
        runs = grams(form)
        rows = (self._rows.get(run) for run in set(runs))
        return int(self.bias + sum(int(self._weights[row]) for row in rows if row is not None) / len(runs) ** 0.5)

    def _rough(self, forms: Sequence[str]) -> list[int]:
        """The same with a run counted as often as it occurs: quick, and near enough to say which units to score."""
        np = self._numpy
        marked = "".join(f"{BEGIN}{form}{END}" for form in forms)
        lengths = np.array([len(form) + 2 for form in forms], dtype=np.int64)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        points = np.frombuffer(marked.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        last = np.repeat(ends, lengths)  # where the unit of each character ends
        place = np.arange(len(points))
        total = np.zeros(len(points), dtype=np.int64)
        key = points
        for size in range(1, LONGEST_GRAM + 1):
            if size > 1:
                shifted = np.zeros_like(points)
                shifted[: len(points) - size + 1] = points[size - 1 :]
                key = key | (shifted << np.uint64(POINT_BITS * (size - 1)))
            total += np.where(place + size <= last, self._weight_of(key), 0)
        sums = np.add.reduceat(total, starts)
        count = lengths * LONGEST_GRAM - 3
        return [int(self.bias + value / (number**0.5)) for value, number in zip(sums.tolist(), count.tolist(), strict=True)]

    def _weight_of(self, keys: Any) -> Any:
        np = self._numpy
        rows = self._table[self._hash(keys)]
        known = np.minimum(rows, len(self._keys) - 1)
        return np.where((rows < len(self._keys)) & (self._keys[known] == keys), self._weights[rows], 0)

    def _hash(self, keys: Any) -> Any:
        np = self._numpy
        return (keys * np.uint64(MULTIPLIER)) >> np.uint64(64 - BITS)

    def _codes(self, form: str) -> tuple[str, ...]:
        """The likeliest code, and the next where it is nearly as likely."""
        sums = [0] * len(self.codes)
        runs = grams(form)
        for run in set(runs):
            row = self._rows.get(run)
            if row is not None and self._for_codes[row]:
                for part in self._for_codes[row].split(","):
                    code, weight = part.split(":")
                    sums[int(code)] += int(weight)
        root = len(runs) ** 0.5
        ranked = sorted(
            ((bias + value / root, -n) for n, (bias, value) in enumerate(zip(self._code_bias, sums, strict=True))), reverse=True
        )
        near = [code for score, code in ranked[:2] if score > ranked[0][0] - SCALE // 2]
        return tuple(self.codes[-code] for code in near)

    def _reasons(self, form: str) -> tuple[str, ...]:
        """The heaviest runs of two or more characters, in the order of the text, none within another."""
        weights = self._weights
        runs = {run: int(weights[self._rows[run]]) for run in grams(form) if len(run) > 1 and run in self._rows}
        chosen: list[str] = []
        for run in sorted(runs, key=lambda run: (-runs[run], run)):
            bare = run.strip(BEGIN + END)
            if runs[run] > 0 and len(bare) > 1 and not any(bare in other or other in bare for other in chosen):
                chosen.append(bare)
            if len(chosen) == SHOWN:
                break
        return tuple(sorted(chosen, key=form.find))


def _key(run: str) -> int:
    return sum(ord(character) << (POINT_BITS * number) for number, character in enumerate(run))


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """One reader for the process, made when the first text is read."""
    return Reader.shipped()

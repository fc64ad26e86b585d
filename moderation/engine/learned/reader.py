"""Applies the learned weights to the units of a text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Self

from .features import BEGIN, END, Span, grams, normal_form, sentences, units

SCALE = 1_000  # weights are whole thousandths, so that sums do not depend on the machine
SHOWN = 4  # runs named as the reason
NEAR = 240  # characters to each side in which a unit that touches a place can lie
MOST = 1_000  # suspicions of one text
ENOUGH, DOUBT_OF_SHORT = 14, 120  # a shorter unit says less: thousandths that it must score more for each missing character
MARGIN = 400  # how far below the threshold a unit may seem to lie, as the sentences in it add up
LONGEST_KEPT, KEPT = 1_000, 10_000  # characters of a line whose suspicions are kept, and how many lines and sentences are


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
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        self.bias = int(lines[0].removeprefix("bias="))
        self.codes = lines[1].split("\t")
        self._code_bias = [int(part) for part in lines[2].split("\t")]
        rows = [line.split("\t") for line in lines[3:]]
        self._weights = {run: int(weight) for run, weight, _ in rows}
        self._for_codes = {run: rest for run, _, rest in rows if rest}
        self._score = lru_cache(maxsize=KEPT)(self._fresh_score)
        self._kept = lru_cache(maxsize=KEPT)(self._in_line)

    @classmethod
    def shipped(cls) -> Self:
        """The weights that stand beside the code."""
        return cls((files(__package__) / "weights.tsv").read_text(encoding="utf-8"))

    def suspicions(self, text: str, threshold: int) -> list[Suspicion]:
        """Units of folded text above the threshold, the strongest first, none overlapping another."""
        found: list[Suspicion] = []
        offset = 0
        for line in text.split("\n"):
            kept = self._kept(line, threshold) if len(line) <= LONGEST_KEPT else self._in_line(line, threshold)
            found += [replace(one, start=one.start + offset, end=one.end + offset) for one in kept]
            offset += len(line) + 1
        return sorted(found, key=lambda one: (-one.score, one.start))[:MOST]

    def agreement(self, text: str, start: int, end: int) -> float:
        """How strongly the likeliest unit that touches a place of folded text reads like a violation."""
        low = max(text.rfind("\n", 0, start) + 1, start - NEAR)  # a long line is not read again for each of its findings
        high = text.find("\n", end, end + NEAR)
        line = text[low : high if high >= 0 else end + NEAR]
        spans = [span for span, _ in units(line, sentences(line)) if span[0] < end - low and start - low < span[1]]
        return max((self._score(normal_form(line[slice(*span)])) for span in spans), default=0) / SCALE

    def _in_line(self, line: str, threshold: int) -> tuple[Suspicion, ...]:
        scored = sorted(self._scored(line, threshold), key=lambda one: (-one[0], one[1]))
        found: list[Suspicion] = []
        taken: set[Span] = set()  # sentences
        for score, (start, end), members, form in scored:
            if taken.isdisjoint(members) and len(found) < MOST:
                taken.update(members)
                found.append(Suspicion(start, end, score / SCALE, self._codes(form), self._reasons(form)))
        return tuple(found)

    def _scored(self, line: str, threshold: int) -> Iterator[tuple[int, Span, list[Span], str]]:
        """Units above the threshold; one of several sentences is worth a look when one of them comes near it."""
        alone = sentences(line)
        forms = {span: normal_form(line[slice(*span)]) for span in alone}
        scores = {span: self._score(form) for span, form in forms.items()}
        for span, members in units(line, alone):
            if len(members) == 1:
                form, score = forms[span], scores[span]
            elif self._together([(scores[member], len(forms[member])) for member in members]) > threshold - MARGIN:
                form = "".join(forms[member] for member in members)
                score = self._score(form)
            else:
                continue
            if score > threshold + DOUBT_OF_SHORT * max(0, ENOUGH - len(form)):
                yield score, span, members, form

    def _together(self, sentences: list[tuple[int, int]]) -> float:
        """About what several sentences score as one, by their scores and lengths."""
        total = sum((score - self.bias) * length**0.5 for score, length in sentences)
        return self.bias + total / sum(length for _, length in sentences) ** 0.5

    def _fresh_score(self, form: str) -> int:
        """The weights of all runs, each once, over the square root of their number."""
        runs = grams(form)
        return int(self.bias + sum(map(self._weights.get, set(runs), repeat(0))) / len(runs) ** 0.5)

    def _codes(self, form: str) -> tuple[str, ...]:
        """The likeliest code, and the next where it is nearly as likely."""
        sums = [0] * len(self.codes)
        runs = grams(form)
        for run in set(runs) & self._for_codes.keys():
            for part in self._for_codes[run].split(","):
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
        runs = {run: weights[run] for run in grams(form) if len(run) > 1 and run in weights}
        chosen: list[str] = []
        for run in sorted(runs, key=lambda run: (-runs[run], run)):
            bare = run.strip(BEGIN + END)
            if runs[run] > 0 and len(bare) > 1 and not any(bare in other or other in bare for other in chosen):
                chosen.append(bare)
            if len(chosen) == SHOWN:
                break
        return tuple(sorted(chosen, key=form.find))


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """One reader for the process, made when the first text is read."""
    return Reader.shipped()

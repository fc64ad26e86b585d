"""Precision and recall of the engine on labelled text, by family and code, against the same cues without any context.

`python benchmarks/accuracy.py [--misses] [--without-names] [FILE…]`: with no file the test half of `benchmarks/data`.
A line of a code counts as found when the code reaches `review` or `block` (`advise` where that is expected); `stopped` is the
share of such lines that reach either under whatever code.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import Line, read
from moderation.engine import Document, Finding, Passage, Ruleset, Scanner
from moderation.rules.intervals import wilson

DATA = Path(__file__).resolve().parent / "data"
STOPS = ("review", "block")


@dataclass
class Tally:
    """Lines that should fire and did or did not, lines that should not and did or did not."""

    found: int = 0
    missed: int = 0
    false: int = 0
    clean: int = 0
    exact: int = 0
    stopped: int = 0  # lines that should fire and were stopped under whatever code

    def add(self, other: "Tally") -> None:
        self.found += other.found
        self.missed += other.missed
        self.false += other.false
        self.clean += other.clean
        self.exact += other.exact
        self.stopped += other.stopped

    def row(self, name: str) -> str:
        recall, precision = interval(self.found, self.found + self.missed), interval(self.found, self.found + self.false)
        return (
            f"{name:24} R {recall}  P {precision}  severity {share(self.exact, self.found)}"
            f"  stopped {share(self.stopped, self.found + self.missed)}"
            f"  lines {self.found + self.missed} + {self.false + self.clean}"
        )


def interval(part: int, whole: int) -> str:
    """The share with its 95 % interval, for example `.950 [.872–.981]`; a dash for nothing."""
    found = wilson(part, whole)
    return f"{found.value:.3f} [{found.low:.3f}–{found.high:.3f}]" if whole else "   –              "


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "    –"


class Measure:
    """Everything that is counted while the lines go by."""

    def __init__(self, scanner: Scanner, misses: bool) -> None:
        self.scanner = scanner
        self.misses = misses
        self.codes: dict[str, Tally] = defaultdict(Tally)
        self.classes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.elsewhere: Counter[str] = Counter()
        self.shown: list[str] = []

    def take(self, line: Line) -> None:
        report = self.scanner.scan(Document((Passage("text", line.text),)))
        {
            "code": self._code,
            "identity": self._identity,
            "claim": self._claim,
            "brand": self._brand,
            "expert": self._expert,
            "phone": self._phone,
            "clean": self._clean,
        }[line.kind](line, report.findings)

    def _code(self, line: Line, findings: tuple[Finding, ...]) -> None:
        tally = self.codes[line.code]
        enough = ("advise", *STOPS) if line.expect == "advise" else STOPS
        hits = [finding for finding in findings if finding.code == line.code and finding.severity in enough]
        if line.expect == "pass":
            tally.false += bool(hits)
            tally.clean += not hits
            for code in {f.code for f in findings if f.code != line.code and f.severity == "block"}:
                self.elsewhere[code] += 1
        else:
            tally.found += bool(hits)
            tally.missed += not hits
            tally.exact += any(finding.severity == line.expect for finding in hits)
            tally.stopped += any(finding.severity in STOPS for finding in findings)
        if bool(hits) == (line.expect == "pass"):
            self.classes[f"{line.code} {'false' if hits else 'missed'}: {line.group or 'no class'}"] += 1
            self._show(line, hits, "false" if hits else "missed")

    def _identity(self, line: Line, findings: tuple[Finding, ...]) -> None:
        private = [finding for finding in findings if finding.code.startswith("PRIV.") and finding.severity in STOPS]
        if line.expect == "pass":
            false = [finding for finding in private if finding.severity == "block"]
            self.counts[f"{line.group}: blocked without identity"] += bool(false)
            self.counts[f"{line.group}: without identity"] += 1
            if false:
                self._show(line, false, "false")
            return
        touched = all(any(f.start < end and start < f.end for f in private) for start, end in line.spans)
        self.counts[f"{line.group}: found"] += touched
        self.counts[f"{line.group}: with identity"] += 1
        if not touched:
            self._show(line, private, "missed")

    def _claim(self, line: Line, findings: tuple[Finding, ...]) -> None:
        flagged = [f for f in findings if f.code.startswith(("CLAIM.", "BRAND.", "PROMO.", "MED.PERS")) and f.severity in STOPS]
        self.counts[f"claims in context {line.expect}: flagged"] += bool(flagged)
        self.counts[f"claims in context {line.expect}: lines"] += 1
        if bool(flagged) != (line.expect == "violation") and line.expect != "borderline":
            self._show(line, flagged, "false" if flagged else "missed")

    def _brand(self, line: Line, findings: tuple[Finding, ...]) -> None:
        exact = [f for f in findings if f.code.startswith("BRAND.") and (f.start, f.end) in line.spans]
        self.counts["brands: exact"] += bool(exact)
        self.counts["brands: lines"] += 1
        self.counts["brands: generic right"] += any(_agree(f.replacement, line.generics) for f in exact)
        if not exact:
            self._show(line, list(findings), "missed")

    def _expert(self, line: Line, findings: tuple[Finding, ...]) -> None:
        names = [f for f in findings if f.code == "PRIV.NAME" and any(f.start < e and s < f.end for s, e in line.spans)]
        self.counts["experts: blocked"] += any(finding.severity == "block" for finding in names)
        self.counts["experts: to review"] += any(finding.severity == "review" for finding in names)
        self.counts["experts: mentions"] += 1
        if names:
            self._show(line, names, "false")

    def _phone(self, line: Line, findings: tuple[Finding, ...]) -> None:
        hit = any(f.code.startswith(("PRIV.", "PROMO.")) and f.start < e and s < f.end for f in findings for s, e in line.spans)
        self.counts["telephone numbers in public text: found"] += hit
        self.counts["telephone numbers in public text: lines"] += 1

    def _clean(self, line: Line, findings: tuple[Finding, ...]) -> None:
        if line.flags:
            return
        self.counts["clean: characters"] += len(line.text)
        for severity in STOPS:
            hits = [finding for finding in findings if finding.severity == severity]
            self.counts[f"clean: false {severity}s"] += len(hits)
            for finding in hits:
                self.classes[f"{finding.code} false {severity} on clean text"] += 1
            if hits:
                self._show(line, hits, f"false {severity}")

    def _show(self, line: Line, findings: list[Finding], what: str) -> None:
        if self.misses:
            marks = ", ".join(f"{finding.code}/{finding.severity}/{finding.cue} “{finding.text}”" for finding in findings)
            self.shown.append(f"{what:8} {line.id} {line.code} [{line.group}] {line.text[:220]!r} {marks}")

    def families(self) -> dict[str, Tally]:
        totals: dict[str, Tally] = defaultdict(Tally)
        for code, tally in self.codes.items():
            totals[code.split(".")[0]].add(tally)
            totals["ALL"].add(tally)
        return totals


def _agree(replacement: str | None, generics: tuple[str, ...]) -> bool:
    return replacement is not None and any(replacement in generic or generic in replacement for generic in generics)


def without_context(ruleset: Ruleset) -> Ruleset:
    """The same cues with every suppressor switched off: what a list of patterns would say."""
    every = {code: sorted(ruleset.data["contexts"]) for code in ruleset.rules}
    return ruleset.with_layer({**ruleset.layer, "without": every})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true", help="list every line that went wrong")
    parser.add_argument("--without-names", action="store_true", help="leave the name tagger out")
    options = parser.parse_args()
    lines = [line for path in options.files or sorted((DATA / "test").glob("*.jsonl")) for line in read(path)]
    ruleset = Ruleset.shipped()
    measure = Measure(Scanner(ruleset, names=not options.without_names), options.misses)
    plain = Measure(Scanner(without_context(ruleset), names=not options.without_names), misses=False)
    for line in lines:
        measure.take(line)
        plain.take(line)
    out = sys.stdout.write
    out("".join(f"{line}\n" for line in measure.shown))
    for table in (measure.codes, measure.families()):
        out("".join(f"{tally.row(name)}\n" for name, tally in sorted(table.items())))
    out("".join(f"{count:5} {name}\n" for name, count in measure.classes.most_common(40)))
    out("".join(f"{count:7} {name}\n" for name, count in sorted(measure.counts.items())))
    out("".join(f"{count:5} pass lines blocked by another code: {name}\n" for name, count in measure.elsewhere.most_common()))
    close(measure, plain)


def close(measure: Measure, plain: Measure) -> None:
    def figures(what: Measure) -> dict[str, float]:
        made = {}
        for name, tally in sorted(what.families().items()):
            made[f"{name}_recall"] = round(tally.found / max(1, tally.found + tally.missed), 4)
            made[f"{name}_precision"] = round(tally.found / max(1, tally.found + tally.false), 4)
        characters = what.counts["clean: characters"]
        for severity in STOPS if characters else ():
            made[f"false_{severity}s_per_100k"] = round(what.counts[f"clean: false {severity}s"] / characters * 100_000, 2)
        return made

    own, base = figures(measure), figures(plain)
    ratio = {name: round(own[name] / base[name], 3) for name in own if base.get(name)}
    sys.stdout.write(json.dumps({"name": "accuracy", "figures": own, "baseline": base, "ratio": ratio}) + "\n")


if __name__ == "__main__":
    main()

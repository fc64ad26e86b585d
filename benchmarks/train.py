"""Learns the weights of the second reading from the development half alone: `python benchmarks/train.py [--check FILE…]`.

Lines of `benchmarks/data/development` and the rules' own examples; never the test half. Needs scikit-learn (the extra
`train`). Writes `moderation/engine/learned/weights.tsv`; with `--folds N` it only prints cross-validated figures.
"""

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from moderation.engine.folding import fold
from moderation.engine.learned.features import FAMILIES, SHORTEST_UNIT, grams, normal_form, sentences, units
from moderation.engine.learned.reader import SCALE, Reader
from moderation.engine.ruleset import Ruleset

DATA = Path(__file__).resolve().parent / "data" / "development"
TARGET = Path(__file__).resolve().parents[1] / "moderation" / "engine" / "learned" / "weights.tsv"
SEED = 7
SMALLEST = 400  # thousandths: what weighs less is left out; it changes one judgement in a thousand
SMALLEST_FOR_CODE = 700
STRENGTH, CODE_STRENGTH = 0.5, 3.0  # inverse of the penalty on weights
CLEAN_SHARE = 3.0  # a clean passage weighs as much as so many labelled lines: in what people hand in there are far more of them
LONGEST_CLAUSE = 20
_CLAUSE_ENDS = re.compile("[,。!?;:、…\\n]+")


@dataclass(frozen=True)
class Example:
    """A labelled line, folded; `parts` are the units that it teaches from."""

    text: str
    code: str
    fires: bool
    parts: tuple[str, ...]


def example(raw: str, span: str | None, code: str, fires: bool) -> Example:
    """A violation teaches from the units that touch its span, anything else from every unit."""
    text = fold(raw).text
    place = text.find(fold(span).text) if span else -1
    low, high = (place, place + len(span or "")) if place >= 0 else (0, len(text))
    spans = [span for span, _ in units(text, sentences(text)) if not fires or (span[0] < high and low < span[1])]
    parts = tuple(text[start:end] for start, end in spans) or (text,)
    return Example(text, code, fires, parts if code else (*parts, *_clauses(text)))


def _clauses(text: str) -> list[str]:
    """Clauses of clean passages stand for what is harmless and short: headings, list items, cells of a table.

    Not those of near misses: half of a rebuttal is no rebuttal.
    """
    return [clause for clause in _CLAUSE_ENDS.split(text) if SHORTEST_UNIT <= len(clause) <= LONGEST_CLAUSE]


def examples() -> list[Example]:
    """Labelled lines, rules' examples and clean passages."""
    found = []
    for path in sorted(DATA.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            code = row.get("code", "")
            guilty = code.split(".")[0] in FAMILIES and code != "BRAND.GENERIC_ADVISE" and row["expect"] != "pass"
            found.append(example(row["text"], row.get("span"), code, guilty))  # stories of patients are no promotion
    for code, rule in Ruleset.shipped().rules.items():
        if code.split(".")[0] not in FAMILIES or code == "BRAND.GENERIC_ADVISE":
            continue
        for kind in ("fire", "pass"):
            for text in rule.get("examples", {}).get(kind, []):
                if isinstance(text, str):
                    span = text[text.index("【") + 1 : text.index("】")] if "【" in text else None
                    found.append(example(text.replace("【", "").replace("】", ""), span, code, kind == "fire"))
    return found


def matrix(texts: list[str], vocabulary: dict[str, int], weights: list[float]) -> Any:
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for number, text in enumerate(texts):
        runs = grams(normal_form(text))
        root = math.sqrt(len(runs))
        for run in set(runs):
            column = vocabulary.get(run)
            if column is not None:
                rows.append(number)
                columns.append(column)
                values.append(weights[column] / root)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def learn(lines: list[Example]) -> str:
    """The weights file for some lines."""
    from sklearn.linear_model import LogisticRegression

    texts = [part for line in lines for part in line.parts]
    fires = [line.fires for line in lines for _ in line.parts]
    shares = [1 / len(line.parts) if line.fires else 1.0 if line.code else CLEAN_SHARE for line in lines for _ in line.parts]
    counts = Counter(run for text in texts for run in set(grams(normal_form(text))))
    kept = sorted(run for run, count in counts.items() if count >= 2)
    vocabulary = {run: number for number, run in enumerate(kept)}
    rarity = [math.log((1 + len(texts)) / (1 + counts[run])) + 1 for run in kept]
    judge = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2_000).fit(
        matrix(texts, vocabulary, rarity), fires, shares
    )
    guilty = [line for line in lines if line.fires]
    sorter = LogisticRegression(C=CODE_STRENGTH, max_iter=500).fit(
        matrix([part for line in guilty for part in line.parts], vocabulary, rarity),
        [line.code for line in guilty for _ in line.parts],
        [1 / len(line.parts) for line in guilty for _ in line.parts],
    )
    out = [
        "# Learned from the development half by benchmarks/train.py; thousandths. Run, weight of a violation, weights of codes.",
        f"bias={round(float(judge.intercept_[0]) * SCALE)}",
        "\t".join(map(str, sorter.classes_)),
        "\t".join(str(round(float(bias) * SCALE)) for bias in sorter.intercept_),
    ]
    for run in kept:
        column = vocabulary[run]
        weight = round(float(judge.coef_[0][column]) * rarity[column] * SCALE)
        codes = ((n, round(float(row[column]) * rarity[column] * SCALE)) for n, row in enumerate(sorter.coef_))
        rest = ",".join(f"{n}:{value}" for n, value in codes if abs(value) >= SMALLEST_FOR_CODE)
        if abs(weight) >= SMALLEST:
            out.append(f"{run}\t{weight}\t{rest}")
    return "\n".join(out) + "\n"


def cross_validated(lines: list[Example], folds: int) -> None:
    random.Random(SEED).shuffle(lines)
    scored: list[tuple[float, Example, tuple[str, ...]]] = []
    for fold_number in range(folds):
        reader = Reader(learn([line for n, line in enumerate(lines) if n % folds != fold_number]))
        for line in (line for n, line in enumerate(lines) if n % folds == fold_number):
            best = max(reader.suspicions(line.text, threshold=-100_000), key=lambda s: s.score, default=None)
            if best:
                scored.append((best.score, line, best.codes))
    for threshold in (0.0, 0.5, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0):
        over = [(line, codes) for score, line, codes in scored if score > threshold]
        hits = [(line, codes) for line, codes in over if line.fires]
        right = sum(line.code in codes for line, codes in hits)
        clean = sum(not line.code for line, _ in over)
        fires = sum(line.fires for line in lines)
        sys.stdout.write(
            f"over {threshold}: R {len(hits) / fires:.3f} P {len(hits) / max(1, len(over)):.3f} "
            f"code right {right / max(1, len(hits)):.3f} clean passages {clean}\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    lines = examples()
    sys.stdout.write(f"{len(lines)} lines, {sum(line.fires for line in lines)} of them violations\n")
    if options.folds:
        cross_validated(lines, options.folds)
        return
    TARGET.write_text(learn(lines), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()

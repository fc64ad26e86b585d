"""What a term would newly match among the published passages, while it is being typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Value
from django.db.models.functions import StrIndex

from ..engine import Document, Passage, RulesetError, Scanner
from ..engine import Ruleset as EngineRuleset
from ..engine.folding import fold
from ..models import LivePassage
from . import standing

# Passages that are judged one by one; beyond them the answer says what share was looked at.
LOOKED_AT = 200
SHOWN = 3
AROUND = 14


@dataclass(frozen=True)
class Tally:
    """`matching` passages of `articles` objects hold the term; of those `looked_at`, the rule would newly fire in `newly`."""

    matching: int
    articles: int
    looked_at: int
    newly: int
    samples: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "matching": self.matching,
            "articles": self.articles,
            "looked_at": self.looked_at,
            "newly": self.newly,
            "samples": list(self.samples),
        }


def count(term: str, code: str) -> Tally:
    """Count one term for one rule. Raises RulesetError when the rule is unknown or the term cannot be used."""
    folded = fold(term).text.strip()
    if not folded:
        return Tally(0, 0, 0, 0, ())
    rows = LivePassage.objects.annotate(at=StrIndex("folded", Value(folded))).filter(at__gt=0)
    counted = rows.aggregate(matching=Count("pk"), articles=Count("text_id", distinct=True))
    looked = list(rows.annotate(place=F("at")).order_by("-pk").values_list("folded", "place")[:LOOKED_AT])
    base = standing.current().base.scanner
    alone = _alone(base.ruleset.sha256, code, folded)
    newly, samples = 0, list[str]()
    for text, place in looked:
        document = Document((Passage("text", text),))
        fresh = [f for f in alone.scan(document).findings if f.code == code and folded in fold(f.text).text]
        if not fresh:
            continue
        known = [(f.start, f.end) for f in base.scan(document).findings if f.code == code]
        if any(not any(start < f.end and f.start < end for start, end in known) for f in fresh):
            newly += 1
            if len(samples) < SHOWN:
                start = max(0, place - 1 - AROUND)
                samples.append(text[start : place - 1 + len(folded) + AROUND].replace("\n", " "))
    return Tally(counted["matching"], counted["articles"], len(looked), newly, tuple(samples))


@lru_cache(maxsize=32)
def _alone(sha256: str, code: str, term: str) -> Scanner:
    """A scanner of one rule with one more term and nothing else of it, so that only the term's own work is seen."""
    ruleset = standing.current().base.scanner.ruleset
    if code not in ruleset.rules:
        raise RulesetError(f"{code}: no such rule")
    rule: Mapping[str, Any] = ruleset.rules[code]
    bare = {**rule, "cue": []}
    without = {name: part for name, part in ruleset.layer.get("without", {}).items() if name == code}
    data = {**ruleset.data, "rules": {code: bare}, "layer": {"terms": {code: [term]}, "without": without}}
    return Scanner(EngineRuleset(data), names=False)

"""A duty: times each rule of the live ruleset on a few live texts, without touching the scanner that serves."""

import copy
import datetime
import random
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..engine import Document, Scanner
from ..engine.compiled import Rule
from ..models import LiveText, RuleCost
from . import archive, standing

SAMPLE = 25
# What all rules share: folding the text, the automata over it, the lines that patterns are tried on.
SHARED = "*"


class Timed(list[Rule]):
    """The rules of a scanner, which walks over them: the time until it asks for the next one is that of the last.

    Each walk takes another order: whoever is first to need a reading of the text pays for all that share it.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        kept = list(rules)
        super().__init__(kept)
        self.spent = dict.fromkeys((rule.code for rule in kept), 0.0)

    def __iter__(self) -> Iterator[Rule]:
        order = list(super().__iter__())
        random.shuffle(order)
        for rule in order:
            begun = time.perf_counter()
            yield rule
            self.spent[rule.code] += _microseconds(begun)


def measure(now: datetime.datetime) -> int:
    """Add today's sample; answers how many texts were timed."""
    ready = standing.current().base
    texts = list(LiveText.objects.order_by("?")[:SAMPLE])
    documents = [Document(archive.passages(text), facts_of(text)) for text in texts]
    scanner, rules = timed(ready.scanner)
    begun = time.perf_counter()
    for document in documents:
        scanner.scan(document)
    whole = _microseconds(begun)
    spent = dict(rules.spent)
    spent[SHARED] = max(0.0, whole - sum(spent.values()))
    day = timezone.localdate(now)
    with transaction.atomic():
        for code, microseconds in spent.items():
            row, _created = RuleCost.objects.get_or_create(day=day, ruleset_sha256=ready.sha256, code=code)
            RuleCost.objects.filter(pk=row.pk).update(
                samples=F("samples") + len(texts), microseconds=F("microseconds") + microseconds
            )
    return len(texts)


def facts_of(text: LiveText) -> Mapping[str, Any]:
    """What the rules on facts read; nothing when the object is gone."""
    instance = text.content()
    return instance.facts() if instance is not None else {}


def timed(scanner: Scanner) -> tuple[Scanner, Timed]:
    """A copy of a scanner, without the name tagger, whose rules say what they cost."""
    watched = Scanner(scanner.ruleset, names=False)
    watched.compiled = copy.copy(scanner.compiled)
    rules = Timed(scanner.compiled.rules)
    watched.compiled.rules = rules
    return watched, rules


def _microseconds(begun: float) -> float:
    return (time.perf_counter() - begun) * 1e6

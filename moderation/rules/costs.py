"""A duty: times each rule of the live ruleset on a few live texts, without touching the scanner that serves."""

import copy
import datetime
import time
from collections import Counter
from collections.abc import Iterable, Iterator

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
    """The rules of a scanner, which walks over them: the time until it asks for the next one is that of the last."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__(rules)
        self.spent: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Rule]:
        for rule in super().__iter__():
            begun = time.perf_counter()
            yield rule
            self.spent[rule.code] += _microseconds(begun)


def measure(now: datetime.datetime) -> int:
    """Add today's sample; answers how many texts were timed."""
    ready = standing.current().base
    texts = list(LiveText.objects.order_by("?")[:SAMPLE])
    scanner, rules = timed(ready.scanner)
    begun = time.perf_counter()
    for text in texts:
        scanner.scan(Document(archive.passages(text)))
    whole = _microseconds(begun)
    spent = Counter({rule.code: rules.spent[rule.code] for rule in list(rules) if not rule.flow})
    spent[SHARED] = max(0, whole - rules.spent.total())
    day = timezone.localdate(now)
    with transaction.atomic():
        for code, microseconds in spent.items():
            row, _created = RuleCost.objects.get_or_create(day=day, ruleset_sha256=ready.sha256, code=code)
            RuleCost.objects.filter(pk=row.pk).update(
                samples=F("samples") + len(texts), microseconds=F("microseconds") + microseconds
            )
    return len(texts)


def timed(scanner: Scanner) -> tuple[Scanner, Timed]:
    """A copy of a scanner, without the name tagger, whose rules say what they cost."""
    watched = Scanner(scanner.ruleset, names=False)
    watched.compiled = copy.copy(scanner.compiled)
    rules = Timed(scanner.compiled.rules)
    watched.compiled.rules = rules
    return watched, rules


def _microseconds(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1e6)

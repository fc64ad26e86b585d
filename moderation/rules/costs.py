"""A duty: times each rule of the live ruleset by itself on a few live texts."""

import datetime
import time
from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..engine import Document
from ..engine.evidence import Evidence
from ..engine.reading import Reading
from ..engine.scanner import DETECTORS
from ..models import LiveText, RuleCost
from . import archive, standing

SAMPLE = 25
# What all rules share: folding the text, the automata over it, the lines that patterns are tried on.
SHARED = "*"


def measure(now: datetime.datetime) -> int:
    """Add today's sample; answers how many texts were timed."""
    ready = standing.current().base
    texts = list(LiveText.objects.order_by("?")[:SAMPLE])
    spent: Counter[str] = Counter()
    for text in texts:
        begun = time.perf_counter()
        evidence = Evidence(ready.scanner.compiled, Reading(Document(archive.passages(text))))
        spent[SHARED] += _microseconds(begun)
        for rule in ready.scanner.compiled.rules:
            if rule.flow:
                continue
            begun = time.perf_counter()
            list(DETECTORS[rule.detector](rule, evidence))
            spent[rule.code] += _microseconds(begun)
    day = timezone.localdate(now)
    with transaction.atomic():
        for code, microseconds in spent.items():
            row, _created = RuleCost.objects.get_or_create(day=day, ruleset_sha256=ready.sha256, code=code)
            RuleCost.objects.filter(pk=row.pk).update(
                samples=F("samples") + len(texts), microseconds=F("microseconds") + microseconds
            )
    return len(texts)


def _microseconds(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1e6)

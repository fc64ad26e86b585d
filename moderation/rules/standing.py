"""The rulesets that stand at this moment, compiled once per process and exchanged all at once when the pointer moves.

A live ruleset that cannot be compiled any more (made for another engine, say) leaves the one before it standing in this
process; a process that has none takes the rules beside the code under the same layer. Nothing stops and nothing passes
unscanned; every screen of the rules says so, and so does the duty.
"""

import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from ..engine import Document, Report, RulesetError, Scanner
from ..engine import Ruleset as EngineRuleset
from ..engine.allowing import Allowed, Entry, allow, entries
from ..models import Ruleset, RulesetPointer
from . import compiling, layers, rollout

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """One ruleset, compiled: its scanner, its allow-list, and a second scanner of the rules that it keeps in shadow."""

    pk: int | None
    sha256: str
    version: str
    scanner: Scanner
    allowed: tuple[Entry, ...] = ()
    hidden: Scanner | None = None

    def scan(self, document: Document, authors: frozenset[int] = frozenset()) -> tuple[Report, tuple[Allowed, ...]]:
        """The report after the allow-list, and what that set aside."""
        today = str(document.facts.get("today") or timezone.localdate().isoformat())
        return allow(self.scanner.scan(document), (*site_entries(), *self.allowed), today, authors)


@dataclass(frozen=True)
class Standing:
    """What is live for all, what rises beside it and for how many of a hundred, and what runs in shadow."""

    token: str
    base: Ready
    rising: Ready | None = None
    share: int = 0
    shadows: tuple[Ready, ...] = ()
    faults: tuple[str, ...] = field(default=())

    def pick(self, instance: Any) -> Ready:
        """The ruleset that this object sees."""
        if self.rising is None:
            return self.base
        kind = ContentType.objects.get_for_model(type(instance))
        return self.rising if rollout.sees(self.share, kind.pk, instance.pk, self.rising.sha256) else self.base

    def holding(self) -> list[Ready]:
        return [one for one in (self.base, self.rising, *self.shadows) if one is not None]


def site_entries() -> tuple[Entry, ...]:
    """The site's own address for complaints is no contact that diverts patients."""
    return entries([{"code": "PROMO.CONTACT", "text": settings.COMPLAINTS_MAIL, "fingerprint": "site"}])


_lock = threading.Lock()
_standing: Standing | None = None
# Seconds that the last exchange took in this process, for the ruleset's page.
last_exchange = 0.0


def current() -> Standing:
    """The rulesets that stand now; one look at the pointer's row, compiled anew only when it moved."""
    global _standing, last_exchange
    token = RulesetPointer.objects.values_list("token", flat=True).filter(pk=1).first() or ""
    standing = _standing
    if standing is not None and standing.token == token:
        return standing
    with _lock:
        if _standing is None or _standing.token != token:
            begun = time.perf_counter()
            _standing = _built(token, _standing)
            last_exchange = time.perf_counter() - begun
        return _standing


def _built(token: str, before: Standing | None) -> Standing:
    rows = list(Ruleset.objects.filter(state__in=(Ruleset.State.LIVE, Ruleset.State.SHADOW)).select_related("shipped"))
    known = {ready.sha256: ready for ready in before.holding()} if before else {}
    faults: list[str] = []

    def made(row: Ruleset) -> Ready | None:
        if row.sha256 in known and known[row.sha256].pk == row.pk:
            return known[row.sha256]
        try:
            return ready(row)
        except Exception as error:  # whatever is wrong with it, the one before it goes on
            logger.error("ruleset %s cannot be used: %s", row.version, error)
            faults.append(_("规则集 %(version)s 不能使用：%(reason)s") % {"version": row.version, "reason": error})
            return None

    live = [row for row in rows if row.state == Ruleset.State.LIVE]
    base_row = next((row for row in live if row.share == 100), None)
    rising_row = next((row for row in live if row.share < 100), None)
    base = made(base_row) if base_row else shipped()
    if base is None:
        base = before.base if before else instead_of(base_row)
        faults.append(_("现在用的是 %(version)s。") % {"version": base.version})
    rising = made(rising_row) if rising_row else None
    shadows = tuple(one for row in rows if row.state == Ruleset.State.SHADOW and (one := made(row)) is not None)
    return Standing(token, base, rising, rising_row.share if rising_row and rising else 0, shadows, tuple(faults))


def ready(row: Ruleset) -> Ready:
    """Compile one stored ruleset. Raises RulesetError."""
    ruleset = compiling.under(compiling.release(row), row.layer)
    allowed = entries(layers.allow_rows(row.layer))
    return Ready(row.pk, row.sha256, row.version, Scanner(ruleset), allowed, hidden_of(ruleset))


def rules_of(row: Ruleset) -> Mapping[str, Any]:
    """The rules of its release as data, also of one that this code cannot use."""
    rules: Mapping[str, Any] = json.loads(row.shipped.canonical).get("rules", {})
    return rules


def instead_of(row: Ruleset | None) -> Ready:
    """For a ruleset that this code cannot use: the rules beside the code under the same layer, or else under none."""
    if row is None:
        return shipped()
    code = EngineRuleset.shipped()
    try:
        ruleset = compiling.under(code, row.layer)
    except RulesetError:  # the layer names what this code does not know
        return shipped()
    sha256 = layers.sha256_of(code, row.layer)
    allowed = entries(layers.allow_rows(row.layer))
    return Ready(None, sha256, layers.version_of(code, sha256), Scanner(ruleset), allowed, hidden_of(ruleset))


@lru_cache(maxsize=1)
def shipped() -> Ready:
    """The rules beside the code, for a site that has no live ruleset yet."""
    ruleset = EngineRuleset.shipped()
    return Ready(None, ruleset.sha256, ruleset.version, Scanner(ruleset))


def hidden_of(ruleset: EngineRuleset) -> Scanner | None:
    """A scanner of those rules alone that this ruleset keeps in shadow."""
    hidden = {code: rule for code, rule in ruleset.rules.items() if ruleset.status(code) == "shadow"}
    if not hidden:
        return None
    layer = {
        name: {code: part for code, part in ruleset.layer.get(name, {}).items() if code in hidden}
        for name in ("terms", "patterns", "thresholds", "without")
    }
    return Scanner(
        EngineRuleset({**ruleset.data, "rules": hidden, "layer": {**layer, "brands": ruleset.layer.get("brands", [])}})
    )

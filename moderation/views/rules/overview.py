"""All rules: what state each is in, how often it hits, how precise it is and what it costs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ... import reasons
from ...cards import SEVERITY_WORDS
from ...engine import Ruleset as EngineRuleset
from ...rules import costs, glyphs, lifecycle, metrics, standing
from .access import context, for_readers
from .words import STATUS


@require_GET
@for_readers
def rules(request: HttpRequest) -> HttpResponse:
    now = standing.current()
    ruleset = now.base.scanner.ruleset
    words = request.GET.get("q", "").strip()
    figures = metrics.figures([*ruleset.rules, costs.SHARED])
    found = [row(ruleset, code, figures[code]) for code in sorted(ruleset.rules)]
    if words:
        found = [one for one in found if words.lower() in one["code"].lower() or words in one["name"]]
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        groups.setdefault(one["code"].partition(".")[0], []).append(one)
    declared = [(code, reasons.name_of(code)) for code in sorted(ruleset.data["declared"])]
    return render(
        request,
        "moderation/rules/rules.html",
        {
            **context(request, "rules"),
            "groups": [(str(reasons.FAMILIES.get(family, family)), rows) for family, rows in groups.items()],
            "words": words,
            "days": metrics.DAYS,
            "declared": [] if words else declared,
            "live": lifecycle.live(),
            "version": now.base.version,
            "faults": now.faults,
            "shared_cost": figures[costs.SHARED].cost,
        },
    )


def row(ruleset: EngineRuleset, code: str, figures: metrics.Figures) -> dict[str, Any]:
    """One rule in one line."""
    words, tone = STATUS[ruleset.status(code)]
    rule = ruleset.rules[code]
    return {
        "code": code,
        "name": reasons.name_of(code),
        "severity": rule["severity"],
        "severity_words": SEVERITY_WORDS[rule["severity"]],
        "state": words,
        "tone": tone,
        "figures": figures,
        "spark": glyphs.spark(
            figures.hits, _("近 %(days)d 天命中 %(hits)d 次") % {"days": len(figures.days), "hits": figures.total}
        ),
        "precision": precision_words(figures.precision),
    }


def precision_words(share: Any) -> dict[str, Any]:
    """A share as percentages, or nothing when nobody judged yet."""
    if share.value is None:
        return {"whole": 0}
    percent = {"value": round(share.value * 100), "low": round(share.low * 100), "high": round(share.high * 100)}
    title = _("准确率 %(value)d%%，95%% 区间 %(low)d%% 到 %(high)d%%") % percent
    return {**percent, "whole": share.whole, "chart": glyphs.interval(share.low, share.high, share.value, title)}

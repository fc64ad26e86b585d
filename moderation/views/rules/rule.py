"""One rule: what it says and looks for, what keeps it silent, its examples, and its figures as charts with tables."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ... import charts
from ...cards import SEVERITY_WORDS
from ...models import Case, Finding, Ruleset
from ...rules import layers, metrics, soundness, standing
from ..access import is_moderator
from . import identifiers, overview
from .access import context, for_readers
from .words import condition

SHOWN = 12
PLACES = re.compile(r"\{\w*\}")


@require_GET
@for_readers
def rule(request: HttpRequest, code: str) -> HttpResponse:
    now = standing.current()
    ruleset = now.base.scanner.ruleset
    if code not in ruleset.rules:
        raise Http404
    entry, layer = ruleset.rules[code], _layer(now)
    figures = metrics.figures([code])[code]
    off = set(layer.get("without", {}).get(code, []))
    contexts = ruleset.data["contexts"]
    return render(
        request,
        "moderation/rules/rule.html",
        {
            **context(request, "rules"),
            "row": overview.row(ruleset, code, figures),
            "rule": entry,
            "message": _said(entry["message"]),
            "fix": _said(entry["fix"]),
            "cues": [_cue(cue) for cue in entry.get("cue", [])],
            "suppressors": [
                {
                    "name": name,
                    "words": condition(name),
                    "off": name in off,
                    "like": next(iter(contexts.get(name, {}).get("holds", [])), ""),
                }
                for name in soundness.suppressors_of(ruleset, code)
            ],
            "thresholds": _thresholds(ruleset, code),
            "terms": layer.get("terms", {}).get(code, []),
            "patterns": layer.get("patterns", {}).get(code, []),
            "allowed": [entry for entry in layer.get("allow", []) if entry["code"] == code],
            "fire": _texts(entry, layer, code, "fire"),
            "quiet": _texts(entry, layer, code, "pass"),
            "figures": figures,
            "table": list(zip(figures.days, figures.hits, figures.overturns, figures.costs, strict=True))[::-1],
            "hits_chart": _hits_chart(figures),
            "cost_chart": _cost_chart(figures) if figures.cost is not None else "",
            "shadows": _shadows(code),
            "recent": _recent(code) if is_moderator(request.user) else [],
        },
    )


def _said(words: Mapping[str, str]) -> str:
    """What the author reads, in the reader's language, with the places that each finding fills left open."""
    language = (get_language() or "zh").partition("-")[0]
    return PLACES.sub("……", words.get(language) or words["zh"])


def _layer(now: standing.Standing) -> layers.Layer:
    row = Ruleset.objects.filter(pk=now.base.pk or 0).first()
    return row.layer if row else {}


def _cue(cue: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": identifiers.cue(cue["name"]),
        "severity": cue.get("severity", ""),
        "severity_words": SEVERITY_WORDS.get(cue.get("severity", ""), ""),
        "patterns": len(cue.get("patterns", [])),
        "terms": cue.get("terms", []),
        "requires": [condition(name) for name in cue.get("requires", [])],
    }


def _thresholds(ruleset: Any, code: str) -> list[tuple[str, float, float]]:
    """Name, shipped value, value in force."""
    own = ruleset.layer.get("thresholds", {}).get(code, {})
    return [
        (identifiers.said("thresholds", name), value, own.get(name, value))
        for name, value in soundness.thresholds_of(ruleset, code).items()
    ]


def _texts(entry: Any, layer: layers.Layer, code: str, kind: str) -> list[tuple[str, bool]]:
    """Examples in words; true for the staff's own."""
    shipped = [(text, False) for text in entry.get("examples", {}).get(kind, []) if isinstance(text, str)]
    own = [(text, True) for row in layer.get("examples", []) if row["code"] == code for text in row[kind]]
    return [*own, *shipped]


def _days(figures: metrics.Figures) -> list[str]:
    return [day.strftime("%m-%d") for day in figures.days]


def _hits_chart(figures: metrics.Figures) -> str:
    series = [charts.Series(_("命中"), figures.hits, "leaf"), charts.Series(_("判为误报"), figures.overturns, "fruit")]
    title = _("近 %(days)d 天每天的命中和误报") % {"days": len(figures.days)}
    return charts.bars(series, _days(figures), title)


def _cost_chart(figures: metrics.Figures) -> str:
    return charts.line([charts.Series(_("耗时"), figures.costs)], _days(figures), _("每次扫描的平均耗时，微秒"))


def _shadows(code: str) -> list[dict[str, Any]]:
    """What rulesets in shadow would do differently with this rule."""
    rows = []
    for ruleset in Ruleset.objects.filter(state=Ruleset.State.SHADOW):
        more, less = metrics.shadow_counts(ruleset.pk).get(code, (0, 0))
        rows.append({"ruleset": ruleset, "more": more, "less": less, "scans": metrics.shadow_totals(ruleset.pk)["scans"]})
    return rows


def _recent(code: str) -> list[dict[str, Any]]:
    """The newest hits with the case in which people saw them; masked as they are kept."""
    found = Finding.objects.filter(code=code).select_related("scan").order_by("-pk")[:SHOWN]
    cases = {case.scan_id: case for case in Case.objects.filter(scan__in=[finding.scan_id for finding in found])}
    return [{"finding": finding, "case": cases.get(finding.scan_id)} for finding in found]

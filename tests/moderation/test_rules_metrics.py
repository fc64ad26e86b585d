"""Figures per rule: hits and overturns by day, precision with Wilson's interval, cost; and the charts that show them."""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.utils import timezone

from moderation import charts, decisions
from moderation.engine import Document
from moderation.engine import Ruleset as EngineRuleset
from moderation.engine import scanner as scanner_module
from moderation.engine.compiled import Rule
from moderation.engine.evidence import Draft, Evidence
from moderation.engine.flows import FLOWS, FlowDraft
from moderation.models import Case, RuleCost
from moderation.rules import archive, costs, glyphs, metrics, releases, standing
from moderation.rules.intervals import wilson
from tests import factories


# Values of the score interval as published by Newcombe (1998), Table I, method 3.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    share = wilson(part, whole)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_nothing_counted_is_no_precision() -> None:
    assert (wilson(0, 0).value, wilson(0, 0).low, wilson(0, 0).high) == (None, 0.0, 1.0)


@pytest.mark.django_db
def test_hits_overturns_precision_and_cost() -> None:
    releases.found(EngineRuleset.shipped())
    for verdict in ("false_alarm", "accepted", "confirmed"):
        submission = factories.submit(factories.make_article(text="这是我们医院最佳的家庭测量方法。"))
        case = Case.objects.get(submission=submission)
        answers = {finding.pk: (verdict, "看过上下文") for finding in case.scan.findings.filter(severity="review")}
        assert decisions.approve(case, factories.make_moderator(), answers, pictures_checked=True)
    archive.keep(timezone.now())
    assert costs.measure(timezone.now()) == 3
    costs.measure(timezone.now())
    figures = metrics.figures(["CLAIM.ABSOLUTE", "PRIV.PHONE"])
    rule = figures["CLAIM.ABSOLUTE"]
    assert (rule.total, rule.overturned, rule.hits[-1]) == (3, 1, 3)
    assert (rule.precision.part, rule.precision.whole) == (2, 3)
    assert rule.samples == 6
    assert rule.cost is not None
    assert rule.cost > 0
    assert figures["PRIV.PHONE"].total == 0
    assert RuleCost.objects.filter(code=costs.SHARED).get().microseconds > 0


@pytest.mark.django_db
def test_the_cost_of_a_rule_is_measured_rule_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    real, slow = scanner_module.DETECTORS["promotion"], 0.02

    def slowly(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
        time.sleep(slow)
        yield from real(rule, evidence)

    def missing(document: Document, settings: Mapping[str, Any]) -> Iterator[FlowDraft]:
        assert document.facts["origin"] == "原创"
        time.sleep(slow)
        yield from ()

    releases.found(EngineRuleset.shipped())
    factories.publish(factories.make_article(text="早晚各量一次。"))
    archive.keep(timezone.now())
    monkeypatch.setattr(scanner_module, "DETECTORS", {**scanner_module.DETECTORS, "promotion": slowly})
    monkeypatch.setattr(scanner_module, "FLOWS", {**FLOWS, "missing": missing})
    assert costs.measure(timezone.now()) == 1
    spent = {row.code: row.microseconds for row in RuleCost.objects.all()}
    assert spent.keys() == {*EngineRuleset.shipped().compiled.by_code, costs.SHARED}
    dear = {code for code, microseconds in spent.items() if microseconds >= slow * 1e6}
    assert {"BRAND.PROMO", "SRC.META_MISSING"} <= dear
    assert all(microseconds > 0 for microseconds in spent.values())
    # The scanner that serves is not the one that was watched.
    assert not isinstance(standing.current().base.scanner.compiled.rules, costs.Timed)


def test_charts_say_in_words_what_they_draw() -> None:
    series = [charts.Series("命中<b>", [0, 3, 12]), charts.Series("误报", [0, 1, 2], "fruit")]
    chart = charts.bars(series, ["05-01", "05-02", "05-03"], "每天<i>")
    assert re.match(r'<svg role="img" aria-label="每天&lt;i&gt;"', chart)
    assert "命中&lt;b&gt;" in chart
    assert "<script" not in chart
    assert "<b>" not in chart
    assert "<rect" not in glyphs.spark([0, 0], "没有")
    assert "<circle" in charts.line([charts.Series("耗时", [None, 2.5])], ["a", "b"], "耗时")

"""The ruleset: one canonical form, its hash and version, the staff's layer, and errors in clear words."""

import json
from typing import Any

import pytest

from moderation.engine import Document, Passage, Ruleset, RulesetError, Scanner

SHIPPED = Ruleset.shipped()


def found(ruleset: Ruleset, text: str) -> list[tuple[str, str]]:
    return [(f.code, f.text) for f in Scanner(ruleset).scan(Document((Passage("text", text),))).findings]


def test_the_canonical_form_survives_a_round_trip() -> None:
    again = Ruleset.from_json(SHIPPED.canonical_json())
    assert again.canonical_json() == SHIPPED.canonical_json()
    assert again.version == SHIPPED.version == f"2026.11-{SHIPPED.sha256[:8]}"
    pretty = json.dumps(json.loads(SHIPPED.canonical_json()), indent=2)
    assert Ruleset.from_json(pretty).sha256 == SHIPPED.sha256


def test_eighty_codes_are_known() -> None:
    assert len(SHIPPED.rules) + len(SHIPPED.data["declared"]) == 80
    assert not SHIPPED.rules.keys() & SHIPPED.data["declared"].keys()
    for code, entry in {**SHIPPED.rules, **SHIPPED.data["declared"]}.items():
        assert entry["name"]["zh"], code
        assert entry["name"]["en"], code
    assert all("违法" not in rule["message"]["zh"] for rule in SHIPPED.rules.values())


def test_a_layer_adds_terms_patterns_brands_and_exceptions() -> None:
    layer = {
        "brands": [["优脉舒", "缬沙坦", ""]],
        "terms": {"CLAIM.CURE_PROMISE": ["药到命除"]},
        "patterns": {"CLAIM.CURE_PROMISE": ["三日还阳"]},
        "allow": [{"code": "CLAIM.CURE_PROMISE", "text": "断根"}],
    }
    ruleset = SHIPPED.with_layer(layer)
    assert ruleset.sha256 != SHIPPED.sha256
    assert ("BRAND.PROMO", "优脉舒") in found(ruleset, "家中常备优脉舒")
    assert found(ruleset, "服后药-到-命-除") == [("CLAIM.CURE_PROMISE", "药-到-命-除")]
    assert found(ruleset, "服后三日还阳") == [("CLAIM.CURE_PROMISE", "三日还阳")]
    assert found(SHIPPED, "湿疹就能断根了") == [("CLAIM.CURE_PROMISE", "断根")]
    assert found(ruleset, "湿疹就能断根了") == []


def test_a_layer_switches_rules_thresholds_and_suppressors() -> None:
    assert found(SHIPPED.with_layer({"status": {"CLAIM.CURE_PROMISE": "shadow"}}), "糖尿病能根治") == []
    assert SHIPPED.with_layer({"status": {"CLAIM.CURE_PROMISE": "shadow"}}).status("CLAIM.CURE_PROMISE") == "shadow"
    strict = SHIPPED.with_layer({"without": {"CLAIM.CURE_PROMISE": ["negation"]}})
    assert found(SHIPPED, "糖尿病不能根治") == []
    assert found(strict, "糖尿病不能根治") == [("CLAIM.CURE_PROMISE", "根治")]
    lenient = SHIPPED.with_layer({"thresholds": {"BRAND.PROMO": {"score": 3}}})
    assert ("BRAND.PROMO", "芬必得") not in found(lenient, "家中常备芬必得")


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"patterns": {"CLAIM.CURE_RATE": ["(治愈"]}}, "CLAIM.CURE_RATE: '(治愈': missing ): (治愈"),
        ({"patterns": {"CLAIM.CURE_RATE": [r"(?=治愈)率"]}}, "CLAIM.CURE_RATE: '(?=治愈)率': invalid perl operator: (?="),
        ({"patterns": {"CLAIM.CURE_RATE": ["x*"]}}, "CLAIM.CURE_RATE: 'x*' matches the empty text"),
        ({"terms": {"PROMO.CONTACT": [" "]}}, "PROMO.CONTACT: term ' ' is empty, too long or holds a line break"),
        ({"brands": [["优脉舒"]]}, "brands: ['优脉舒']: not enough values to unpack (expected 3, got 1)"),
        ({"status": {"CLAIM.NONE": "live"}}, "layer: status of CLAIM.NONE, which has no rule"),
        ({"status": {"CLAIM.CURE_RATE": "off"}}, "CLAIM.CURE_RATE: unknown status 'off'"),
        ({"colours": []}, "layer: unknown key 'colours'"),
    ],
)
def test_errors_name_the_rule_and_the_reason(layer: dict[str, Any], message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        SHIPPED.with_layer(layer)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "ruleset: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
        ("[]", "ruleset: not a JSON object"),
        ("{}", "ruleset: 'engine' is missing"),
    ],
)
def test_what_is_no_ruleset(text: str, message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        Ruleset.from_json(text)
    assert str(caught.value) == message


def test_an_unknown_context_is_refused() -> None:
    data = json.loads(SHIPPED.canonical_json())
    data["rules"]["CLAIM.CURE_RATE"]["suppressors"] = ["nonsense"]
    data["rules"]["CLAIM.CURE_RATE"]["cue"] = []
    with pytest.raises(RulesetError, match=r"^CLAIM.CURE_RATE: unknown context 'nonsense'$"):
        Ruleset.from_json(json.dumps(data))


def test_a_pattern_that_would_hang_elsewhere_answers_at_once() -> None:
    hostile = SHIPPED.with_layer({"patterns": {"CLAIM.CURE_RATE": [r"(\p{Han}+)+治愈率$"]}})
    assert found(hostile, "的" * 5000) == []

"""Every example that a rule carries: what must fire fires at the marked place, and its mend scans clean."""

import re

import pytest

from moderation.engine import Document, Finding, Passage, Ruleset, Scanner

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED)
TEXT_RULES = [code for code, rule in SHIPPED.rules.items() if "flow" not in rule.get("detector", "")]


def findings(text: str, code: str) -> list[Finding]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    return [finding for finding in report.findings if finding.code == code]


def unmarked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its 【】 marks, and the spans that they marked."""
    spans, text = [], ""
    for number, part in enumerate(re.split("[【】]", example)):
        if number % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans


@pytest.mark.parametrize("code", TEXT_RULES)
def test_fire_examples(code: str) -> None:
    for example in SHIPPED.rules[code]["examples"]["fire"]:
        text, spans = unmarked(example)
        found = findings(text, code)
        assert found, example
        assert set(spans) <= {(finding.start, finding.end) for finding in found}, (example, [f.text for f in found])
        assert all(finding.text == text[finding.start : finding.end] for finding in found)


@pytest.mark.parametrize("code", TEXT_RULES)
def test_pass_examples(code: str) -> None:
    for example in SHIPPED.rules[code]["examples"]["pass"]:
        assert not findings(example, code), example


@pytest.mark.parametrize("code", TEXT_RULES)
def test_replacements_scan_clean(code: str) -> None:
    for example in SHIPPED.rules[code]["examples"]["fire"]:
        text, _ = unmarked(example)
        for finding in findings(text, code):
            if finding.replacement is None:
                continue
            mended = text[: finding.start] + finding.replacement + text[finding.end :]
            end = finding.start + len(finding.replacement)
            assert not [f for f in findings(mended, code) if f.start < end and finding.start < f.end], mended


@pytest.mark.parametrize("code", TEXT_RULES)
def test_each_text_rule_carries_enough_examples(code: str) -> None:
    examples = SHIPPED.rules[code]["examples"]
    assert len(examples["fire"]) >= 12
    assert len(examples["pass"]) >= 12

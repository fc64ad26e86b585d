"""Every example that a rule carries: what must fire fires at the marked place, and its mend scans clean."""

import re

import pytest

from moderation.engine import Document, Finding, Passage, Ruleset, Scanner

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED)
TEXT_RULES = [code for code, rule in SHIPPED.rules.items() if "cue" in rule or "detector" in rule]
FLOW_RULES = [code for code, rule in SHIPPED.rules.items() if "flow" in rule and rule.get("examples")]


def findings(text: str, code: str) -> list[Finding]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    return [finding for finding in report.findings if finding.code == code]


def texts(code: str, kind: str) -> list[str]:
    """The examples that are words; others are facts of a document."""
    return [example for example in SHIPPED.rules[code]["examples"][kind] if isinstance(example, str)]


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
    for example in texts(code, "fire"):
        text, spans = unmarked(example)
        found = findings(text, code)
        assert found, example
        assert set(spans) <= {(finding.start, finding.end) for finding in found}, (example, [f.text for f in found])
        assert all(finding.text == text[finding.start : finding.end] for finding in found)


@pytest.mark.parametrize("code", TEXT_RULES)
def test_pass_examples(code: str) -> None:
    for example in texts(code, "pass"):
        assert not findings(example, code), example


@pytest.mark.parametrize("code", TEXT_RULES)
def test_replacements_scan_clean(code: str) -> None:
    for example in texts(code, "fire"):
        text, _ = unmarked(example)
        for finding in findings(text, code):
            if finding.replacement is None:
                continue
            mended = text[: finding.start] + finding.replacement + text[finding.end :]
            end = finding.start + len(finding.replacement)
            again = [
                f for f in findings(mended, code) if not f.cue.startswith("learned") and f.start < end and finding.start < f.end
            ]
            assert not again, mended


@pytest.mark.parametrize("code", TEXT_RULES)
def test_each_text_rule_carries_enough_examples(code: str) -> None:
    assert len(texts(code, "fire")) >= 12
    assert len(texts(code, "pass")) >= 12


@pytest.mark.parametrize("code", FLOW_RULES)
@pytest.mark.parametrize("kind", ["fire", "pass"])
def test_examples_of_facts(code: str, kind: str) -> None:
    documents = [example for example in SHIPPED.rules[code]["examples"][kind] if not isinstance(example, str)]
    assert len(documents) >= 3
    for facts in documents:
        report = SCANNER.scan(Document((Passage("title", "高血压的日常管理"),), facts))
        assert (code in {finding.code for finding in report.findings}) == (kind == "fire"), facts

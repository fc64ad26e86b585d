"""The report: order, merging, what was not checked, and rules that fail."""

from collections.abc import Iterator

import pytest

from moderation.engine import IDENTIFIERS, Document, Passage, Ruleset, Scanner, mask, scanner
from moderation.engine.compiled import Rule
from moderation.engine.evidence import Draft, Evidence

SCANNER = Scanner(Ruleset.shipped())


def test_the_verdict_is_the_worst_severity() -> None:
    report = SCANNER.scan(Document((Passage("title", "他吃过芬必得"), Passage("body", "电话13800138000"))))
    assert report.verdict == "block"
    assert SCANNER.scan(Document((Passage("title", "少盐多菜"),))).verdict == "pass"
    assert SCANNER.scan(Document(())).verdict == "pass"


def test_findings_stand_in_the_order_of_the_text() -> None:
    report = SCANNER.scan(Document((Passage("b", "加我微信,糖尿病能根治"), Passage("a", "电话13800138000"))))
    assert [(finding.path, finding.code) for finding in report.findings] == [
        ("b", "PROMO.CONTACT"),
        ("b", "CLAIM.CURE_PROMISE"),
        ("a", "PRIV.PHONE"),
    ]


def test_overlapping_findings_of_one_code_become_one() -> None:
    report = SCANNER.scan(Document((Passage("text", "保证三个疗程彻底根治糖尿病"),)))
    assert [finding.code for finding in report.findings] == ["CLAIM.CURE_PROMISE"]


def test_what_was_not_checked_is_said() -> None:
    without = Scanner(SCANNER.ruleset, names=False)
    assert SCANNER.scan(Document((Passage("text", "好"),))).unchecked == ()
    assert without.scan(Document((Passage("text", "好"),))).unchecked == ("names",)
    picture = {"path": "body.1.image", "name": "图1", "credit": "王医生", "licence": "CC BY 4.0"}
    assert SCANNER.scan(Document((Passage("text", "好"),), {"pictures": [picture]})).unchecked == ("pictures",)
    assert without.scan(Document((), {"pictures": [picture]})).unchecked == ("names", "pictures")


def test_the_message_a_doctor_sees() -> None:
    (finding,) = SCANNER.scan(Document((Passage("text", "家属电话13800138000"),))).findings
    assert finding.message == "“13800138000”像是个人电话。本平台不发布患者、家属或其他人的电话。"
    assert finding.fix == "删去号码；需要急救或求助时只写公共热线，例如120、12356。"
    assert finding.replacement == "（电话已删去）"
    assert finding.code in IDENTIFIERS


def test_a_rule_that_fails_blocks_the_passage_it_failed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = scanner.DETECTORS["cues"]

    def broken(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
        if rule.code == "CLAIM.CURE_PROMISE" and "第二段" in evidence.reading.text:
            raise ZeroDivisionError
        return honest(rule, evidence)

    monkeypatch.setattr(scanner, "DETECTORS", {**scanner.DETECTORS, "cues": broken})
    report = SCANNER.scan(Document((Passage("one", "糖尿病能根治"), Passage("two", "第二段,电话13800138000"))))
    assert report.verdict == "block"
    assert [(finding.path, finding.code) for finding in report.findings] == [
        ("one", "CLAIM.CURE_PROMISE"),
        ("two", "SYS.RULE_FAILED"),
        ("two", "PRIV.PHONE"),
    ]
    assert "CLAIM.CURE_PROMISE" in report.findings[1].message


@pytest.mark.parametrize("text", ["根治" * 20_000, "13800138000 " * 5_000, "1" * 60_000, "芬必得好用" * 5_000])
def test_more_places_than_a_person_writes_are_blocked_and_not_searched_for_ever(text: str) -> None:
    report = SCANNER.scan(Document((Passage("text", text),)))
    assert report.verdict == "block"
    assert {finding.code for finding in report.findings} == {"SYS.RULE_FAILED"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话138 0013 8000", "138****8000"),
        ("电话幺三八零零幺三八零零零", "138****8000"),
        ("号码11010519491231002X", "11**************2x"),
        ("住院号8485043", "住院号*****43"),
        ("糖尿病能根治", "根治"),
    ],
)
def test_masked_evidence(text: str, masked: str) -> None:
    (finding,) = [f for f in SCANNER.scan(Document((Passage("text", text),))).findings if f.code != "PROMO.EVASION"]
    assert mask(finding) == masked

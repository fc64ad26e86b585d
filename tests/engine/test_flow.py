"""Rules on the facts of a piece: none fires when its fact is absent."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from moderation.engine import Document, Passage, Ruleset, Scanner

FACTS = tomllib.loads((files("moderation.engine") / "flows" / "facts.toml").read_text(encoding="utf-8"))
SCANNER = Scanner(Ruleset.shipped())
TODAY = "2026-11-25"


def codes(**facts: Any) -> list[tuple[str, str]]:
    report = SCANNER.scan(Document((Passage("title", "高血压的日常管理"),), facts))
    assert all((finding.start, finding.end, finding.text) == (0, 0, "") for finding in report.findings)
    return [(finding.code, finding.path) for finding in report.findings]


def test_no_facts_no_findings() -> None:
    assert codes() == []
    assert codes(today=TODAY, missing=[], pictures=[], certificates=[], permissions=[]) == []


def test_missing_fields_are_listed_in_one_finding() -> None:
    report = SCANNER.scan(Document((), {"missing": ["适用人群", "参考文献"]}))
    (finding,) = report.findings
    assert (finding.code, finding.severity, finding.path) == ("SRC.META_MISSING", "block", "attribution")
    assert finding.message == "还缺少：适用人群、参考文献。本平台不发布来源、作者、适用人群等信息不全的文章。"


@pytest.mark.parametrize(
    ("facts", "blocked"),
    [
        ({"origin": "原创"}, False),
        ({"origin": "职务作品"}, False),
        ({"origin": "转载"}, True),
        ({"origin": "翻译", "source_licence": "ARR"}, True),
        ({"origin": "翻译", "source_licence": "CC BY 4.0"}, False),
        ({"origin": "翻译", "source_licence": "CC BY-ND 4.0"}, True),
        ({"origin": "转载", "source_licence": "CC BY-ND 4.0"}, False),
        ({"origin": "汇编", "source_licence": "CC BY-NC-ND 4.0"}, False),
        ({"origin": "改编", "source_licence": "GOV-CN"}, False),
        ({"origin": "改编", "source_licence": "SITE-1.0"}, True),
        ({"origin": "转载", "permissions": [{"kind": "授权书", "expires_on": "2026-11-25"}]}, False),
        ({"origin": "转载", "permissions": [{"kind": "授权书", "expires_on": "2026-11-24"}]}, True),
        ({"origin": "转载", "permissions": [{"kind": "授权书", "expires_on": None}]}, False),
        ({"origin": "转载", "permissions": []}, True),
    ],
)
def test_somebody_elses_work(facts: dict[str, Any], blocked: bool) -> None:
    assert codes(today=TODAY, **facts) == ([("IP.NO_PERMISSION", "attribution")] if blocked else [])


@pytest.mark.parametrize(
    ("credit", "licence", "blocked"),
    [
        ("王医生", "CC BY 4.0", False),
        ("王医生", "ARR", False),
        ("王医生", "", True),
        ("", "CC BY 4.0", True),
        ("王医生", "网络图片", True),
        ("来源网络", "ARR", True),
        ("王医生", "侵删", True),
    ],
)
def test_pictures(credit: str, licence: str, blocked: bool) -> None:
    picture = {"path": "body.7.image", "name": "图1.png", "credit": credit, "licence": licence}
    assert codes(pictures=[picture]) == ([("IP.IMAGE_LICENSE", "body.7.image")] if blocked else [])


@pytest.mark.parametrize(
    ("status", "expires_on", "message"),
    [
        ("verified", "2027-01-01", None),
        ("verified", None, None),
        ("verified", TODAY, None),
        ("verified", "2026-11-24", "张医生的执业证书已于2026-11-24到期，暂不能发布。"),
        ("unverified", "2027-01-01", "张医生的执业证书尚未核验，暂不能发布。"),
        ("revoked", "2027-01-01", "张医生的执业证书已被撤销，暂不能发布。"),
    ],
)
def test_certificates(status: str, expires_on: str | None, message: str | None) -> None:
    certificate = {"holder": "张医生", "kind": "执业证书", "status": status, "expires_on": expires_on}
    report = SCANNER.scan(Document((), {"today": TODAY, "certificates": [certificate]}))
    assert [finding.message for finding in report.findings] == ([message] if message else [])


def test_a_fact_of_the_wrong_shape_blocks() -> None:
    assert codes(certificates=["nonsense"]) == [("SYS.RULE_FAILED", "attribution")]
    assert set(codes(interests="nonsense", similarity=7)) == {("SYS.RULE_FAILED", "attribution")}


def test_every_fact_that_a_rule_needs_is_documented() -> None:
    needed = {name for rule in Ruleset.shipped().rules.values() for name in rule.get("needs", [])}
    assert needed <= set(FACTS)
    assert all(fact["meaning"] for fact in FACTS.values())


def test_a_rule_on_facts_is_live_when_the_product_supplies_them() -> None:
    ruleset = Ruleset.shipped()
    for code, rule in ruleset.rules.items():
        needs = rule.get("needs", [])
        assert ruleset.status(code) == ("live" if all(FACTS[name]["supplied"] for name in needs) else "declared"), code


TOLD = "上周查房，有位老太太拉着我问能不能吃鸡蛋。"


@pytest.mark.parametrize(
    ("consents", "stands"),
    [
        ([], True),
        ([{"expires_on": None, "withdrawn": False}], False),
        ([{"expires_on": TODAY, "withdrawn": False}], False),
        ([{"expires_on": "2026-11-24", "withdrawn": False}], True),
        ([{"expires_on": None, "withdrawn": True}], True),
    ],
)
def test_a_consent_answers_for_the_case_that_the_text_tells(consents: list[dict[str, Any]], stands: bool) -> None:
    document = Document((Passage("body.1", TOLD),), {"today": TODAY, "case": "real", "case_consents": consents})
    assert ("PRIV.CASE_NO_CONSENT" in {finding.code for finding in SCANNER.scan(document).findings}) is stands


def test_consents_of_the_wrong_shape_hide_nothing() -> None:
    document = Document((Passage("body.1", TOLD),), {"today": TODAY, "case": "real", "case_consents": "nonsense"})
    assert {finding.code for finding in SCANNER.scan(document).findings} == {"PRIV.CASE_NO_CONSENT", "SYS.RULE_FAILED"}

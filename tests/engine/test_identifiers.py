"""Checks of numbers and places alone: checksums, groups, rows, names that are no names."""

import pytest

from moderation.engine import Document, Passage, Ruleset, Scanner
from moderation.engine.detectors.identifiers import CHECKS, checksum_holds, luhn_holds
from moderation.engine.reading import Reading

SCANNER = Scanner(Ruleset.shipped(), names=False)


def codes(text: str) -> list[tuple[str, str]]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    return [(finding.code, finding.text) for finding in report.findings if finding.code.startswith(("PRIV.", "SYS."))]


def check(name: str, marked: str) -> str | None:
    """What a check makes of the part between the marks."""
    start, end = marked.index("【"), marked.index("】") - 1
    text = marked.replace("【", "").replace("】", "")
    span = CHECKS[name](Reading(Document((Passage("text", text),))), start, end)
    return text[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("number", "holds"), [("11010519491231002x", True), ("440524188001010014", True), ("440524188001010015", False)]
)
def test_the_checksum_of_gb_11643(number: str, holds: bool) -> None:
    assert checksum_holds(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"), [("6222020000000000000", True), ("6222020000000000001", False), ("4000001234567899", True)]
)
def test_the_check_digit_of_cards(number: str, holds: bool) -> None:
    assert luhn_holds(number) is holds


@pytest.mark.parametrize(
    ("name", "marked", "found"),
    [
        ("mobile", "电话【138 0013 8000】", "138 0013 8000"),
        ("mobile", "1 10 10 5 【19 49 12 31 00 2】", None),  # a row of small numbers
        ("mobile", "【13 80 01 38 00 0】 62", None),
        ("mobile", "https://example.org/【13800138000】", None),
        ("mobile", "10.1056/a【13800138000】", None),
        ("mobile", "+86 【13800138000】", "+86 13800138000"),
        ("hidden_id", "【110105********002X】", "110105********002X"),
        ("hidden_id", "身份证【1101****002X】", "1101****002X"),
        ("hidden_id", "卡号【622202******0018】", None),
        ("hidden_id", "单号【202503****1234】", None),
        ("bank_card", "【6222020000000000000】", "6222020000000000000"),
        ("bank_card", "快递单号【6222020000000000000】", None),
        ("bank_card", "农行卡号【6222020000000000001】", "6222020000000000001"),
        ("account_number", "医保卡号【A12】", None),
        ("record_number", "临床试验登记号【2020345】", None),
        ("record_number", "登记号:【20230045678】", "20230045678"),
        ("numbered_place", "家住【幸福路88号】3单元501室", "幸福路88号3单元501室"),
        ("numbered_place", "青山市临江区【幸福路88号】", "青山市临江区幸福路88号"),
        ("numbered_place", "【某路88号】", None),
        ("numbered_place", "信号【通路3号】", None),
        ("numbered_place", "【农村2组】", None),
        ("home", "住在【翠竹苑小区】", "翠竹苑小区"),
        ("home", "住在【没有电梯的老小区】", None),
        ("home", "来自【某镇某村】", None),
        ("employer", "他是【宏达机械厂的车间主任】", "宏达机械厂的车间主任"),
        ("employer", "【水泥厂工人】", None),
        ("employer", "【一家公司的会计】", None),
        ("employer", "【斯坦福大学的研究人员】", None),
        ("employer", "【临江小学老师】们", None),
    ],
)
def test_checks(name: str, marked: str, found: str | None) -> None:
    assert check(name, marked) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("他的微信是 zhang_hao_1975,同样病情的人可以加他聊聊。", "PRIV.CONTACT"),
        ("我的微信是 doctor_zhang88,欢迎复诊。", None),
        ("投稿邮箱:office@journal.example", None),
        ("家属邮箱:lihua1988@mail.example", "PRIV.CONTACT"),
    ],
)
def test_whose_account_it_is_decides(text: str, code: str | None) -> None:
    assert ("PRIV.CONTACT" in {found for found, _ in codes(text)}) is (code is not None)


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("患者2025年3月18日入院。", "患者某日入院。"),
        ("家住【幸福路88号】。", "家住（地址已删去）。"),
        ("他的医保卡号是A12345678。", "他的医保卡号是（账号已删去）。"),
    ],
)
def test_the_mend_stands_in_its_place(text: str, replacement: str) -> None:
    text = text.replace("【", "").replace("】", "")
    (finding,) = SCANNER.scan(Document((Passage("text", text),))).findings
    assert text[: finding.start] + str(finding.replacement) + text[finding.end :] == replacement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("患者家属微信号是 sunny_88abc，他说可以聊。", ["PRIV.CONTACT"]),
        ("家属说加她微信：wxid_a8f9b7c6d5", ["PRIV.CONTACT"]),
        ("想咨询的加我助理微信 dr_zhang2019，备注病情。", ["PROMO.CONTACT"]),
        ("患者家属微信号是 sunny_88abc。\n想咨询的加我微信 dr_zhang2019。", ["PRIV.CONTACT", "PROMO.CONTACT"]),
    ],
)
def test_an_account_is_reported_once(text: str, expected: list[str]) -> None:
    found = [finding.code for finding in SCANNER.scan(Document((Passage("text", text),))).findings]
    assert [code for code in found if code.endswith("CONTACT")] == expected


def test_fiction_excuses_a_story_and_no_number() -> None:
    invented = "以下为虚构的教学情景:"
    assert codes(invented + "患者2025年3月18日入院。") == []
    assert codes(invented + "电话13800138000。") == [("PRIV.PHONE", "13800138000")]
    assert codes(invented + "住院号8485043。") == [("PRIV.RECORD_NO", "住院号8485043")]

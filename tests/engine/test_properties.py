"""What holds for every text: determinism, locality, exact slices, and identifiers that nothing excuses."""

import json
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine import Document, Passage, Report, Ruleset, Scanner

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED)
IDENTIFIERS = ("11010519491231002X", "440524188001010014", "13800138000", "138-0013-8000", "住院号8485043")
EXCUSES = (
    "警惕骗局:",
    "这是谣言,不可信:",
    "以下为虚构的教学情景,",
    "药监部门通告召回,",
    "请勿相信",
    "《某某指南》2022年版,",
    "有没有人知道",
    "没有",
    "",
)
PIECES = st.sampled_from(
    [
        *IDENTIFIERS,
        *EXCUSES,
        *(
            "糖尿病能根治",
            "本院治愈率98%",
            "家中常备芬必得",
            "加我微信",
            "国内最先进的医院",
            "血压要控制好",
            "。",
            ",",
            "?",
            "\n",
            " ",
            "*",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def scan(*texts: str) -> Report:
    return SCANNER.scan(Document(tuple(Passage(f"p{number}", text) for number, text in enumerate(texts))))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_a_finding_is_exactly_its_slice(text: str) -> None:
    for finding in scan(text).findings:
        assert finding.text == text[finding.start : finding.end] != ""


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_input_gives_the_same_bytes(text: str) -> None:
    again = (
        Scanner(Ruleset.from_json(SHIPPED.canonical_json())).scan(Document((Passage("p0", text),)))
        if len(text) > 60
        else scan(text)
    )
    assert json.dumps(asdict(scan(text)), ensure_ascii=True) == json.dumps(asdict(again), ensure_ascii=True)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_an_unrelated_paragraph_changes_nothing(text: str) -> None:
    alone = scan(text).findings
    report = SCANNER.scan(Document((Passage("before", "每天散步半小时。"), Passage("p0", text), Passage("after", "少盐少油。"))))
    assert report.findings == alone


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EXCUSES),
    st.sampled_from(IDENTIFIERS),
    st.sampled_from(["。", ",都是骗局,不可信。", "?", "(来源:某指南2022年版)"]),
)
def test_nothing_excuses_an_identifier(before: str, identifier: str, after: str) -> None:
    text = f"{before}{identifier}{after}"
    found = [finding for finding in scan(text).findings if finding.code.startswith("PRIV.")]
    assert [finding.text for finding in found] == [identifier]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert scan(text).verdict in {"pass", "advise", "review", "block"}

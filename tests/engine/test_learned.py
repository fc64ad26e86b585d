"""The second reading: it adds for a human, lowers what reads otherwise, and leaves identifiers and disguises alone."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine import Document, Finding, Passage, Ruleset, Scanner
from moderation.engine.document import RANK
from moderation.engine.folding import fold
from moderation.engine.learned import FAMILIES, shipped_reader
from moderation.engine.learned.features import normal_form, sentences, units
from moderation.engine.learned.reader import MOST

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED, names=False)
READER = shipped_reader()
SLY = "喝上半个月，老毛病自己就走了，街坊们都来问我要方子。"


def scan(text: str) -> tuple[Finding, ...]:
    return SCANNER.scan(Document((Passage("text", text),))).findings


def learned(text: str) -> list[Finding]:
    return [finding for finding in scan(text) if finding.cue.startswith("learned")]


def test_wording_that_no_rule_knows_goes_to_a_human() -> None:
    (suspicion, *_) = READER.suspicions(fold(SLY).text, threshold=0)
    assert suspicion.score > 0
    assert suspicion.codes[0].split(".")[0] in FAMILIES
    assert suspicion.reasons


@pytest.mark.parametrize("code", sorted(SHIPPED.rules))
def test_it_never_blocks(code: str) -> None:
    for example in SHIPPED.rules[code].get("examples", {}).get("fire", []):
        if isinstance(example, str):
            for finding in learned(example.replace("【", "").replace("】", "")):
                assert finding.severity == "review"
                assert finding.code.split(".")[0] in FAMILIES
                assert finding.message.startswith("“")


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("不信就来,三天就能断根,治不好不要钱。", "CLAIM.CURE_PROMISE", "block"),
        ("患者的糖化血红蛋白应每三个月复查,身份证号11010519491231002X。", "PRIV.ID_CARD", "block"),
    ],
)
def test_what_both_readings_say_stands(text: str, code: str, severity: str) -> None:
    assert (code, severity) in {(finding.code, finding.severity) for finding in scan(text)}


def test_a_rule_that_speaks_against_its_sentence_counts_less() -> None:
    calm = "对照试验中两组患者的临床治愈率分别为62%和58%，差异无统计学意义，随访期间未见严重不良反应。"
    assert READER.agreement(fold(calm).text, 0, len(calm)) < 0
    assert all(RANK[finding.severity] < RANK["block"] for finding in scan(calm))


def test_a_disguise_is_never_doubted() -> None:
    found = [finding for finding in scan("相关指南指出，糖*尿*病可以根*治，应规律随访。") if finding.code == "CLAIM.CURE_PROMISE"]
    assert [finding.severity for finding in found] == ["block"]


def test_a_layer_takes_a_wording_out() -> None:
    text = SLY.replace("方子", "药方")
    found = learned(text)
    layer = {"allow": [{"code": finding.code, "text": "老毛病"} for finding in found]}
    again = Scanner(SHIPPED.with_layer(layer), names=False).scan(Document((Passage("text", text),))).findings
    assert not [finding for finding in again if finding.cue.startswith("learned")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["一贴就灵。", "每天散步半小时。", "血压118/76!", "好", "\n", "糖尿病能治好吗?"]), max_size=10).map(
        "".join
    )
)
def test_units_are_sentences_and_their_neighbours(text: str) -> None:
    alone = sentences(text)
    for (start, end), members in units(text, alone):
        assert (members[0][0], members[-1][1]) == (start, end)
        assert len(members) <= 3
        assert "\n" not in text[start:end]
        assert normal_form(text[start:end]) == "".join(normal_form(text[first:last]) for first, last in members)


def test_suspicions_of_a_long_text_are_apart_and_bounded() -> None:
    found = READER.suspicions(fold(f"{SLY}\n" * 3_000).text, threshold=-10_000)
    assert len(found) == MOST
    places = sorted((suspicion.start, suspicion.end) for suspicion in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


def test_far_text_of_the_same_line_does_not_change_an_agreement() -> None:
    text = fold(SLY + "每天散步半小时。" * 40).text
    assert READER.agreement(text, 0, 5) == READER.agreement(text + "早睡早起。" * 5_000, 0, 5)

"""Each context alone: the words around a place, marked 【】, and whether it holds there (its own examples)."""

import json

import pytest

from moderation.engine import Document, Passage, Ruleset
from moderation.engine.detectors.mentions import MADE_A_NAME, MADE_A_PRODUCT
from moderation.engine.detectors.promotion import REASONS, SOFT
from moderation.engine.reading import Reading

CONTEXTS = Ruleset.shipped().compiled.contexts

DATA = Ruleset.shipped().data["contexts"]
TABLE = [
    *((name, marked, True) for name, entry in DATA.items() for marked in entry.get("holds", [])),
    *((name, marked, False) for name, entry in DATA.items() for marked in entry.get("fails", [])),
    ("warning", "药监局通告:【芬必得】某批次召回", True),
    ("warning", "【芬必得】最管用", False),
    ("do_not", "请勿【加微信】", True),
    ("do_not", "别犹豫,快【加微信】", False),
    ("scam", "凡是让你【加微信】的都是骗子", True),
    ("official_channel", "【关注】医院官方公众号", True),
    ("recalled", "药监局通告:【芬必得】某批次召回", True),
    ("recalled", "【泰诺】吃多了伤肝", False),
    ("capacity", "ICU设有【病区20床】", True),
    ("equal_brands", "【美林】和托恩是同一种药", True),
    ("among_family", "家人之间【建个微信群】", True),
    ("promotion_question", "【开瑞坦】好用吗?", True),
    ("promotion_question", "为什么专家都在用【达希纳】?", False),
    ("short_brand", "【代文】同学负责板报", False),
    ("short_brand", "服用【代文】期间", True),
    ("warning", "【美百乐镇】降脂温和不伤肝", False),
    ("warning", "【泰诺】过量会伤肝", True),
    ("brand_acts", "骨头不好,【钙尔奇】来撑腰", True),
    ("brand_acts", "【钙尔奇】来自哪家企业", False),
]


@pytest.mark.parametrize(("name", "marked", "holds"), TABLE)
def test_alone(name: str, marked: str, holds: bool) -> None:
    start, end = marked.index("【"), marked.index("】") - 1
    reading = Reading(Document((Passage("text", marked.replace("【", "").replace("】", "")),)))
    assert CONTEXTS[name](reading, start, end) is holds


def test_identifier_rules_name_no_suppressor_that_lowers_them() -> None:
    rules = Ruleset.shipped().rules
    for code in ("PRIV.ID_CARD", "PRIV.PHONE", "PRIV.RECORD_NO"):
        used = {name for part in (rules[code], *rules[code]["cue"]) for name in part.get("suppressors", [])}
        assert used <= {"capacity"}  # beds counted are no bed that somebody lies in


def test_every_context_is_used() -> None:
    data = Ruleset.shipped().data
    used = {*REASONS["call"], *REASONS["praise"], *SOFT, "clinical_praise", "short_brand", *MADE_A_NAME, *MADE_A_PRODUCT}
    for rule in data["rules"].values():
        for part in (rule, *rule.get("cue", [])):
            used.update(part.get("suppressors", []), part.get("requires", []))
        used.update(set(data["contexts"]).intersection(json.dumps(rule.get("settings", {})).split('"')))
    for entry in data["contexts"].values():
        used.update(entry.get("all", []), entry.get("any", []), entry.get("none", []))
    assert used - {"brand_near"} == set(data["contexts"])

"""Each suppressor alone: the words around a cue, marked 【】, and whether it holds there."""

import pytest

from moderation.engine import Document, Passage, Ruleset
from moderation.engine.detectors.promotion import REASONS, SOFT
from moderation.engine.reading import Reading

CONTEXTS = Ruleset.shipped().compiled.contexts

TABLE = [
    ("negation", "高血压目前不能【根治】", True),
    ("negation", "目前没有哪种药能让白癜风【断根】", True),
    ("negation", "并非不能【根治】", False),
    ("negation", "不用开刀就能【根治】", False),
    ("negation", "不要停药,坚持就能【根治】", False),
    ("negation_after", "【根治】是不可能的", True),
    ("negation_after", "【根治】是可能的", False),
    ("rebuttal", "网传能【根治】,其实是骗局", True),
    ("rebuttal", "网传能【根治】,我试过是真的", False),
    ("rebuttal", "别再受骗,我这里能【根治】", False),
    ("sourced", "【有效率为90%】(2022年版指南)", True),
    ("sourced", "【有效率为90%】,文献报道", False),
    ("warning", "药监局通告:【芬必得】某批次召回", True),
    ("warning", "【芬必得】最管用", False),
    ("question", "糖尿病能【根治】吗?", True),
    ("question", "哮喘能不能【根治】", True),
    ("question", "哮喘能不能【根治】?能!跟我做。", False),
    ("question", "我来告诉你怎么【根治】", False),
    ("fixed_superlative", "【最佳】治疗时机", True),
    ("fixed_superlative", "【最佳】医院", False),
    ("denied_superlative", "没有【最好的】药", True),
    ("denied_superlative", "这是【最好的】药", False),
    ("cure_term", "胃癌【根治】性切除术", True),
    ("cure_term", "胃癌【根治】不是梦", False),
    ("surgical_cure", "可以通过手术【根治】", True),
    ("surgical_cure", "不用手术就能【根治】", False),
    ("observed_course", "患者都希望【一次治好】", True),
    ("observed_course", "我能让你【一次治好】", False),
    ("cure_named", "在【彻底治愈】前不能停药", True),
    ("cure_named", "【彻底治愈】不难", False),
    ("do_not", "请勿【加微信】", True),
    ("do_not", "别犹豫,快【加微信】", False),
    ("scam", "凡是让你【加微信】的都是骗子", True),
    ("official_channel", "【关注】医院官方公众号", True),
    ("own_result", "我院【治愈率98%】", True),
    ("own_result", "文献中【治愈率98%】", False),
    ("annotated", "氯吡格雷(【波立维】)", True),
    ("annotated", "服用【波立维】", False),
    ("capacity", "ICU设有【病区20床】", True),
    ("equal_brands", "【美林】和托恩是同一种药", True),
    ("chronic_disease", "糖尿病【三天就好】", True),
    ("chronic_disease", "感冒【三天就好】", False),
    ("negation", "不要指望一次治疗就能【断根】", True),
    ("rebuttal", "老百姓常说“治病要【除根】”，但慢性病更需要长期管理", True),
    ("rate_of_nothing", "没有任何一种治疗的【成功率是100%】", True),
    ("rate_of_nothing", "我院治疗的【成功率是100%】", False),
    ("forbids", "患者【终身不能停药】", True),
    ("forbids", "【从此不会掉发】", False),
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
    used = {*REASONS["call"], *REASONS["praise"], *SOFT, "clinical_praise", "medicine_words", "short_brand"}
    for rule in data["rules"].values():
        for part in (rule, *rule.get("cue", [])):
            used.update(part.get("suppressors", []), part.get("requires", []))
    for entry in data["contexts"].values():
        used.update(entry.get("all", []), entry.get("any", []), entry.get("none", []))
    assert used - {"brand_near"} == set(data["contexts"])

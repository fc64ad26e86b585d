"""Words for the states, steps, parts and conditions around rules."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATUS: Mapping[str, tuple["StrOrPromise", str]] = {
    "live": (_("生效"), "leaf"),
    "shadow": (_("影子运行"), "soon"),
    "declared": (_("未启用"), ""),
}
STATE_TONES: Mapping[str, str] = {"draft": "", "shadow": "soon", "live": "leaf", "retired": ""}

PARTS: Mapping[str, "StrOrPromise"] = {
    "terms": _("词"),
    "patterns": _("表达式"),
    "brands": _("商品名"),
    "allow": _("例外"),
    "thresholds": _("阈值"),
    "status": _("开关"),
    "without": _("停用的排除条件"),
    "examples": _("例句"),
    "waived": _("放弃的例句"),
}

STEPS: Mapping[str, "StrOrPromise"] = {
    "ruleset founded": _("建站时生效"),
    "ruleset drafted": _("起草"),
    "ruleset edited": _("修改草稿"),
    "ruleset in shadow": _("送影子运行"),
    "ruleset live": _("批准生效"),
    "ruleset share": _("调整放量"),
    "ruleset rolled back": _("回退"),
    "ruleset retired": _("停用"),
    "ruleset re-scan done": _("复扫完成"),
    "ruleset backtest asked": _("开始回测"),
    "ruleset backtest done": _("回测完成"),
    "rule braked": _("紧急制动"),
}

CONDITIONS: Mapping[str, "StrOrPromise"] = {
    "negation": _("前面有否定"),
    "negation_after": _("后面有否定"),
    "rebuttal": _("引用来驳斥"),
    "question": _("疑问句"),
    "regulation": _("在讲法规"),
    "sourced": _("附近有出处"),
    "sourced_study": _("附近有研究出处"),
    "scam": _("在提醒防骗"),
    "warning": _("警示或召回"),
    "official_channel": _("官方渠道"),
    "do_not": _("劝人不要这样做"),
    "among_family": _("家人之间"),
    "cure_term": _("固定医学用语"),
    "observed_course": _("自然病程"),
    "surgical_cure": _("根治性手术"),
    "cure_named": _("治法的名称"),
    "curable_disease": _("可以治愈的病"),
    "rate_denied": _("否定这个比例"),
    "rate_of_something_else": _("别的比例"),
    "rate_of_nothing": _("没有具体数字"),
    "fixed_superlative": _("固定说法"),
    "denied_superlative": _("否定的最高级"),
    "qualified": _("有限定条件"),
    "public_body": _("公共机构"),
    "equal_brands": _("并列多个商品名"),
    "promotion_question": _("带推广的疑问"),
    "annotated": _("通用名旁的注明"),
}


def condition(name: str) -> str:
    return str(CONDITIONS.get(name, name))

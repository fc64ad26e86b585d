"""Words for times and outcomes, as moderators and authors read them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from .models import Case

# Below this the time left counts as short.
SOON = datetime.timedelta(hours=8)

OUTCOMES: Mapping[str, "StrOrPromise"] = {
    "approved": gettext_lazy("通过"),
    "returned": gettext_lazy("退回修改"),
    "withdrawn": gettext_lazy("作者已撤回"),
    "dismissed": gettext_lazy("不予处理"),
    "manifest signed": gettext_lazy("签名存证"),
    "manifest erased": gettext_lazy("抹除存证内容"),
    "public note": gettext_lazy("发布公开说明"),
    "public note erased": gettext_lazy("抹除公开说明"),
    "taken down": gettext_lazy("已下架"),
    "upheld": gettext_lazy("投诉成立，已处理"),
    "kept": gettext_lazy("维持下架"),
    "restored": gettext_lazy("已恢复"),
    "set aside": gettext_lazy("拦截已撤销"),
    "affirmed": gettext_lazy("维持原决定"),
    "overturned": gettext_lazy("改变原决定"),
}

LEDGER: Mapping[str, "StrOrPromise"] = {
    "submitted": gettext_lazy("提交"),
    "refused": gettext_lazy("检查未通过"),
    "submission withdrawn": gettext_lazy("撤回提交"),
    "case opened": gettext_lazy("开立案件"),
    "case claimed": gettext_lazy("认领案件"),
    "claim released": gettext_lazy("交还案件"),
    "claim ran out": gettext_lazy("认领到期"),
    "claim taken back": gettext_lazy("收回案件"),
    "case handed over": gettext_lazy("转交案件"),
    "case held": gettext_lazy("搁置案件"),
    "hold ended": gettext_lazy("取消搁置"),
    "case escalated": gettext_lazy("升级案件"),
    "escalation answered": gettext_lazy("答复升级"),
    "bulk act undone": gettext_lazy("撤销成批操作"),
    "skills set": gettext_lazy("派件设置"),
    "calendar changed": gettext_lazy("工作日历"),
    "due time changed": gettext_lazy("更改应办结时间"),
    "source standing": gettext_lazy("文献现状有变"),
    "approved": gettext_lazy("通过"),
    "published": gettext_lazy("发布"),
    "returned": gettext_lazy("退回"),
    "imported": gettext_lazy("导入放行"),
    "withdrawn": gettext_lazy("撤下"),
    "taken down": gettext_lazy("下架"),
    "restored": gettext_lazy("恢复"),
    "dismissed": gettext_lazy("不予处理"),
    "decision reversed": gettext_lazy("收回决定"),
    "identifier revealed": gettext_lazy("显示被遮住的内容"),
    "case note": gettext_lazy("写内部备注"),
    "complaint received": gettext_lazy("收到投诉"),
    "complaint added to": gettext_lazy("投诉人补充材料"),
    "complaint withdrawn": gettext_lazy("投诉人撤回"),
    "complaint upheld": gettext_lazy("投诉成立"),
    "complaint revealed": gettext_lazy("查看投诉原文"),
    "complaint concerns": gettext_lazy("认定投诉涉及的审核员"),
    "complaint overdue": gettext_lazy("投诉超时升级"),
    "correction asked": gettext_lazy("要求作者更正"),
    "correction made": gettext_lazy("作者已更正"),
    "correction late": gettext_lazy("更正逾期"),
    "referred": gettext_lazy("转交机构"),
    "referral answered": gettext_lazy("机构答复"),
    "referral late": gettext_lazy("机构逾期未答复"),
    "notice incomplete": gettext_lazy("侵权通知待补充"),
    "notice refused": gettext_lazy("侵权通知不采取措施"),
    "notice measured": gettext_lazy("按侵权通知采取措施并转送作者"),
    "notice countered": gettext_lazy("作者提交不侵权声明"),
    "notice forwarded": gettext_lazy("声明转送权利人"),
    "notice sued": gettext_lazy("权利人已投诉或起诉"),
    "notice restored": gettext_lazy("等待期后恢复"),
    "notice kept": gettext_lazy("等待期后维持下架"),
    "notice malicious": gettext_lazy("标记恶意通知"),
    "evidence added": gettext_lazy("添加凭证"),
    "evidence verified": gettext_lazy("凭证已核验"),
    "evidence refused": gettext_lazy("凭证未通过核验"),
    "evidence withdrawn": gettext_lazy("撤回凭证"),
    "edits proposed": gettext_lazy("提修改建议"),
    "edits answered": gettext_lazy("答复修改建议"),
    "editor named": gettext_lazy("把编辑列入参与者"),
    "signature erased": gettext_lazy("抹除签署资料"),
    "vault stored": gettext_lazy("存入凭证文件"),
    "vault read": gettext_lazy("查阅凭证文件"),
    "vault refused": gettext_lazy("无权查阅凭证文件"),
    "vault erased": gettext_lazy("抹除凭证文件"),
    "dossier opened": gettext_lazy("查看权属证据"),
    "dossier downloaded": gettext_lazy("下载权属证据"),
    "package downloaded": gettext_lazy("制作证据包"),
    "webhook made": gettext_lazy("登记回调"),
    "webhook on": gettext_lazy("启用回调"),
    "webhook off": gettext_lazy("停用回调"),
    "opinion given": gettext_lazy("给出意见"),
    "dispute asked": gettext_lazy("申请人工复核"),
    "block set aside": gettext_lazy("人工复核：误报"),
    "block upheld": gettext_lazy("人工复核：拦截成立"),
    "appeal lodged": gettext_lazy("提出申诉"),
    "appeal affirmed": gettext_lazy("申诉：维持原决定"),
    "appeal overturned": gettext_lazy("申诉：改变原决定"),
    "quality answered": gettext_lazy("质检判断"),
    "golden marked": gettext_lazy("标记金标准"),
    "golden retired": gettext_lazy("停用金标准"),
    "quality drawn": gettext_lazy("抽取质检"),
    "sanction proposed": gettext_lazy("提出处置"),
    "sanction confirmed": gettext_lazy("处置复核同意"),
    "sanction refused": gettext_lazy("处置复核不同意"),
    "sanction in force": gettext_lazy("处置生效"),
    "sanction ended": gettext_lazy("处置期满"),
    "sanction lifted": gettext_lazy("处置解除"),
    "sanction lapsed": gettext_lazy("紧急处置逾期未复核"),
    "order entered": gettext_lazy("登记监管指令"),
    "order executed": gettext_lazy("执行监管指令"),
    "vault resealed": gettext_lazy("凭证文件更换密钥"),
    "synonym proposed": gettext_lazy("检索：提议别名"),
    "synonym approved": gettext_lazy("检索：批准别名"),
    "synonym declined": gettext_lazy("检索：不采用别名"),
    "synonym retired": gettext_lazy("检索：停用别名"),
    "search pin made": gettext_lazy("检索：添加置顶"),
    "search pin changed": gettext_lazy("检索：修改置顶"),
    "search pin ended": gettext_lazy("检索：结束置顶"),
    "search question settled": gettext_lazy("检索：处理读者问题"),
    "search row released": gettext_lazy("检索：重新投递停放的文章"),
}


@dataclass(frozen=True)
class Light:
    """Time left in words; `tone` is stop, soon or leaf."""

    tone: str
    words: str


def time_left(due: datetime.datetime, now: datetime.datetime | None = None) -> Light:
    """The traffic light of an open case."""
    left = due - (now or timezone.now())
    if left < datetime.timedelta(0):
        return Light("stop", _("已超时 %(time)s") % {"time": length(-left)})
    if left < SOON:
        return Light("soon", _("快到期 · 剩 %(time)s") % {"time": length(left)})
    return Light("leaf", _("时间充足 · 剩 %(time)s") % {"time": length(left)})


def length(span: datetime.timedelta) -> str:
    """Two units at most: days and hours, or hours and minutes."""
    minutes = int(span.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        units = [_days(days), _hours(hours) if hours else ""]
    else:
        units = [_hours(hours) if hours else "", _minutes(rest) if rest or not hours else ""]
    return " ".join(unit for unit in units if unit)


def _days(number: int) -> str:
    return ngettext("%(number)d 天", "%(number)d 天", number) % {"number": number}


def _hours(number: int) -> str:
    return ngettext("%(number)d 小时", "%(number)d 小时", number) % {"number": number}


def _minutes(number: int) -> str:
    return ngettext("%(number)d 分钟", "%(number)d 分钟", number) % {"number": number}


def outcome_words(outcome: str) -> str:
    return str(OUTCOMES.get(outcome, outcome))


def ledger_words(kind: str) -> str:
    return str(LEDGER.get(kind, kind))


def specialty_words(case: "Case") -> str:
    """The case's specialty as its kind of content names it."""
    model = case.content_type.model_class()
    if model is None or not case.specialty:
        return case.specialty
    try:
        choices = model._meta.get_field("specialty").flatchoices  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return case.specialty
    return str(dict(choices).get(case.specialty, case.specialty))

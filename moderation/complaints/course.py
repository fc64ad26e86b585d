"""The course of a complaint: each step is a row that stays, and mail for whoever left an address."""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ..models import Case, Complaint, ComplaintEvent, ComplaintState
from . import mail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What each step says on the status page; those in MAILED also go out by mail.
STEPS: Mapping[str, "StrOrPromise"] = {
    "received": _("已收到您的投诉，这一页就是回执"),
    "added": _("您补充了材料"),
    "withdrawn": _("您撤回了投诉；已经知道的问题平台仍会核对"),
    "escalated": _("没有在期限内办完，已升级给负责人"),
    "dismissed": _("核对之后，投诉不成立"),
    "taken_down": _("投诉成立，页面已下架"),
    "upheld": _("投诉成立，已作处理"),
    "correction_asked": _("投诉成立，已要求作者更正"),
    "correction_made": _("作者提交的更正已经发布，等待核对"),
    "correction_late": _("作者没有按期更正，平台会另作处理"),
    "corrected": _("更正已核对"),
    "referred": _("已转交相关机构，等待答复"),
    "referral_answered": _("机构已答复"),
    "referral_late": _("机构没有按期答复，平台继续办理"),
    "answered": _("机构的答复已核对，办结"),
    "restored": _("页面已恢复显示"),
    "notice_incomplete": _("通知缺少必要的内容，请补充"),
    "notice_completed": _("权利人补充了通知"),
    "notice_refused": _("没有采取措施"),
    "measured": _("已采取必要措施：页面停止展示"),
    "forwarded": _("通知已转送作者，不含您的联系方式"),
    "countered": _("作者提交了不存在侵权行为的声明"),
    "counter_forwarded": _("作者的声明已转送权利人；等待期内可以投诉或起诉"),
    "sued": _("权利人告知已经投诉或起诉"),
    "waiting_over": _("等待期已满，由平台决定恢复还是维持"),
    "kept": _("维持下架"),
}
MAILED = frozenset(STEPS) - {"added", "withdrawn", "notice_completed"}


def tell(complaint: Complaint, what: str, words: str = "", by: Any = None, at: datetime.datetime | None = None) -> ComplaintEvent:
    """Write one step in the caller's transaction, and send mail after it. `words` are masked already and public to all concerned."""
    event = ComplaintEvent.objects.create(complaint=complaint, what=what, words=words, by=by, at=at or timezone.now())
    if what in MAILED:
        with translation.override(complaint.language):
            mail.about_step(complaint, str(STEPS[what]))
    return event


def tell_all(case: Case, what: str, words: str = "", by: Any = None, at: datetime.datetime | None = None) -> None:
    """The same step for every complaint of a case that is still open."""
    for complaint in open_of(case):
        tell(complaint, what, words, by, at)


def told(complaint: Complaint) -> list[tuple[ComplaintEvent, str]]:
    """Each step with its sentence, in order: the same timeline for everybody concerned."""
    return [(event, str(STEPS.get(event.what, event.what))) for event in complaint.events.all()]


def open_of(case: Case) -> Iterable[Complaint]:
    return case.complaints.filter(state=ComplaintState.OPEN)


def settle(case: Case, what: str, outcome: str, reason: str, by: Any, groundless: Iterable[int] = ()) -> int:
    """Give every open complaint of a case its outcome, once, with the step that tells it; the number of complaints."""
    without_ground, done = set(groundless), 0
    for complaint in list(open_of(case)):
        settled = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.OPEN).update(
            state=ComplaintState.DECIDED,
            outcome=outcome,
            reason=reason,
            decided_at=timezone.now(),
            groundless=complaint.pk in without_ground,
        )
        if settled:
            tell(complaint, what, reason, by)
            done += 1
    return done

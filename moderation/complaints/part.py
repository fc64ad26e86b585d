"""What the desk shows of a case of complaints, and what its buttons do."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import asked
from ..decisions import DecisionRefused
from ..desk import parts
from ..desk.offices import moderators
from ..gate import PublicationBlocked
from ..models import Case, ComplaintKind, InfringementNotice, Kind
from ..reasons import groups, known
from ..views.access import is_moderator
from . import course, deciding, infringement, referring, siblings
from .notice_steps import STARTS
from .rights import works_on
from .siblings import Sibling
from .terms import CORRECTION_DAYS, REFERRAL_DAYS, term_of

COMPLAINT, RIGHTS = "moderation/complaints/part.html", "moderation/complaints/part_rights.html"


def register() -> None:
    parts.register(Kind.COMPLAINT, parts.Part(COMPLAINT, complaint_context, COMPLAINT_ACTIONS, decides=True))
    parts.register(Kind.INFRINGEMENT, parts.Part(RIGHTS, rights_context, RIGHTS_ACTIONS, decides=True))
    parts.register_link(parts.Link("complaints", gettext_lazy("投诉受理"), "moderation_complaints", is_moderator))


def complaint_context(case: Case, user: Any) -> dict[str, Any]:
    """Empty for the person it is about."""
    if user.pk == case.about_user_id:
        return {"complaints_hidden": True}
    instance = case.content()
    found = deciding.of_case(case)
    about_page = hasattr(instance, "contributor_accounts")
    return {
        "complaints": found,
        "complaint_terms": [(one, term_of(one.kind), course.told(one)) for one in found],
        "complaint_works": works_on(user, case),
        "complaint_page": instance if about_page else None,
        "complaint_live": bool(getattr(instance, "live", False)),
        "complaint_siblings": siblings.of(instance) if about_page else [],
        "complaint_reasons": groups(),
        "complaint_corrections": list(case.corrections.all()),
        "complaint_referrals": list(case.referrals.all()),
        "complaint_moderators": moderators() if any(one.kind == ComplaintKind.MODERATOR for one in found) else [],
        "correction_days": CORRECTION_DAYS,
        "referral_days": REFERRAL_DAYS,
    }


def rights_context(case: Case, user: Any) -> dict[str, Any]:
    context = complaint_context(case, user)
    if context.get("complaints_hidden"):
        return context
    notices = InfringementNotice.objects.filter(complaint__case=case).select_related("complaint")
    return context | {
        "rights_notices": [
            {
                "notice": notice,
                "lacking": infringement.lacking(notice),
                "may": [name for name, starts in STARTS.items() if notice.state in starts],
            }
            for notice in notices
        ]
    }


def _reason(form: QueryDict) -> str:
    return str(form.get("complaint_reason", "")).strip()


def _chosen_siblings(case: Case, form: QueryDict) -> Sequence[Sibling]:
    """Only those that the page really has, so that nobody takes down another page through this form."""
    wanted = set(form.getlist("complaint_sibling"))
    return [one for one in siblings.of(case.content()) if one.name in wanted] if wanted else ()


def _number(form: QueryDict, name: str, otherwise: int) -> int:
    typed = str(form.get(name, "")).strip()
    return asked.whole(typed) if asked.is_whole(typed) and len(typed) < 4 else otherwise


def _dismiss(case: Case, by: Any, form: QueryDict) -> str:
    groundless = [asked.whole(one) for one in form.getlist("complaint_groundless")]
    deciding.dismiss(case, by, _reason(form), groundless)
    return _("投诉不成立，投诉人会看到理由。")


def _take_down(case: Case, by: Any, form: QueryDict) -> str:
    done = deciding.take_down(case, by, known(form.getlist("complaint_code")), _reason(form), _chosen_siblings(case, form))
    if len(done) > 1:
        return _("投诉成立，已下架这一页和另外 %(number)d 页，投诉人和作者会收到通知。") % {"number": len(done) - 1}
    return _("投诉成立，已下架，投诉人和作者会收到通知。")


def _uphold(case: Case, by: Any, form: QueryDict) -> str:
    deciding.uphold(case, by, _reason(form))
    return _("投诉成立，已记录处理结果，投诉人会看到。")


def _correct(case: Case, by: Any, form: QueryDict) -> str:
    correction = deciding.ask_correction(case, by, _reason(form), _number(form, "complaint_days", CORRECTION_DAYS))
    return _("已要求作者在 %(day)s 前更正；到期或作者更正后，案件会回到队列。") % {"day": f"{correction.due_at:%Y-%m-%d}"}


def _confirm(case: Case, by: Any, form: QueryDict) -> str:
    deciding.confirm_correction(case, by, _reason(form))
    return _("更正已核对，案件办结。")


def _refer(case: Case, by: Any, form: QueryDict) -> str:
    days = _number(form, "referral_days", REFERRAL_DAYS)
    summary = str(form.get("referral_summary", "")) or _reason(form)
    referral = referring.refer(
        case, by, str(form.get("referral_institution", "")), str(form.get("referral_mail", "")), summary, days
    )
    return _("已转交%(who)s，等待答复。") % {"who": referral.institution}


def _answered(case: Case, by: Any, form: QueryDict) -> str:
    if not case.referrals.filter(state="answered").exists():
        raise DecisionRefused(_("机构还没有答复"))
    deciding.uphold(case, by, _reason(form) or str(case.referrals.filter(state="answered")[0].answer), "answered", "answered")
    return _("已按机构的答复办结，投诉人会看到。")


def _concern(case: Case, by: Any, form: QueryDict) -> str:
    person = next((one for one in moderators() if str(one.pk) == form.get("complaint_concerns")), None)
    if person is None:
        raise DecisionRefused(_("请选择投诉涉及的审核员"))
    deciding.concern(case, by, person)
    return _("已认定投诉涉及%(name)s，此人不再看到也不能处理这个案件。") % {"name": person.name}


def _polite(act: Callable[[Case, Any, QueryDict], str]) -> parts.Action:
    """What the gate refuses is said like every other refusal."""

    def acted(case: Case, by: Any, form: QueryDict) -> str:
        try:
            return act(case, by, form)
        except PublicationBlocked as blocked:
            raise DecisionRefused(*blocked.reasons) from blocked

    return acted


def _on_notice(act: Callable[[InfringementNotice, Case, Any, QueryDict], str]) -> parts.Action:
    """The notice is named by the form and belongs to this case."""

    def acted(case: Case, by: Any, form: QueryDict) -> str:
        of_case = InfringementNotice.objects.filter(complaint__case=case).select_related("complaint")
        named = str(form.get("notice", ""))
        notice = of_case.filter(pk=asked.whole(named)).first()
        if notice is None and of_case.count() == 1:
            notice = of_case.get()
        if notice is None:
            raise DecisionRefused(_("请选择是哪一份通知"))
        return act(notice, case, by, form)

    return _polite(acted)


def _measure(notice: InfringementNotice, case: Case, by: Any, form: QueryDict) -> str:
    codes = known(form.getlist("complaint_code"))
    infringement.measure(notice, by, codes, _reason(form), _chosen_siblings(case, form))
    return _("页面已停止展示，通知已转送作者（不含联系方式）。")


def _step(function: Callable[[InfringementNotice, Any, str], None], said: Callable[[], str]) -> parts.Action:
    def acted(notice: InfringementNotice, case: Case, by: Any, form: QueryDict) -> str:
        function(notice, by, _reason(form))
        return said()

    return _on_notice(acted)


def _forward(notice: InfringementNotice, case: Case, by: Any, form: QueryDict) -> str:
    infringement.forward_counter(notice, by)
    return _("声明已转送权利人，等待期开始。")


COMPLAINT_ACTIONS: dict[str, parts.Action] = {
    "complaint_dismiss": _dismiss,
    "complaint_take_down": _polite(_take_down),
    "complaint_uphold": _uphold,
    "complaint_correct": _correct,
    "complaint_confirm": _confirm,
    "complaint_refer": _refer,
    "complaint_answered": _answered,
    "complaint_concern": _concern,
}
RIGHTS_ACTIONS: dict[str, parts.Action] = {
    "notice_measure": _on_notice(_measure),
    "notice_incomplete": _step(infringement.ask_for_more, lambda: _("已请权利人补充通知。")),
    "notice_refuse": _step(infringement.refuse, lambda: _("没有采取措施，通知人会看到理由。")),
    "notice_forward": _on_notice(_forward),
    "notice_restore": _step(infringement.restore, lambda: _("已恢复，双方都会收到通知。")),
    "notice_keep": _step(infringement.keep, lambda: _("维持下架，双方都会收到通知。")),
    "notice_malicious": _step(infringement.flag_malicious, lambda: _("已标记为恶意通知。")),
    "complaint_refer": _refer,
}

"""Brings a moderator's decision to the services and says in one sentence what came of it."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import clearance, decisions
from ..cards import Card
from ..decisions import DecisionRefused
from ..desk import checks
from ..models import Case, Decision, Scan, Submission, Verb
from ..models.decision import CLEARING, ENDING
from ..models.reference import key
from ..rules import reviewing
from .typed import Typed

# A row's id fits into eighteen digits.
ID = re.compile(r"\d{1,18}", re.ASCII)

# Which decision each button records.
VERBS = {
    "approve": Verb.APPROVE,
    "return": Verb.RETURN,
    "dismiss": Verb.DISMISS,
    "take_down": Verb.TAKEDOWN,
    "order": Verb.ORDER,
    "restore": Verb.RESTORE,
}


def decide(case: Case, by: Any, typed: Typed, cards: list[Card]) -> str:
    """What was done, as a sentence. Raises DecisionRefused, CaseClosed, PublicationBlocked."""
    if typed.action not in ("approve", "return") and checks.of(case) is not None:
        raise DecisionRefused(_("这件案件只需要判断通过或退回"))
    if typed.action == "approve":
        return _approve(case, by, typed, cards)
    if typed.action == "return":
        if decisions.return_to_author(case, by, typed.codes, typed.note, typed.anchors, typed.answers) is None:
            return _waiting(case)
        return _("已退回，作者会收到退回原因和批注。")
    if typed.action == "dismiss":
        decisions.dismiss(case, by, typed.note)
        return _("已记录为不予处理，案件办结。")
    if typed.action in ("take_down", "order"):
        return _take_down(case, by, typed)
    if typed.action == "restore":
        instance = case.content()
        if not typed.live_note:
            raise DecisionRefused(_("请写明恢复的理由"))
        decisions.restore(instance, by, last_live_digest(instance), typed.live_note)
        return _("已恢复，读者现在可以看到原来的版本。")
    raise DecisionRefused(_("没有选择要做的决定"))


def _approve(case: Case, by: Any, typed: Typed, cards: list[Card]) -> str:
    lacking = [*_shown_before(case, typed), *typed.unanswered(cards)]
    if lacking:
        raise DecisionRefused(*lacking)
    live = decisions.approve(case, by, typed.answers, typed.pictures_checked, typed.note)
    if live:
        return _("已通过，读者现在可以看到。")
    if checks.of(case) is not None or Case.objects.filter(pk=case.pk, state=Case.State.OPEN).exists():
        return _waiting(case)
    submission = Submission.objects.get(cases=case)
    if submission.publish_at and submission.publish_at > timezone.now():
        when = timezone.localtime(submission.publish_at).strftime("%Y-%m-%d %H:%M")
        return _("已通过，将按作者的希望在 %(when)s 发布。") % {"when": when}
    reasons = (
        clearance.refusals(submission.revision.as_object(), submission.digest, timezone.now()) if submission.revision else []
    )
    return _("已通过，但现在还不能发布：%(reasons)s。条件满足后会自动发布，作者已收到通知。") % {"reasons": "；".join(reasons)}


def _shown_before(case: Case, typed: Typed) -> list[str]:
    """What changed since the page was shown: only what was seen can be approved."""
    if case.submission is not None and typed.shown_digest != case.submission.digest:
        return [_("您看到的不是现在要审的这一版，请看过现在的内容再决定")]
    if case.scan is None or typed.shown_scan == str(case.scan_id):
        return []
    shown = (
        Scan.objects.filter(pk=typed.shown_scan, submission=case.submission).first() if ID.fullmatch(typed.shown_scan) else None
    )
    if shown is None:
        return [_("您看到的检查结果不属于这个案件，请看过现在的结果再决定")]
    before, after = reviewing.places(shown), reviewing.places(case.scan)
    if before == after:
        return []
    changes = {"more": len(after - before), "less": len(before - after)}
    return [_("您打开这一页之后规则有更新：多 %(more)s 处，少 %(less)s 处。请看过现在的结果再决定") % changes]


def _waiting(case: Case) -> str:
    """What to say of a judgement that by itself changes nothing."""
    if checks.of(case) is not None:
        return checks.told()
    return _("您的意见已记录。这件要由两位审核员各自审过，等另一位审核员；在那之前谁也看不到您写了什么。")


def _take_down(case: Case, by: Any, typed: Typed) -> str:
    """A case about what readers see ends with the takedown; a submission under review stays open."""
    instance = case.content()
    if not instance.live:
        raise DecisionRefused(_("读者现在看不到这篇内容，不需要下架"))
    if not typed.codes:
        raise DecisionRefused(_("请选择下架的原因"))
    about_what_is_live = case.submission_id is None and case.state == Case.State.OPEN
    answered = case if about_what_is_live else None
    decisions.take_down(instance, by, VERBS[typed.action], typed.codes, typed.live_note, case=answered)
    return _("已下架，读者不再能看到；作者会收到理由。")


def last_live_digest(instance: Any) -> str:
    """The digest that a takedown took away, empty when nothing was."""
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
    return newest.digest if newest is not None and newest.verb in ENDING and not instance.live else ""


def already_done(case: Case, by: Any, typed: Typed) -> bool:
    """Whether the same person's same button about what readers see was recorded a moment ago."""
    instance = case.content()
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
    same = newest is not None and newest.by_id == by.pk and newest.verb == VERBS[typed.action]
    return bool(same and instance.live == (typed.action == "restore"))


def closing_decision(case: Case) -> Decision | None:
    """Who closed a case: its own decision, or for a takedown the object's newest."""
    own = case.decisions.select_related("by").first()
    if own is not None or case.state == Case.State.OPEN or case.outcome != "taken down":
        return own
    about = {"content_type": case.content_type, "object_id": case.object_id}
    return Decision.objects.filter(**about, verb__in=ENDING, at__lte=case.closed_at).select_related("by").first()

"""Is exactly this digest of exactly this object cleared, and may it go live at this moment."""

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from . import ledger, overruling, triggers
from .desk import offices
from .models import Decision, Scan, Submission, Verb
from .models.decision import CLEARING, ENDING
from .models.reference import key
from .sanctions import effects

if TYPE_CHECKING:
    from .moderated import Moderated


def refusals(instance: "Moderated", digest: str, now: datetime.datetime) -> list[str]:
    """Every reason why this digest may not go live now, as sentences; empty when it may."""
    missing = triggers.missing()
    if missing:
        return [_("数据库的发布保护不完整，暂停一切发布，请联系运营人员")]
    decision = standing_decision(instance, digest)
    if decision is None:
        return [_("这份内容还没有通过审核，不能发布；请先提交审核")]
    reasons = _doubts(instance, decision)
    obstacles, sanctioned = instance.obstacles(now), effects.against(instance, digest, now)
    reasons += [*obstacles.to_show, *sanctioned.to_show]
    if decision.verb != Verb.RESTORE:
        reasons += [*obstacles.to_publish, *sanctioned.to_publish]
        reasons += _open_rescan(instance)
    return reasons


def standing_decision(instance: "Moderated", digest: str) -> Decision | None:
    """The newest decision that clears this digest; none that was taken back, or ended by a takedown, withdrawal or order."""
    about = Decision.objects.filter(**key(instance))
    ended = about.filter(verb__in=ENDING).values_list("pk", flat=True).first() or 0
    standing = about.filter(verb__in=CLEARING, digest=digest, pk__gt=ended, reversed_by=None)
    # What its author took back before it was live, or was given back after all, is not cleared any more.
    over = (Submission.State.WITHDRAWN, Submission.State.RETURNED)
    standing = standing.exclude(submission__state__in=over).defer("submission__surface")
    return standing.select_related("scan", "submission", "case").first()


def _doubts(instance: "Moderated", decision: Decision) -> list[str]:
    """Whether the decision itself holds: who made it, on which scan, with every finding answered."""
    if decision.by_id is None or decision.by_id in set(instance.contributor_accounts()):
        return [_("作者不能审核自己的内容")]
    scan = decision.scan
    if scan is None or scan.digest != decision.digest:
        return [_("没有这份内容的扫描记录")]
    if decision.verb == Verb.RESTORE:
        return []
    reasons = []
    if decision.submission and decision.submission.state == Submission.State.APPROVED:
        reasons.append(_("这份内容已通过审核，会按约定的时间发布"))
    if _blocked(instance, decision, scan):
        reasons.append(_("扫描发现的拦截问题还没有解决"))
    if decision.verb == Verb.APPROVE and not _enough_people(decision):
        reasons.append(_("这份内容要由两位审核员各自审过，现在还不够"))
    unanswered = scan.findings.filter(severity="review", reviews__isnull=True)
    if decision.verb == Verb.APPROVE and unanswered.exists():
        reasons.append(_("还有需要人工判断的问题没有写明理由"))
    if decision.verb == Verb.APPROVE and "pictures" in scan.unchecked and not decision.pictures_checked:
        reasons.append(_("图片中的文字和人脸还没有人看过"))
    return reasons


def _blocked(instance: "Moderated", decision: Decision, scan: Scan) -> bool:
    """An import lets no block pass; an approval those that two people set aside who took no part in the words."""
    if decision.verb != Verb.APPROVE:
        return scan.findings.filter(severity="block").exists()
    return bool(overruling.standing_blocks(scan, offices.participants(instance, decision.submission)))


def _enough_people(decision: Decision) -> bool:
    """Where a case asked for several people, two of them said yes."""
    if decision.case is None or decision.case.needs <= 1:
        return True
    return decision.case.opinions.filter(verb=Verb.APPROVE).values("by").distinct().count() >= overruling.PEOPLE


def _open_rescan(instance: "Moderated") -> list[str]:
    """What is approved and not yet live waits while a newer ruleset's hit on it is undecided."""
    from .models import Case, Kind

    waiting = Case.objects.filter(**key(instance), kind=Kind.RESCAN, state=Case.State.OPEN).exists()
    return [_("新规则命中了这份内容，等待审核员复核")] if waiting else []


def end_for_unpublishing(instance: "Moderated", digest: str) -> None:
    """A page that left by Wagtail's own road counts as withdrawn, unless a decision of that moment says why it left.

    A decision that was taken back says so only of the words that it cleared: of a return taken back, nothing left.
    """
    about = Decision.objects.filter(**key(instance))
    newest = about.first()
    if newest is not None and (newest.verb in ENDING or (newest.verb == Verb.REVERSE and newest.digest == digest)):
        return
    Decision.objects.create(**key(instance), verb=Verb.WITHDRAW, digest=digest, note="")
    ledger.append("withdrawn", instance, digest, {"road": "unpublish"})


def cleared_scan(instance: "Moderated", digest: str) -> Scan | None:
    """The newest scan of this digest."""
    return Scan.objects.filter(**key(instance), digest=digest).first()

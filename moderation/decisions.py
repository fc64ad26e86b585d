"""What people decide: each act checks the rules of office, writes decision and ledger, and acts, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import cases, clearance, ledger, notices, overruling, telling
from .cases import DecisionRefused as DecisionRefused
from .desk import answers as answering
from .desk import checks, leases, offices, opinions
from .gate import PublicationBlocked
from .models import Case, Decision, Kind, Scan, Shown, Submission, Verb
from .models.notice import NoticeKind
from .models.reference import key
from .rules import reviewing

# Asked before something is shown again: sentences that say what stands against it.
Objection = Callable[[Any], Sequence[str]]
_against_restoring: list[Objection] = []
# Kinds that are decided by acts of their own.
APART = (Kind.DISPUTE, Kind.APPEAL)


def approve(
    case: Case,
    by: Any,
    answers: Mapping[int, tuple[str, str]] | None = None,
    pictures_checked: bool = False,
    note: str = "",
) -> bool:
    """Clear exactly what was submitted and publish it, now or when its time comes. True if it is live afterwards.

    Where the case needs several people, the act is an opinion until they agree, and the case stays open.
    `answers` gives a verdict and a reason for each review finding, by its id. Raises DecisionRefused, CaseClosed.
    """
    _check_kind(case)
    submission, scan = case.submission, case.scan
    if submission is None or scan is None or submission.revision is None:
        raise DecisionRefused(_("这个案件没有可以放行的提交"))
    instance = submission.content()
    _check_office(by, instance, submission, case)
    if reviewing.bring_up_to_date(submission, instance):
        case.refresh_from_db(fields=["scan"])
        scan = case.scan or scan
    answers = dict(answers or {})
    answers |= {new: answers[old] for old, new in reviewing.carried(scan, answers).items() if new not in answers}
    reasons = []
    if overruling.standing_blocks(scan, offices.participants(instance, submission)):
        reasons.append(_("还有拦截的问题，不能放行"))
    for finding in scan.findings.filter(severity="review"):
        verdict, reason = answers.get(finding.pk, ("", ""))
        if not verdict or not reason.strip():
            reasons.append(_("第 %(number)s 处需要写明放行的理由") % {"number": finding.number})
    if "pictures" in scan.unchecked and not pictures_checked:
        reasons.append(_("请先确认看过图片中的文字和人脸"))
    if reasons:
        raise DecisionRefused(*reasons)
    typed = opinions.typed(answers, pictures_checked=pictures_checked)
    if checks.answered(case, by, Verb.APPROVE, note, typed):
        return False
    with transaction.atomic():
        agreeing = opinions.reached(case, by, Verb.APPROVE, note, typed)
        if agreeing is None:
            return False
        cases.close(case, "approved", by)
        answering.keep_opinions(submission, agreeing)
        answering.keep(scan.findings.all(), answers, by)
        decision = Decision.objects.create(
            **key(instance),
            verb=Verb.APPROVE,
            digest=submission.digest,
            case=case,
            submission=submission,
            scan=scan,
            by=by,
            note=note,
            pictures_checked=pictures_checked,
        )
        _settle(submission, Submission.State.APPROVED)
        ledger.append("approved", instance, submission.digest, {"case": case.pk, "decision": decision.pk, "by": by.pk})
        submission.state = Submission.State.APPROVED
        if submission.publish_at and submission.publish_at > timezone.now():
            when = timezone.localtime(submission.publish_at).strftime("%Y-%m-%d %H:%M")
            telling.tell_author(submission, NoticeKind.APPROVED, when=when)
            return False
        return publish(submission, instance)


def publish(submission: Submission, content: Any = None) -> bool:
    """Make an approved submission live. When an obstacle stands in the way it stays approved and its author is told.

    `content` is the object that was handed in, where the caller has read it: only its type is asked of it.
    """
    try:
        with transaction.atomic():
            moved = Submission.objects.filter(pk=submission.pk, state=Submission.State.APPROVED).update(
                state=Submission.State.PUBLISHED, settled_at=timezone.now()
            )
            if not moved:
                return False
            instance = content or submission.content()
            instance.publish_submission(submission)
            telling.tell_author(submission, NoticeKind.PUBLISHED)
    except PublicationBlocked as blocked:
        reason = "；".join(blocked.reasons)
        telling.tell_author(
            submission, NoticeKind.NOT_PUBLISHED, once=f"not published {submission.pk} {reason}"[:120], reason=reason
        )
        return False
    return True


def clear_import(instance: Any, submission: Submission, scan: Scan, by: Any, accepted_review: bool) -> None:
    """An operator's decision on their own migrated archive: nobody read this text. Raises DecisionRefused, PublicationBlocked."""
    if by.pk in {*instance.contributor_accounts(), submission.submitted_by_id}:
        raise DecisionRefused(_("导入的决定不能由作者本人作出"))
    with transaction.atomic():
        about = {**key(instance), "digest": submission.digest, "submission": submission, "scan": scan, "by": by}
        decision = Decision.objects.create(**about, verb=Verb.IMPORT)
        data = {"submission": submission.pk, "decision": decision.pk, "by": by.pk, "accepted_review": accepted_review}
        ledger.append("imported", instance, submission.digest, data)
        Submission.objects.filter(pk=submission.pk).update(state=Submission.State.PUBLISHED, settled_at=timezone.now())
        instance.publish_submission(submission)


def return_to_author(
    case: Case,
    by: Any,
    reason_codes: Sequence[str],
    note: str,
    anchors: Sequence[Mapping[str, Any]] = (),
    answers: Mapping[int, tuple[str, str]] | None = None,
) -> Decision | None:
    """Give a submission back with at least one reason code, anchored at its places; `answers` as for an approval are kept.

    None where the case needs several people and this was the opinion of one of them. Raises DecisionRefused, CaseClosed.
    """
    _check_kind(case)
    submission = case.submission
    if submission is None:
        raise DecisionRefused(_("这个案件没有可以退回的提交"))
    if not reason_codes:
        raise DecisionRefused(_("请选择退回原因：规则的编码，或七条底线之一"))
    instance = submission.content()
    _check_office(by, instance, submission, case)
    typed = opinions.typed(answers or {}, codes=list(reason_codes), anchors=[dict(anchor) for anchor in anchors])
    if checks.answered(case, by, Verb.RETURN, note, typed):
        return None
    with transaction.atomic():
        agreeing = opinions.reached(case, by, Verb.RETURN, note, typed)
        if agreeing is None:
            return None
        reason_codes, anchors, note = opinions.joined(agreeing, reason_codes, anchors, note)
        cases.close(case, "returned", by)
        answering.keep_opinions(submission, agreeing)
        answering.keep(case.scan.findings.all() if case.scan else (), answers or {}, by)
        decision = Decision.objects.create(
            **key(instance),
            verb=Verb.RETURN,
            digest=submission.digest,
            case=case,
            submission=submission,
            scan=case.scan,
            by=by,
            reason_codes=list(reason_codes),
            note=note,
            anchors=[dict(anchor) for anchor in anchors],
        )
        _settle(submission, Submission.State.RETURNED)
        data = {"case": case.pk, "decision": decision.pk, "by": by.pk, "codes": list(reason_codes)}
        ledger.append("returned", instance, submission.digest, data)
        telling.tell_author(submission, NoticeKind.RETURNED, reason=note.strip() or "、".join(reason_codes))
    return decision


def take_down(instance: Any, by: Any, verb: str, reason_codes: Sequence[str], note: str, case: Case | None = None) -> Decision:
    """End every clearance of an object and take it from readers at once. `verb` is takedown, withdraw or order.

    Closes the case that led to it, if any. Raises DecisionRefused, CaseClosed.
    """
    if verb != Verb.WITHDRAW:
        _check_office(by, instance, None, case)
    if case is not None:
        _check_kind(case)
    if not note.strip():
        raise DecisionRefused(_("请写明下架的理由"))
    with transaction.atomic():
        if case is not None:
            cases.close(case, "taken down", by)
        row = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
        if verb == Verb.TAKEDOWN and not row.live:
            # Of two at the same moment one takes it down, and it counts against its author once.
            raise DecisionRefused(_("读者现在看不到这篇内容，不需要下架"))
        about = {**key(instance), "verb": verb, "digest": row.live_digest, "case": case, "by": by}
        decision = Decision.objects.create(**about, reason_codes=list(reason_codes), note=note)
        Shown.objects.filter(**key(instance)).update(digest="")
        instance.withdraw_live(note)
        data = {"decision": decision.pk, "by": by.pk, "codes": list(reason_codes)}
        ledger.append("withdrawn" if verb == Verb.WITHDRAW else "taken down", instance, row.live_digest, data)
        if verb != Verb.WITHDRAW:
            for author in telling.authors(instance):
                notices.tell(
                    author,
                    NoticeKind.TAKEN_DOWN,
                    {"title": str(instance), "reason": note},
                    telling.work_url(instance),
                    about=instance,
                )
    return decision


def object_to_restoring(ask: Objection) -> None:
    """Let something else stand against a restoration. Called when the app is ready."""
    _against_restoring.append(ask)


def restore(instance: Any, by: Any, digest: str, note: str) -> Decision:
    """Show again a digest that was live before: the answer to a wrong takedown. Asks only what stands against showing it."""
    _check_office(by, instance)
    scan = clearance.cleared_scan(instance, digest)
    was_live = Submission.objects.filter(**key(instance), digest=digest, state=Submission.State.PUBLISHED).exists()
    if scan is None or not was_live:
        raise DecisionRefused(_("这一版没有发布过，不能恢复"))
    against = [reason for ask in _against_restoring for reason in ask(instance)]
    if against:
        raise DecisionRefused(*against)
    with transaction.atomic():
        if type(instance)._base_manager.select_for_update().get(pk=instance.pk).live:
            raise DecisionRefused(_("读者现在就能看到这篇内容，不需要恢复"))
        decision = Decision.objects.create(**key(instance), verb=Verb.RESTORE, digest=digest, scan=scan, by=by, note=note)
        ledger.append("restored", instance, digest, {"decision": decision.pk, "by": by.pk})
        instance.restore_live(digest)
        for author in telling.authors(instance):
            notices.tell(author, NoticeKind.RESTORED, {"title": str(instance)}, telling.work_url(instance), about=instance)
    return decision


def dismiss(case: Case, by: Any, note: str) -> Decision:
    """Close a case of another kind without a measure."""
    _check_kind(case)
    instance = case.content()
    _check_office(by, instance, None, case)
    if not note.strip():
        raise DecisionRefused(_("请写明不予处理的理由"))
    if _holds_back_blocked_words(case, instance):
        raise DecisionRefused(_("新规则拦截了这份等待发布的内容，一个人不能不予处理；请退回作者修改"))
    with transaction.atomic():
        cases.close(case, "dismissed", by)
        about = {"content_type": case.content_type, "object_id": case.object_id}
        decision = Decision.objects.create(**about, verb=Verb.DISMISS, case=case, by=by, note=note)
        ledger.append_about(
            "dismissed", case.content_type_id, case.object_id, "", {"case": case.pk, "decision": decision.pk, "by": by.pk}
        )
    return decision


def _check_office(by: Any, instance: Any, submission: Submission | None = None, case: Case | None = None) -> None:
    """Raises DecisionRefused with every reason why this person may not decide here."""
    reasons = offices.objections(by, instance, submission, case)
    if case is not None and (taken := leases.refusal(case, by)):
        reasons = [*reasons, taken]
    if reasons:
        raise DecisionRefused(*reasons)


def _settle(submission: Submission, state: str) -> None:
    """Only what waits is approved or returned: a case that merely names what was published, or taken back, brings nothing back.

    Raises DecisionRefused.
    """
    waiting = Submission.objects.filter(pk=submission.pk, state__in=(Submission.State.OPEN, Submission.State.APPROVED))
    if not waiting.update(state=state, settled_at=timezone.now()):
        raise DecisionRefused(_("这一份已经发布或办结，不能再通过或退回；读者看到的内容请用下架或恢复"))


def _holds_back_blocked_words(case: Case, instance: Any) -> bool:
    """Whether what is approved and not live yet has a block by the case's newer scan: only two people set that aside."""
    submission, scan = case.submission, case.scan
    if submission is None or scan is None or submission.state != Submission.State.APPROVED:
        return False
    return bool(overruling.standing_blocks(scan, offices.participants(instance, submission)))


def _check_kind(case: Case) -> None:
    """Raises DecisionRefused for a case that has its own way to an answer."""
    if case.kind in APART:
        raise DecisionRefused(_("这类案件请在“%(kind)s”一栏给出判断") % {"kind": case.get_kind_display()})

"""申请人工复核: an author asks people to look at what a rule blocked; two decide blindly, a third where they differ.

A machine alone refuses nobody (个人信息保护法 24). Identifiers are left out: they can only be mended, and their words are not kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger, redaction, scanning
from ..cases import CaseClosed, DecisionRefused
from ..models import Case, Decision, DisputeGround, Finding, FindingReview, Kind, Opinion, Scan, Submission, Verb
from ..models.notice import NoticeKind
from ..models.reference import key
from ..overruling import FALSE_ALARM, NEVER, STANDS
from ..signals import handed_in
from ..submissions import SubmissionRefused
from ..telling import tell_author
from . import offices, opinions, staffing

Verdicts = Mapping[int, tuple[str, str]]


def blocks_of(submission: Submission) -> list[Finding]:
    """The blocks that keep a submission from people, by its own scan."""
    scan = _scan(submission)
    return list(scan.findings.filter(severity="block")) if scan else []


def disputable(submission: Submission | None) -> list[Finding]:
    """What of a refused submission people may be asked about; empty as soon as something in it can only be mended."""
    if submission is None or submission.state != Submission.State.REFUSED or submission.revision_id is None:
        return []
    blocks = blocks_of(submission)
    return [] if any(block.code in NEVER for block in blocks) else blocks


def ask(submission: Submission, user: Any, reasons: Mapping[int, str]) -> Case:
    """Put a refused submission before two people; `reasons` names each block by its id. Raises SubmissionRefused."""
    if user.pk not in {submission.submitted_by_id, *submission.contributors}:
        raise SubmissionRefused(_("只有作者本人可以申请人工复核"))
    blocks = disputable(submission)
    instance = submission.content()
    if not blocks or instance is None:
        raise SubmissionRefused(_("这一版不能申请人工复核，请修改后再提交"))
    lacking = [block.number for block in blocks if not reasons.get(block.pk, "").strip()]
    if lacking:
        raise SubmissionRefused(*(_("请写明第 %(number)s 处为什么不该拦截") % {"number": number} for number in lacking))
    # What an author types about a patient is kept as little as what is typed into the article.
    engine = scanning.scanner()
    said = {block: redaction.masked_text(reasons[block.pk].strip(), engine)[:2000] for block in blocks}
    try:
        with transaction.atomic():
            moved = Submission.objects.filter(pk=submission.pk, state=Submission.State.REFUSED).update(
                state=Submission.State.DISPUTED, settled_at=None
            )
            newer = Submission.objects.filter(**key(instance), pk__gt=submission.pk).exists()
            if not moved or newer:
                raise SubmissionRefused(_("这一版已经有了新的进展，请刷新页面看看"))
            case = cases.open_case(
                Kind.DISPUTE, instance, _("作者申请人工复核"), submission=submission, scan=_scan(submission), needs=2
            )
            DisputeGround.objects.bulk_create(
                DisputeGround(case=case, finding=block, reason=reason) for block, reason in said.items()
            )
            data = {"case": case.pk, "submission": submission.pk, "codes": sorted({block.code for block in blocks})}
            ledger.append("dispute asked", instance, submission.digest, data)
            staffing.escalate_if_nobody(case)
    except IntegrityError as twice:
        raise SubmissionRefused(_("已有一份在审核或等待发布，请先撤回它")) from twice
    return case


def judge(case: Case, by: Any, verdicts: Verdicts) -> str:
    """One person's opinion of each block: `confirmed` or `false_alarm`, with a reason. Answers waiting, set aside or returned.

    Raises DecisionRefused, CaseClosed.
    """
    submission = case.submission
    if case.kind != Kind.DISPUTE or submission is None:
        raise DecisionRefused(_("这个案件不是复核申请"))
    objections = offices.objections(by, submission.content(), submission, case)
    if objections:
        raise DecisionRefused(*objections)
    blocks = [ground.finding for ground in case.grounds.select_related("finding")]
    lacking = []
    for block in blocks:
        verdict, reason = verdicts.get(block.pk, ("", ""))
        if verdict not in (FALSE_ALARM, STANDS):
            lacking.append(_("第 %(number)s 处还没有判断：拦截成立，还是误报") % {"number": block.number})
        elif not reason.strip():
            lacking.append(_("第 %(number)s 处需要写明理由") % {"number": block.number})
    if lacking:
        raise DecisionRefused(*lacking)
    said = {str(block.pk): [verdicts[block.pk][0], verdicts[block.pk][1].strip()[:400]] for block in blocks}
    passes = all(verdict == FALSE_ALARM for verdict, _reason in said.values())
    frozen = submission.as_submitted()
    frozen.facts()  # What listens to a hand-in needs them, and nothing is read at length inside the transaction.
    with transaction.atomic():
        verb = Verb.APPROVE if passes else Verb.RETURN
        given = opinions.give(case, by, verb, typed={"verdicts": said})
        outcome = _majority(blocks, given, case.needs)
        if outcome is None:
            if len(given) >= case.needs:
                opinions.ask_one_more(case)
            else:
                staffing.escalate_if_nobody(case)
            return "waiting"
        return _settle(case, by, submission, frozen, outcome, given)


def _majority(blocks: Sequence[Finding], given: Sequence[Opinion], needs: int) -> dict[Finding, str] | None:
    """What enough people say of each block; None while they are too few, or two differ on any of them."""
    if len(given) < needs:
        return None
    outcome = {}
    for block in blocks:
        verdict, number = Counter(_verdict(opinion, block)[0] for opinion in given).most_common(1)[0]
        if number < 2:
            return None
        outcome[block] = verdict
    return outcome


def _verdict(opinion: Opinion, block: Finding) -> tuple[str, str]:
    verdict, reason = opinion.typed["verdicts"][str(block.pk)]
    return verdict, reason


def _settle(
    case: Case, by: Any, submission: Submission, frozen: Any, outcome: Mapping[Finding, str], given: Sequence[Opinion]
) -> str:
    cleared = all(verdict == FALSE_ALARM for verdict in outcome.values())
    cases.close(case, "set aside" if cleared else "returned", by)
    _keep_reviews(outcome, given)
    state = Submission.State.OPEN if cleared else Submission.State.RETURNED
    moved = Submission.objects.filter(pk=submission.pk, state=Submission.State.DISPUTED).update(
        state=state, settled_at=None if cleared else timezone.now()
    )
    if not moved:
        raise CaseClosed(case.number)
    submission.state = state
    stands = [block for block, verdict in outcome.items() if verdict == STANDS]
    about = {**key(frozen), "digest": submission.digest, "case": case, "submission": submission, "scan": case.scan, "by": by}
    reasons = {block: _reasons(block, outcome[block], given) for block in outcome}
    note = "\n".join(_("第 %(number)s 处：%(why)s") % {"number": block.number, "why": reasons[block]} for block in outcome)
    decision = Decision.objects.create(
        **about,
        verb=Verb.SET_ASIDE if cleared else Verb.RETURN,
        reason_codes=sorted({block.code for block in stands}),
        note=note,
        anchors=[{"path": block.path, "note": reasons[block][:400]} for block in stands],
    )
    data = {"case": case.pk, "decision": decision.pk, "by": sorted(opinion.by_id for opinion in given)}
    data["codes"] = sorted({block.code for block in outcome})
    ledger.append("block set aside" if cleared else "block upheld", frozen, submission.digest, data)
    if cleared:
        _go_on(case, submission, frozen, len(outcome))
        return "set aside"
    tell_author(submission, NoticeKind.DISPUTE_LOST, reason=note)
    return "returned"


def _go_on(case: Case, submission: Submission, frozen: Any, number: int) -> None:
    """The words are with the moderators now, like any others: what else the rules or people find is still to be answered."""
    what = _("人工复核认定 %(number)s 处拦截是误报（案件 %(case)s）") % {"number": number, "case": case.number}
    cases.open_case(
        Kind.SUBMISSION, frozen, what, submission=submission, scan=case.scan, title=str(frozen), needs=opinions.needed(frozen)
    )
    handed_in.send(type(frozen), instance=frozen, submission=submission)
    tell_author(submission, NoticeKind.DISPUTE_WON, number=str(number))


def _keep_reviews(outcome: Mapping[Finding, str], given: Sequence[Opinion]) -> None:
    """Everybody's verdict on record, those of the majority last: the newest is what counts for the rule's precision."""
    for block, agreed in outcome.items():
        said = [(opinion, *_verdict(opinion, block)) for opinion in given]
        for opinion, verdict, reason in sorted(said, key=lambda one: one[1] == agreed):
            FindingReview.objects.create(finding=block, by=opinion.by, verdict=verdict, reason=reason)


def _reasons(block: Finding, agreed: str, given: Sequence[Opinion]) -> str:
    said = [reason for opinion in given for verdict, reason in [_verdict(opinion, block)] if verdict == agreed]
    return "；".join(dict.fromkeys(said))


def _scan(submission: Submission) -> Scan | None:
    return submission.scans.filter(purpose="submission").first()

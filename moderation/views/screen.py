"""Everything the review page shows of one case, with whatever was typed into it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import cards, reasons
from ..desk import checks, leases, lights, notes, parts, undoing
from ..desk.offices import moderators, objections
from ..desk.veil import Veil
from ..engine import IDENTIFIERS
from ..models import Case, FindingReview
from ..moderated import Moderated
from ..presentation import outcome_words, specialty_words
from ..rules import reviewing
from . import dossier, tabs
from .deciding import closing_decision, last_live_digest
from .rail import rail
from .sheets import frozen_object
from .submit import live_url
from .typed import VERDICTS, Typed

# Offered while typing; a moderator's own words are as good.
USUAL_REASONS = (
    gettext_lazy("文中已给出可核对的出处"),
    gettext_lazy("语境是辟谣或提醒，不是推荐"),
    gettext_lazy("是医学术语的固定用法"),
    gettext_lazy("说的是群体情况，认不出具体的人"),
)
# A blocking finding is never accepted: it is right, or the rule is wrong.
VERDICTS_ON_BLOCKS = tuple(pair for pair in VERDICTS if pair[0] != "accepted")
# Every key of the page and what it does, as the help sheet lists them.
KEYS = (
    ("A", gettext_lazy("通过并发布：按一次准备，再按一次 A 或回车执行")),
    ("R", gettext_lazy("退回修改：填写原因和说明，Ctrl+回车 确认")),
    ("E", gettext_lazy("升级给运营人员")),
    ("H", gettext_lazy("搁置")),
    ("C", gettext_lazy("认领；已经认领时延长")),
    ("U", gettext_lazy("收回刚才的决定")),
    ("J", gettext_lazy("下一件")),
    ("K", gettext_lazy("上一件")),
    (". ,", gettext_lazy("下一处、上一处问题")),
    ("Y", gettext_lazy("这一处：确认")),
    ("N", gettext_lazy("这一处：误报，写明理由")),
    ("M", gettext_lazy("在这一处写给作者的批注")),
    ("V", gettext_lazy("显示这一处被遮住的内容")),
    ("?", gettext_lazy("打开或关闭这张表")),
)


def screen(request: HttpRequest, case: Case, typed: Typed | None = None, refusals: Iterable[str] = ()) -> HttpResponse:
    """The page of a case; with refusals nothing was done and everything typed stands in it still."""
    instance = case.content()
    refusals = list(refusals)
    status = 422 if refusals else 200
    if instance is None:
        gone = {**rail(request.user, case.kind), **dossier.history(case), "case": case, "typed": typed, "refusals": refusals}
        gone |= {"open": case.state == Case.State.OPEN, "notes": case.notes.select_related("by")}
        return render(request, "moderation/desk/gone.html", gone, status=status if refusals else 410)
    typed = typed or Typed()
    if checks.cutoff(case) is not None:
        # Who checks a decision must not see on the page what came of it.
        instance.live = False
    frozen = frozen_object(case, instance)
    opened = case.state == Case.State.OPEN
    standing = leases.standing(case, request.user)
    context = {
        **rail(request.user, case.kind if opened else "closed"),
        "case": case,
        "instance": instance,
        "frozen": frozen,
        "open": opened,
        "of_submission": case.submission is not None,
        "round": dossier.round_of(case),
        "specialty": specialty_words(case),
        "light": lights.of(case),
        "awaits": instance.awaits() if opened and hasattr(instance, "awaits") else (),
        "tabs": tabs.of(case, frozen),
        "typed": typed,
        "refusals": refusals,
        "decision": closing_decision(case),
        "outcome": outcome_words(case.outcome),
        "working": opened and standing.own and standing.running,
        "notes": case.notes.select_related("by"),
        "replies": notes.replies_for(case),
        "undo": undoing.undoable(request.user),
        "keys": KEYS,
        "hold_until": timezone.now() + datetime.timedelta(days=1),
        "sheet": isinstance(frozen, Moderated),
        "own_decision": opened and parts.decides(case.kind),
        **(_of_content(request, case, frozen, typed) if isinstance(frozen, Moderated) else _of_other(request, case)),
    }
    context["parts"] = [_part(request, case, part, context) for part in parts.of(case.kind)]
    return render(request, "moderation/desk/review.html", context, status=status)


def _of_content(request: HttpRequest, case: Case, frozen: Any, typed: Typed) -> dict[str, Any]:
    """What a case about words brings: findings, reasons, places, and what readers see now."""
    instance = case.content()
    blind = checks.cutoff(case) is not None
    passages = frozen.surface().passages
    found = cards.of_scan(case.scan, frozen, passages)
    veil = Veil.over(case.scan, passages)
    unchecked = case.scan.unchecked if case.scan else []
    contributors = set(frozen.contributor_accounts()) | ({case.submission.submitted_by_id} if case.submission else set())
    said: dict[int, list[FindingReview]] = {}
    for review in FindingReview.objects.filter(finding__scan=case.scan).select_related("by") if case.scan and not blind else ():
        said.setdefault(review.finding_id, []).append(review)
    # Clues that a message names may be part of what is covered: then it stays as it was stored, without them.
    quiet = dict(case.scan.findings.values_list("number", "message")) if case.scan and veil.masks else {}
    hit = sorted({(card.code, card.name, card.basis) for card in found})
    own = bool(objections(request.user, frozen, case.submission, None))
    return {
        **dossier.summary(case, frozen),
        "rows": _rows(found, typed, said, veil, quiet),
        "covered": len(veil.masks),
        "counts": cards.counts(found),
        "change": reviewing.change(case),
        "unchecked": cards.unchecked_words(unchecked),
        "look_at_pictures": "pictures" in unchecked,
        "usual_reasons": USUAL_REASONS,
        "reason_groups": [(_("本次命中的规则"), hit), *reasons.groups()] if hit else reasons.groups(),
        "chosen_codes": typed.codes or sorted({card.code for card in found if card.severity == "block"}),
        "places": [
            (passage.path, f"{cards.field_label(frozen, passage.path)} · {veil.cover(passage.text)[:24]}") for passage in passages
        ],
        "own": own,
        "deciders": [person for person in moderators() if person.pk not in contributors] if own else [],
        "live_url": "" if blind else live_url(instance, request),
        "restorable": not blind and bool(last_live_digest(instance)),
    }


def _of_other(request: HttpRequest, case: Case) -> dict[str, Any]:
    """A case about an account, an order or a request has its parts, and neither findings nor a sheet."""
    refused = bool(objections(request.user, case.content(), None, case))
    return {"rows": [], "own": refused, "deciders": moderators() if refused else [], "reason_groups": reasons.groups()}


def _rows(
    found: list[cards.Card], typed: Typed, said: dict[int, list[FindingReview]], veil: Veil, quiet: dict[int, str]
) -> list[dict[str, Any]]:
    """Every finding; what a later one of the same rule only repeats is said by naming the first."""
    first: dict[tuple[str, str, str], int] = {}
    rows = []
    for card in found:
        same = first.setdefault((card.code, card.basis, card.fix), card.number)
        row = _row(card, typed, said.get(card.identity, []), veil, quiet)
        rows.append({**row, "same": same if same != card.number and (card.basis or card.fix) else 0})
    return rows


def _row(card: cards.Card, typed: Typed, said: list[FindingReview], veil: Veil, quiet: dict[int, str]) -> dict[str, Any]:
    """A finding, what is typed about it now, and what was said of it before."""
    verdicts: tuple[tuple[str, str], ...] = ()
    if card.severity == "review":
        verdicts = VERDICTS
    elif card.severity == "block" and card.code not in IDENTIFIERS:
        verdicts = VERDICTS_ON_BLOCKS
    return {
        "card": card,
        "message": quiet.get(card.number, card.message),
        "mask": veil.mask_of(card.number),
        "only_mended": card.code in IDENTIFIERS,
        "verdicts": verdicts,
        "answer": typed.answers.get(card.identity, ("", "")),
        "reviews": said,
    }


def _part(request: HttpRequest, case: Case, part: parts.Part, context: dict[str, Any]) -> str:
    """What a kind of case adds; `posted` is the form as it was sent, so that nothing typed into the part is lost either."""
    more = part.context(case, request.user)
    return render_to_string(part.template, {**context, "posted": request.POST, **more}, request)

"""One ruleset: what it changes, what its examples, backtest and shadow say, and the steps that may be taken with it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ... import reasons
from ...engine import Ruleset as EngineRuleset
from ...engine import RulesetError
from ...models import ArchiveRun, LedgerEntry, Ruleset, ShadowScan, Submission
from ...models.reference import key
from ...rules import backtest, compiling, known_people, layers, lifecycle, metrics, runs, standing
from ...rules.people import account_names
from . import identifiers, overview
from .access import context, for_readers
from .editor import FIELDS, offered
from .words import PARTS, STATE_TONES, STEPS, condition

SHOWN = 60
HISTORY = 40


@require_GET
@for_readers
def ruleset(request: HttpRequest, pk: int) -> HttpResponse:
    return screen(request, one(pk))


@require_GET
@for_readers
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the newest run of each kind is, for the line that moves by itself."""
    return JsonResponse({"runs": [_progress(run) for run in _runs(one(pk))]})


@require_GET
@for_readers
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The canonical JSON for `python -m moderation.engine --ruleset FILE`; exceptions with a scope are left out of it."""
    row = one(pk)
    try:
        whole = compiling.under(compiling.release(row), row.layer).canonical_json()
    except RulesetError as error:
        messages.error(request, unusable(error))
        return redirect("moderation_ruleset", pk=pk)
    answer = HttpResponse(whole, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ruleset-{row.version}.json"'
    return answer


def one(pk: int) -> Ruleset:
    rows = Ruleset.objects.select_related("shipped", "made_by", "submitted_by", "approved_by", "predecessor")
    return get_object_or_404(rows, pk=pk)


def screen(request: HttpRequest, row: Ruleset, refusals: Iterable[str] = (), part: str = "", typed: Any = None) -> HttpResponse:
    """The whole page; with refusals it answers 422, and what was typed stands where it was typed."""
    refusals = list(refusals)
    fault = ""
    base = lifecycle.live()
    before = base if base is not None and base.pk != row.pk else row.predecessor
    shared = context(request, "rulesets")
    editable = row.state == Ruleset.State.DRAFT and shared["may_edit"]
    try:
        release: EngineRuleset | None = compiling.release(row)
    except RulesetError as error:
        release, fault = None, unusable(error)
    return render(
        request,
        "moderation/rules/ruleset.html",
        {
            **shared,
            "ruleset": row,
            "tone": STATE_TONES[row.state],
            "refusals": refusals,
            "unusable": fault,
            "part": part,
            "typed": typed,
            "editable": editable and release is not None,
            "before": before,
            "changes": _changes(before, row),
            "release_changes": _release_changes(before, row),
            "editor": offered(release, row.layer, request.GET.get("rule", "")) if release else {},
            "own": request.user.pk in {row.made_by_id, row.submitted_by_id, *row.editors},
            "rising": lifecycle.rising(),
            "base": base,
            "can_roll_back": row.state == Ruleset.State.LIVE and (row.share < 100 or row.predecessor_id is not None),
            "runs": [{"run": run, **_progress(run)} for run in _runs(row)],
            "backtest": _backtest(row),
            "shadow": _shadow(row) if row.state in (Ruleset.State.SHADOW, Ruleset.State.LIVE) else None,
            "history": _history(row),
            "exchange": round(standing.last_exchange * 1000),
        },
        status=422 if refusals else 200,
    )


def unusable(error: RulesetError) -> str:
    return _("它依据的那一版规则，现在的程序已不能使用（%(reason)s）。请在新版本的规则上另起草稿。") % {"reason": error}


def _changes(before: Ruleset | None, row: Ruleset) -> list[dict[str, Any]]:
    found = layers.changes(before.layer if before else {}, row.layer)
    return [
        {
            "part": PARTS[change.part],
            "code": change.code,
            "name": reasons.name_of(change.code),
            "more": [_said(change.part, line) for line in change.more[:SHOWN]],
            "less": [_said(change.part, line) for line in change.less[:SHOWN]],
            "more_left": max(0, len(change.more) - SHOWN),
            "less_left": max(0, len(change.less) - SHOWN),
        }
        for change in found
    ]


def _said(part: str, line: str) -> str:
    if part == "status":
        return _("改为影子运行") if line == "shadow" else _("改为生效")
    if part == "people":
        kind, _dot, name = line.partition(" · ")
        return f"{known_people.KINDS.get(kind, kind)} · {name}"
    if part == "thresholds":
        name, _sign, value = line.partition(" = ")
        return f"{identifiers.said('thresholds', name)} {value}"
    if part == "allow":
        return " · ".join(str(FIELDS.get(cell, cell)) for cell in line.split(" · "))
    return condition(line) if part == "without" else line


def _release_changes(before: Ruleset | None, row: Ruleset) -> list[tuple[str, str, str]]:
    """Shipped rules that are new, changed or gone, when the release underneath is another one."""
    if before is None or before.shipped_id == row.shipped_id:
        return []
    old, new = standing.rules_of(before), standing.rules_of(row)
    found = []
    for code in sorted(old.keys() | new.keys()):
        if old.get(code) != new.get(code):
            what = _("新增") if code not in old else _("删去") if code not in new else _("有改动")
            found.append((code, reasons.name_of(code), what))
    return found


def _runs(row: Ruleset) -> list[ArchiveRun]:
    """The newest run of each kind."""
    newest = (ArchiveRun.objects.filter(ruleset=row, kind=kind).first() for kind in ArchiveRun.Kind.values)
    return [run for run in newest if run is not None]


def _progress(run: ArchiveRun) -> dict[str, Any]:
    facts = {"done": run.done, "total": run.total, "hits": run.hits}
    if run.kind == ArchiveRun.Kind.RESCAN:
        words = _("%(done)d / %(total)d 篇，新命中并开立案件 %(hits)d 件") % facts
    else:
        words = _("%(done)d / %(total)d 份提交，结果有变化的 %(hits)d 份") % facts
    return {
        "id": run.pk,
        "kind": str(run.get_kind_display()),
        "state": run.state,
        "state_words": str(run.get_state_display()),
        "percent": round(run.done / run.total * 100) if run.total else 100 if run.state == ArchiveRun.State.DONE else 0,
        "words": words,
        "ended": run.state not in runs.UNFINISHED,
    }


def _backtest(row: Ruleset) -> dict[str, Any] | None:
    run = ArchiveRun.objects.filter(ruleset=row, kind=ArchiveRun.Kind.BACKTEST).first()
    if run is None:
        return None
    codes = run.result.get("codes", {})
    rows = [
        {
            "code": code,
            "name": reasons.name_of(code),
            "counts": {name.replace(" ", "_"): number for name, number in counted.items()},
            "precision": overview.precision_words(backtest.precision(counted)),
            "precision_before": overview.precision_words(backtest.precision(counted, " before")),
        }
        for code, counted in sorted(codes.items(), key=lambda item: -(item[1].get("new", 0) + item[1].get("gone", 0)))
        if counted.get("new") or counted.get("gone") or counted.get("right") or counted.get("wrong")
    ]
    samples = run.result.get("samples", [])
    titles = dict(Submission.objects.filter(pk__in={one["submission"] for one in samples}).values_list("pk", "title"))
    return {
        "run": run,
        "stale": run.result.get("sha256") != row.sha256,
        "rows": rows,
        "samples": [{**one, "title": titles.get(one["submission"], ""), "name": reasons.name_of(one["code"])} for one in samples],
        "conflicts": sum(c.get("against approval", 0) + c.get("against confirmation", 0) for c in codes.values()),
        "new": sum(c.get("new", 0) for c in codes.values()),
        "gone": sum(c.get("gone", 0) for c in codes.values()),
        "documents": run.result.get("documents", 0),
        "changed": run.result.get("changed", 0),
    }


def _shadow(row: Ruleset) -> dict[str, Any] | None:
    totals = metrics.shadow_totals(row.pk)
    if not totals["scans"] and row.state != Ruleset.State.SHADOW:
        return None
    counted = [(code, reasons.name_of(code), more, less) for code, (more, less) in metrics.shadow_counts(row.pk).items()]
    newest = ShadowScan.objects.filter(ruleset=row).exclude(more=[], less=[]).select_related("scan").order_by("-pk")[:8]
    return {**totals, "codes": counted, "newest": newest}


def _history(row: Ruleset) -> list[dict[str, Any]]:
    entries = list(LedgerEntry.objects.filter(**key(row)).order_by("-number")[:HISTORY])
    names = account_names(entry.data["by"] for entry in entries if entry.data.get("by"))
    return [
        {
            "entry": entry,
            "at": timezone.localtime(datetime.datetime.fromisoformat(entry.at)),
            "words": STEPS.get(entry.kind, entry.kind),
            "by": names.get(entry.data.get("by"), ""),
        }
        for entry in entries
    ]

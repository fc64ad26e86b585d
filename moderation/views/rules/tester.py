"""Try words under the live ruleset and under another, side by side. Each use is in the ledger, the words only as a commitment.

Trial and error is a way to learn what the rules know, personal data included; so who tried, and when, stays on record.
"""

import itertools
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ... import ledger, reasons
from ...cards import SEVERITY_WORDS
from ...engine import Document, Finding, Passage, Report, RulesetError
from ...engine.document import RANK, verdict_of
from ...models import Ruleset
from ...rules import standing
from . import identifiers
from .access import context, for_readers
from .ruleset import unusable

LONGEST = 20_000
FIELDS = ("body", "title", "summary")


@require_http_methods(["GET", "POST"])
@for_readers
def tester(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")
    field = request.POST.get("field", FIELDS[0])
    field = field if field in FIELDS else FIELDS[0]
    others = list(Ruleset.objects.exclude(state=Ruleset.State.RETIRED).exclude(pk=standing.current().base.pk or 0)[:30])
    asked = request.POST.get("other") or request.GET.get("other") or ""
    other = next((row for row in others if str(row.pk) == asked), None)
    columns = []
    if request.method == "POST" and text.strip():
        columns = _columns(request.user, Document((Passage(field, text),)), other)
    return render(
        request,
        "moderation/rules/tester.html",
        {**context(request, "tester"), "text": text, "field": field, "others": others, "other": other, "columns": columns},
    )


def _columns(user: Any, document: Document, other: Ruleset | None) -> list[dict[str, Any]]:
    now = standing.current()
    reports: list[tuple[str, Ruleset | None, Report | str]] = [(now.base.version, None, _scan(now.base, document))]
    if other is not None:
        try:
            reports.append((other.version, other, _scan(standing.ready(other), document)))
        except RulesetError as error:
            reports.append((other.version, other, unusable(error)))
    _note(user, document, other, reports)
    seen: list[set[Any]] = [{_place(f) for f in told.findings} if isinstance(told, Report) else set() for _v, _o, told in reports]
    columns: list[dict[str, Any]] = []
    for number, (version, row, told) in enumerate(reports):
        if isinstance(told, str):
            columns.append({"version": version, "ruleset": row, "error": told})
            continue
        elsewhere = seen[1 - number] if len(seen) > 1 else None
        columns.append(
            {
                "version": version,
                "ruleset": row,
                "verdict": told.verdict,
                "words": SEVERITY_WORDS.get(told.verdict),
                "pieces": pieces(document.passages[0].text, told.findings),
                "findings": [
                    {
                        "finding": f,
                        "name": reasons.name_of(f.code),
                        "cue": identifiers.cue(f.cue),
                        "alone": elsewhere is not None and _place(f) not in elsewhere,
                    }
                    for f in told.findings
                ],
            }
        )
    return columns


def _scan(ready: standing.Ready, document: Document) -> Report:
    """Without the rules on facts: pasted words have none."""
    report, _aside = ready.scan(document)
    kept = tuple(finding for finding in report.findings if not ready.scanner.ruleset.rules.get(finding.code, {}).get("flow"))
    return Report(verdict_of(kept), kept, report.unchecked, report.ruleset)


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.code, finding.start, finding.end


def _note(user: Any, document: Document, other: Ruleset | None, reports: Sequence[tuple[str, Any, Any]]) -> None:
    text, salt = document.passages[0].text, secrets.token_hex(8)
    codes = sorted({finding.code for _v, _o, told in reports if isinstance(told, Report) for finding in told.findings})
    data = {"by": user.pk, "salt": salt, "commitment": ledger.commitment(text, salt), "length": len(text), "codes": codes}
    kind = ContentType.objects.get_for_model(get_user_model())
    ledger.append_about("rules tried", kind.pk, user.pk, "", {**data, "other": other.sha256 if other else ""})


def pieces(text: str, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """The text cut where findings begin and end; the worst severity over each piece, or none."""
    cuts = sorted({0, len(text), *(place for f in findings for place in (f.start, f.end))})
    found = []
    for start, end in itertools.pairwise(cuts):
        over = [f.severity for f in findings if f.start <= start and end <= f.end]
        found.append((text[start:end], max(over, key=lambda severity: RANK[severity], default="")))
    return found

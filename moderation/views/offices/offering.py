"""What an author may do about a refusal besides mending the words."""

from typing import Any

from django.http import HttpRequest

from ... import reasons
from ...cards import field_label
from ...desk import appeals, disputes, offices
from ...models import Decision, Submission
from ...overruling import NEVER


def offer(request: HttpRequest, instance: Any, last: Submission | None, digest: str) -> dict[str, Any]:
    """What the author's screen says of a refusal: which blocks people may be asked about, or why they may not."""
    if last is None or last.state != Submission.State.REFUSED or last.digest != digest:
        return {}
    blocks = disputes.disputable(last)
    rows = [
        {
            "finding": block,
            "name": reasons.name_of(block.code),
            "field": field_label(instance, block.path),
            "typed": request.POST.get(f"ground-{block.pk}", ""),
        }
        for block in blocks
    ]
    mend = sorted({reasons.name_of(block.code) for block in disputes.blocks_of(last) if block.code in NEVER})
    return {"rows": rows, "mend": mend, "asked": any(row["typed"] for row in rows)}


def appeal_of(user: Any, decision: Decision | None) -> dict[str, Any]:
    """Where to appeal against a return or a takedown, and until when; empty where this person cannot."""
    found = appeals.ground(decision)
    if decision is None or found is None or user.pk not in found.concerns:
        return {}
    lodged = appeals.of(decision)
    if lodged is None and appeals.refusal(decision, user):
        return {}
    return {"url": offices.appeal_url(decision), "until": found.at + appeals.TERM, "lodged": lodged}

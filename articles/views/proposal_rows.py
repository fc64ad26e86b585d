"""Proposals as a screen lists them: the change with a little of what stands around it."""

from collections.abc import Sequence
from typing import Any

from moderation.cards import field_label
from moderation.comparison import pieces

from ..attribution.proposals.placing import Placing
from ..models import ArticlePage, EditProposal, EditState

# Unchanged characters that stay on either side of a change.
AROUND = 24


def rows_of(page: ArticlePage, user: Any, draft: Any) -> list[dict[str, Any]]:
    """What this account may see, oldest first. `draft` is given where the newest words may be told; its surface is read once."""
    seen = EditProposal.objects.filter(article_id=page.pk).select_related("by", "decided_by")
    found = list(seen if user.pk == page.owner_id else seen.filter(by=user))
    unsettled = any(one.state == EditState.OPEN for one in found)
    placing = Placing(draft) if draft is not None and unsettled else None
    return [_row(page, placing, one) for one in found]


def _row(page: ArticlePage, placing: Placing | None, proposal: EditProposal) -> dict[str, Any]:
    gone = placing is not None and proposal.state == EditState.OPEN and placing.locate(proposal) is None
    shown = _shortened(pieces(proposal.passage, proposal.proposed))
    return {"proposal": proposal, "pieces": shown, "field": field_label(page, proposal.path), "stands": not gone}


def _shortened(found: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    shown = []
    for number, (kind, text) in enumerate(found):
        head = AROUND if number else 0
        tail = AROUND if number < len(found) - 1 else 0
        if kind == "same" and len(text) > head + tail + 1:
            text = text[:head] + "…" + text[len(text) - tail :]
        shown.append((kind, text))
    return shown

"""What became of proposals: one ledger entry of ids, and one notice to each editor."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from moderation import ledger, notices
from moderation.models.notice import NoticeKind

from ...models.editing import EditProposal

if TYPE_CHECKING:
    from ...models import ArticlePage


@dataclass
class Answered:
    """What became of the proposals of one act; `late` had an answer before, `harsh` were no misprints after all."""

    accepted: list[EditProposal] = field(default_factory=list)
    refused: list[EditProposal] = field(default_factory=list)
    stale: list[EditProposal] = field(default_factory=list)
    late: int = 0
    harsh: int = 0


def tell(page: "ArticlePage", answered: Answered, by: Any, revision: int | None) -> None:
    """Write it down in the caller's transaction. The title is the one that each editor saw."""
    groups = {"accepted": answered.accepted, "refused": answered.refused, "stale": answered.stale}
    if not any(groups.values()):
        return
    facts = {name: [one.pk for one in rows] for name, rows in groups.items() if rows}
    ledger.append("edits answered", page, "", {**facts, "by": by.pk, "revision": revision})
    told: dict[Any, list[str]] = defaultdict(list)
    titles: dict[Any, str] = {}
    words = {"accepted": _("采纳 %(count)s 处"), "refused": _("未采纳 %(count)s 处"), "stale": _("原文已改、作废 %(count)s 处")}
    for name, rows in groups.items():
        for editor in dict.fromkeys(one.by for one in rows):
            own = [one for one in rows if one.by == editor]
            told[editor].append(words[name] % {"count": len(own)})
            titles[editor] = own[-1].title
    for editor, said in told.items():
        context = {"title": titles[editor], "answer": "，".join(said)}
        notices.tell(editor, NoticeKind.EDIT_ANSWERED, context, reverse("articles_edits", args=[page.pk]))

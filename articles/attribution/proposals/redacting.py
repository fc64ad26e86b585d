"""Masks identifiers in the texts of proposals, which hold words of drafts beside the revisions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from moderation.comparison import pieces

from ...models.editing import EditProposal

if TYPE_CHECKING:
    from ...models import ArticlePage

TEXTS = ("title", "passage", "before", "after", "moved_passage", "reason")


def redact(page: "ArticlePage", masked: Callable[[str], str]) -> list[tuple[EditProposal, list[str]]]:
    """The proposals of this article that change, masked and not yet saved, with the columns to write."""
    found = []
    for one in EditProposal.objects.filter(article_id=page.pk):
        columns = [*TEXTS, "start", "end", "moved_start"]
        old = [getattr(one, name) for name in columns]
        _mask(one, masked)
        if old != [getattr(one, name) for name in columns]:
            found.append((one, columns))
    return found


def _mask(one: EditProposal, masked: Callable[[str], str]) -> None:
    """A number may stand half in the edit: paragraphs are masked whole, and the edit's own words are cut from them again."""
    one.title, one.reason = masked(one.title), masked(one.reason)
    proposed, passage = masked(one.proposed), masked(one.passage)
    after = _moved(one.proposed, proposed, one.start, one.start + len(one.after))
    start, end = _moved(one.passage, passage, one.start, one.end)
    if one.moved_passage:
        moved = masked(one.moved_passage)
        low = _moved(one.moved_passage, moved, one.moved_start, one.moved_start + len(one.before))
        one.moved_passage, one.moved_start = moved, low[0]
    one.before, one.after = passage[start:end], proposed[slice(*after)]
    one.passage, one.start, one.end = passage, start, end


def _moved(before: str, after: str, start: int, end: int) -> tuple[int, int]:
    """The same span in the masked text, with the whole of every mask that it touches."""
    old = new = 0
    first, last = None, 0
    for kind, text in pieces(before, after):
        if kind == "same":
            if first is None and start < old + len(text):
                first = new + start - old
            if end <= old + len(text):
                return (first if first is not None else new + end - old), max(last, new + max(end - old, 0))
        elif first is None and kind == "gone" and start < old + len(text):
            first = new
        old += len(text) if kind != "new" else 0
        new += len(text) if kind != "gone" else 0
        last = new if first is not None else 0
    return (first if first is not None else new), new

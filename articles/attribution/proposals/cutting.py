"""Cuts a rewritten paragraph into single edits, and finds an edit's place again in a paragraph that went on changing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.comparison import pieces

from ...models.editing import EditKind
from ...passages import CELL_GAP
from ..signatures.carrying import FIELDS, LONGEST_MISPRINT, objections_to

# Changes with fewer unchanged characters between them are one edit: a word is not accepted by halves.
APART = 3
# Letters of an edit that may still be a slip of the hand; layout counts none.
LONGEST_WORD = 4
_ENDS = re.compile(r"[。！？；\n]")


@dataclass(frozen=True)
class Edit:
    """`before` at `start:end` of the paragraph becomes `after`; `before` is never empty, so that the place can be found again."""

    start: int
    end: int
    before: str
    after: str


def cut(before: str, after: str) -> list[Edit]:
    """The single edits that lead from one wording of a paragraph to the other, in order."""
    spans: list[list[int]] = []
    for old_start, old_end, new_start, new_end in _differences(before, after):
        if spans and old_start - spans[-1][1] < APART:
            spans[-1][1], spans[-1][3] = old_end, new_end
        else:
            spans.append([old_start, old_end, new_start, new_end])
    return [_anchored(before, start, end, after[new_start:new_end]) for start, end, new_start, new_end in spans]


def place_in(text: str, passage: str, start: int, end: int) -> int | None:
    """Where the words at `start:end` of `passage` begin in `text`, or None when they or the characters beside them changed."""
    if text == passage:
        return start
    low, high = max(start - 1, 0), min(end + 1, len(passage))
    old = new = 0
    for kind, piece in pieces(passage, text):
        if kind == "same" and old <= low and high <= old + len(piece):
            return new + start - old
        old += len(piece) if kind != "new" else 0
        new += len(piece) if kind != "gone" else 0
    return None


def kinds_of(path: str, passage: str, edits: Sequence[Edit]) -> list[EditKind]:
    """What each edit of one rewriting is; where a sentence changes in substance, its other changes belong to that."""
    kinds = [kind_of(path, passage, edit) for edit in edits]
    sentences = [len(_ENDS.findall(passage[: edit.start])) for edit in edits]
    harsh = {sentence for sentence, kind in zip(sentences, kinds, strict=True) if kind == EditKind.SUBSTANTIVE}
    return [EditKind.SUBSTANTIVE if sentence in harsh else kind for sentence, kind in zip(sentences, kinds, strict=True)]


def kind_of(path: str, passage: str, edit: Edit) -> EditKind:
    """By the test that lets signatures go on to a new digest, and shorter: a wrong, missing or doubled letter."""
    changed = passage[: edit.start] + edit.after + passage[edit.end :]
    old, new = (sum(one.isalnum() for one in words) for words in (edit.before, edit.after))
    short = max(old, new) <= LONGEST_WORD and abs(old - new) <= 1 and max(len(edit.before), len(edit.after)) <= LONGEST_MISPRINT
    return EditKind.MISPRINT if short and is_misprint(path, passage, changed) else EditKind.SUBSTANTIVE


def is_misprint(path: str, before: str, after: str) -> bool:
    """Whether nothing but misprints lies between two wordings of a paragraph. Edits that are harmless one by one may not be together."""
    return path.partition(".")[0] in FIELDS and not objections_to(pieces(before, after))


def _differences(before: str, after: str) -> Iterator[tuple[int, int, int, int]]:
    old = new = 0
    for kind, text in pieces(before, after):
        gone, came = (len(text) if kind != "new" else 0), (len(text) if kind != "gone" else 0)
        if kind != "same":
            yield old, old + gone, new, new + came
        old, new = old + gone, new + came


def _anchored(text: str, start: int, end: int, after: str) -> Edit:
    """Words that are only added take the character beside them along; in a table's row, never the gap between cells."""
    if start == end and start > 0 and text[start - 1] != CELL_GAP:
        start, after = start - 1, text[start - 1] + after
    elif start == end and end < len(text):
        end, after = end + 1, after + text[end]
    return Edit(start, end, text[start:end], after)

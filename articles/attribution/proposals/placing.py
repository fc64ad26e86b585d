"""Puts proposals into a draft in memory; the draft's paragraphs are read once, however many proposals there are."""

from collections.abc import Iterable
from typing import Any

from ...models.editing import EditProposal
from .cutting import place_in


class Placing:
    """The paragraphs of one draft by path, as they stand after the edits put into it so far."""

    def __init__(self, draft: Any) -> None:
        self.draft = draft
        self.texts = {passage.path: passage.text for passage in draft.surface().passages}
        self.first = dict(self.texts)

    def locate(self, proposal: EditProposal) -> tuple[str, int] | None:
        """Path and start of the edit; None when its words changed. A paragraph that moved is found by its text."""
        passage, start, end = proposal.place
        if proposal.path in self.texts:
            found = place_in(self.texts[proposal.path], passage, start, end)
            if found is not None:
                return proposal.path, found
        name = proposal.path.partition(".")[0]
        same = [path for path, text in self.texts.items() if text == passage and path.partition(".")[0] == name]
        return (same[0], start) if len(same) == 1 else None

    def put(self, proposal: EditProposal, others: Iterable[EditProposal]) -> str | None:
        """The path at which the edit now stands in the draft, or None. `others` that wait for the same paragraph move along."""
        found = self.locate(proposal)
        if found is None:
            return None
        path, start = found
        text, end = self.texts[path], start + len(proposal.before)
        if text[start:end] != proposal.before:
            return None
        # Where they stand is asked before the paragraph changes under them.
        waiting = [one for one in others if one is not proposal and one.path in (path, proposal.path) and one.place[0] == text]
        try:
            self.draft.exchange_words(path, start, end, proposal.after)
        except (LookupError, ValueError):
            return None
        self.texts[path] = text[:start] + proposal.after + text[end:]
        shift = len(proposal.after) - len(proposal.before)
        for one in waiting:
            _passage, low, high = one.place
            if low >= end or high <= start:
                one.moved_passage, one.moved_start = self.texts[path], low + shift if low >= end else low
                one.path = path
        return path

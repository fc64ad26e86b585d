"""The author accepts or refuses each edit; what is accepted goes into the newest draft as a revision of the author's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models.editing import EditKind, EditProposal, EditState
from . import telling
from .cutting import is_misprint
from .placing import Placing
from .proposing import ProposalRefused
from .reading import Read
from .telling import Answered

if TYPE_CHECKING:
    from ...models import ArticlePage

TRIES = 3


class _Overtaken(Exception):
    """The draft was saved or a proposal answered between reading and writing; nothing was written."""


@dataclass
class _Plan:
    """What an answer will write: worked out before the transaction, and written only if nothing moved since."""

    read: Read | None
    placing: Placing
    waiting: Sequence[EditProposal]
    answers: dict[EditState, list[EditProposal]] = field(default_factory=lambda: {state: [] for state in EditState})
    paths: dict[int, str] = field(default_factory=dict)
    harsh: list[EditProposal] = field(default_factory=list)
    late: int = 0


def open_proposals(page: "ArticlePage") -> Any:
    return EditProposal.objects.filter(article_id=page.pk, state=EditState.OPEN)


def accept(page: "ArticlePage", proposals: Iterable[EditProposal], by: Any) -> Answered:
    """Put these edits into the newest draft, all as one new revision; what lost its place becomes stale. Raises ProposalRefused."""
    numbers = [one.pk for one in proposals]
    return _answer(page, by, lambda plan: _place(plan, numbers))


def accept_misprints(page: "ArticlePage", by: Any) -> Answered:
    """Accept every open misprint at once. Those that together change more than misprints do are left, and called substantive.

    Raises ProposalRefused.
    """
    return _answer(page, by, _place_misprints)


def refuse(page: "ArticlePage", proposals: Iterable[EditProposal], by: Any) -> Answered:
    """Leave the draft as it is. A proposal whose place is gone is closed as stale. Raises ProposalRefused."""
    numbers = [one.pk for one in proposals]

    def refused(plan: _Plan) -> _Plan:
        for one in _chosen(plan, numbers):
            plan.answers[EditState.REFUSED if plan.placing.locate(one) else EditState.STALE].append(one)
        return plan

    return _answer(page, by, refused)


def refuse_all(page: "ArticlePage", by: Any) -> Answered:
    """Leave the draft as it is, whatever is proposed. Raises ProposalRefused."""
    return refuse(page, list(open_proposals(page)), by)


def _answer(page: "ArticlePage", by: Any, decide: Any) -> Answered:
    if by.pk != page.owner_id:
        raise ProposalRefused(_("只有作者本人可以决定采纳还是不采纳"))
    for _try in range(TRIES):
        try:
            return _write(page, by, decide(_read(page)))
        except _Overtaken:
            continue
    raise ProposalRefused(_("草稿正在保存，没有记录您的答复，请再点一次"))


def _read(page: "ArticlePage") -> _Plan:
    row = type(page).objects.get(pk=page.pk)
    read = Read(row.latest_revision_id) if row.latest_revision_id else None
    return _Plan(read, Placing(read.draft() if read else row), list(open_proposals(page).select_related("by")))


def _chosen(plan: _Plan, numbers: Sequence[int]) -> list[EditProposal]:
    chosen = [one for one in plan.waiting if one.pk in numbers]
    plan.late = len(numbers) - len(chosen)
    return chosen


def _place(plan: _Plan, numbers: Sequence[int]) -> _Plan:
    for one in _chosen(plan, numbers):
        path = plan.placing.put(one, plan.waiting)
        plan.answers[EditState.STALE if path is None else EditState.ACCEPTED].append(one)
        if path is not None:
            plan.paths[one.pk] = path
    return plan


def _place_misprints(plan: _Plan) -> _Plan:
    """Judged by what they make of the paragraphs as these stand now, and together, not by what was said of each before."""
    page = plan.placing.draft
    numbers = [one.pk for one in plan.waiting if one.kind == EditKind.MISPRINT]
    plan = _place(plan, numbers)
    was, now = plan.placing.first, plan.placing.texts
    harsh = {path for path in plan.paths.values() if not is_misprint(path, was[path], now[path])}
    if not harsh:
        return plan
    left = [one for one in plan.waiting if plan.paths.get(one.pk) in harsh]
    again = _place(_read(page), [number for number in numbers if number not in {one.pk for one in left}])
    again.harsh = left
    return again


def _write(page: "ArticlePage", by: Any, plan: _Plan) -> Answered:
    now = timezone.now()
    with transaction.atomic():
        row = type(page).objects.select_for_update().get(pk=page.pk)
        if not (plan.read.stands(row.latest_revision_id) if plan.read else row.latest_revision_id is None):
            raise _Overtaken
        for state, rows in plan.answers.items():
            for one in rows:
                one.state, one.decided_by, one.decided_at = state, by, now
                _still_open(one, state=state, decided_by=by, decided_at=now)
        for one in plan.harsh:
            _still_open(one, kind=EditKind.SUBSTANTIVE)
        revision = None
        if plan.answers[EditState.ACCEPTED]:
            for one in plan.waiting:
                if one.state == EditState.OPEN and one.moved_passage:
                    _still_open(one, moved_passage=one.moved_passage, moved_start=one.moved_start, path=one.path)
            revision = plan.placing.draft.save_revision(user=by, log_action=True, clean=False)
        answered = Answered(
            plan.answers[EditState.ACCEPTED],
            plan.answers[EditState.REFUSED],
            plan.answers[EditState.STALE],
            late=plan.late,
            harsh=len(plan.harsh),
        )
        telling.tell(row, answered, by, revision.pk if revision else None)
    return answered


def _still_open(proposal: EditProposal, **values: Any) -> None:
    if not EditProposal.objects.filter(pk=proposal.pk, state=EditState.OPEN).update(**values):
        raise _Overtaken

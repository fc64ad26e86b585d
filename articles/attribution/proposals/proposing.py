"""Takes an editor's wording of one paragraph, and keeps it as single edits without touching the draft."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision

from moderation import ledger, notices
from moderation.engine import IDENTIFIERS, Document, Passage
from moderation.models.notice import Notice, NoticeKind
from moderation.scanning import scanner

from ...models.editing import EditProposal, EditState
from . import people
from .cutting import Edit, cut, kinds_of
from .reading import Read

if TYPE_CHECKING:
    from ...models import ArticlePage

MOST_EDITS = 40


class ProposalRefused(Exception):
    """Nothing was proposed or changed; the text says why."""


def propose(page: "ArticlePage", by: Any, path: str, passage: str, words: str, reason: str) -> list[EditProposal]:
    """Keep the difference between `passage`, as the editor saw it, and `words` as one proposal for each edit.

    Raises ProposalRefused.
    """
    basis = Read(_basis(type(page).objects.get(pk=page.pk), by).pk)
    words, passage = words.replace("\r\n", "\n"), passage.replace("\r\n", "\n")
    draft = basis.draft()
    if {one.path: one.text for one in people.passages_of(draft)}.get(path) != passage:
        raise ProposalRefused(_("这一段刚刚有改动，请按现在的文字再提一次；您写的还在下面"))
    if not reason.strip():
        raise ProposalRefused(_("请写一句理由，作者要据此决定"))
    edits = cut(passage, words)
    if not edits:
        raise ProposalRefused(_("文字没有变化"))
    if len(edits) > MOST_EDITS:
        raise ProposalRefused(_("改动太多，作者难以逐处决定，请分几次提"))
    _refuse_identifiers([passage, words, reason])
    for edit in edits:
        _try(basis, path, passage, edit)
    place: dict[str, Any] = {"title": str(draft)[:255], "path": path, "passage": passage, "reason": reason.strip()}
    place |= {"article": page, "revision": basis.revision, "by": by}
    rows = [_row(edit, kind=kind, **place) for edit, kind in zip(edits, kinds_of(path, passage, edits), strict=True)]
    return _keep(page, by, basis, rows)


def _basis(page: "ArticlePage", by: Any) -> Revision:
    basis = people.basis_for(by, page)
    if basis is None:
        raise ProposalRefused(_("您不是这篇文章的编辑，不能提修改建议"))
    if people.decides_on(by, page):
        raise ProposalRefused(_("您审核过或正在审核这篇文章，不能再提修改建议；请退回并写明意见"))
    return basis


def _row(edit: Edit, **values: Any) -> EditProposal:
    return EditProposal(start=edit.start, end=edit.end, before=edit.before, after=edit.after, **values)


def _keep(page: "ArticlePage", by: Any, basis: Read, rows: list[EditProposal]) -> list[EditProposal]:
    """Write them if the words are still those that were read."""
    with transaction.atomic():
        locked = type(page).objects.select_for_update().get(pk=page.pk)
        if not basis.stands(_basis(locked, by).pk):
            raise ProposalRefused(_("这一段刚刚有改动，请按现在的文字再提一次；您写的还在下面"))
        waiting = EditProposal.objects.filter(article=page, by=by, state=EditState.OPEN)
        known = set(waiting.values_list("path", "passage", "start", "before", "after"))
        new = [row for row in rows if (row.path, row.passage, row.start, row.before, row.after) not in known]
        if not new:
            raise ProposalRefused(_("这处修改您已经提过，作者还没有答复"))
        for row in new:
            row.save()
        _tell_author(locked, by, new)
    return new


def _tell_author(page: "ArticlePage", by: Any, rows: list[EditProposal]) -> None:
    facts = {"proposals": [row.pk for row in rows], "by": by.pk, "revision": rows[0].revision_id}
    ledger.append("edits proposed", page, "", facts)
    owner, url = notices.account(page.owner_id), reverse("articles_edits", args=[page.pk])
    if owner is None:
        return
    open_still = EditProposal.objects.filter(article=page, by=by, state=EditState.OPEN).count()
    context = {"name": str(by), "title": rows[0].title, "count": str(open_still)}
    # One paragraph after another is proposed: what the author has not read yet is brought up to date.
    unread = Notice.objects.filter(recipient=owner, kind=NoticeKind.EDIT_PROPOSED, url=url, read_at=None)
    same = [notice.pk for notice in unread if notice.context.get("name") == str(by)]
    if not unread.filter(pk__in=same).update(context=context):
        notices.tell(owner, NoticeKind.EDIT_PROPOSED, context, url)


def _refuse_identifiers(texts: Iterable[str]) -> None:
    """An identifier is mended by its author and kept nowhere else."""
    for text in texts:
        if any(found.code in IDENTIFIERS for found in scanner().scan(Document((Passage("text", text),))).findings):
            raise ProposalRefused(_("文字里有证件号、电话等能认出人的号码，没有保存；原文里的请作者自己先删去"))


def _try(basis: Read, path: str, passage: str, edit: Edit) -> None:
    """Make the edit on a copy in memory: what cannot be put in place later is not asked of the author."""
    draft = basis.draft()
    wanted = passage[: edit.start] + edit.after + passage[edit.end :]
    try:
        draft.exchange_words(path, edit.start, edit.end, edit.after)
    except (LookupError, ValueError) as nowhere:
        raise ProposalRefused(_("“%(words)s”这一处不能单独替换，请在理由里告诉作者") % {"words": edit.before[:20]}) from nowhere
    if wanted != {one.path: one.text for one in draft.surface().passages}.get(path):
        raise ProposalRefused(_("不能整段删去或分成几段，请在理由里告诉作者"))
    field = draft._meta.get_field(path.partition(".")[0])
    if "." not in path and field.max_length and len(wanted) > field.max_length:
        raise ProposalRefused(_("改后超过 %(limit)s 字") % {"limit": field.max_length})

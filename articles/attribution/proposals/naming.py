"""Names an editor among the contributors of the draft, once the author took over their substantive edits."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from moderation import ledger

from ...models.editing import EditKind, EditProposal, EditState
from ..signatures.block import colleagues, named
from ..signatures.people import contributors_of
from ..vocabulary import Role
from .proposing import ProposalRefused

if TYPE_CHECKING:
    from ...models import ArticlePage


def unnamed(page: "ArticlePage", draft: Any) -> list[tuple[Any, int]]:
    """Accounts whose substantive edits the author accepted and whom the draft does not name, with how many edits."""
    taken = EditProposal.objects.filter(article_id=page.pk, state=EditState.ACCEPTED, kind=EditKind.SUBSTANTIVE)
    counts: dict[int, int] = {}
    for account in taken.values_list("by_id", flat=True):
        counts[account] = counts.get(account, 0) + 1
    here = contributors_of(draft)
    names, accounts = {one.name for one in here}, {one.account for one in here}
    people = get_user_model().objects.filter(pk__in=counts).order_by("pk")
    return [(one, counts[one.pk]) for one in people if one.pk not in accounts and str(one) not in names]


def name_editor(page: "ArticlePage", account: int, by: Any) -> Any:
    """Put this editor among the contributors of the newest draft, as a revision of the author's. Raises ProposalRefused."""
    if by.pk != page.owner_id:
        raise ProposalRefused(_("只有作者本人可以填写参与者"))
    with transaction.atomic():
        row = type(page).objects.select_for_update().get(pk=page.pk)
        draft: Any = row.get_latest_revision_as_object()
        person = next((one for one, _count in unnamed(row, draft) if one.pk == account), None)
        if person is None:
            raise ProposalRefused(_("这位编辑已经在参与者里，或没有被采纳的实质修改"))
        # Who has no public profile cannot be chosen in the editor's list, and confirms by a link.
        public = account in {identity for identity, _label in colleagues()}
        known = named(account) if public else {}
        value = {
            "account": account if public else None,
            "name": known.get("name") or str(person),
            "role": str(Role.EDITOR),
            "title": known.get("title", ""),
            "institution": known.get("institution", ""),
        }
        blocks = [*draft.contributors.get_prep_value(), {"type": "contributor", "value": value}]
        draft.set_stream("contributors", blocks)
        revision = draft.save_revision(user=by, log_action=True, clean=False)
        ledger.append("editor named", row, "", {"account": account, "by": by.pk, "revision": revision.pk})
    return person

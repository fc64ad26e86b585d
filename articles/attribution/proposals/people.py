"""Who may propose edits of an article, and on which words: its editors on the newest draft, staff on what was handed in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from moderation.engine import Passage
from moderation.models import Case, Decision, Submission
from moderation.models.reference import key
from moderation.views.access import is_moderator, sees_duties

from ..signatures.carrying import FIELDS
from ..signatures.people import contributors_of
from ..vocabulary import AUTHORS, Role

if TYPE_CHECKING:
    from ...models import ArticlePage

# Co-authors too: the article is edited by its owner alone, and their words ask as everybody's do.
EDITING = frozenset({Role.EDITOR, Role.TRANSLATOR, Role.ADAPTER, *AUTHORS})
# The words of the piece and its sources; what the author declares is the author's alone to say.
OFFERED = FIELDS | {"references"}
# What an author took back, or never got past the scan, is none of the staff's business any more.
SHARED = (
    Submission.State.OPEN,
    Submission.State.APPROVED,
    Submission.State.PUBLISHED,
    Submission.State.RETURNED,
)


def basis_for(user: Any, page: "ArticlePage") -> Revision | None:
    """The revision on which this account may propose; None when it may not, and then the draft is none of its business.

    Whom the author names works on the newest draft, staff on the newest version that was handed in and not taken back.
    """
    if not user.is_active or user.pk == page.owner_id:
        return None
    newest = page.get_latest_revision()
    if newest is not None and is_editor(user, newest.as_object()):
        return newest
    if not (is_moderator(user) or sees_duties(user)):
        return None
    shared = Submission.objects.filter(**key(page), revision__isnull=False, state__in=SHARED).select_related("revision")
    handed_in = shared.first()
    return handed_in.revision if handed_in else None


def is_editor(user: Any, draft: "ArticlePage") -> bool:
    return any(one.account == user.pk and one.role in EDITING for one in contributors_of(draft))


def decides_on(user: Any, page: "ArticlePage") -> bool:
    """Whether this account has decided on the article or holds a case of it: words and decision are two people's."""
    decided = Decision.objects.filter(**key(page), by=user).exists()
    return decided or Case.objects.filter(**key(page), state=Case.State.OPEN, assignee=user).exists()


def passages_of(draft: "ArticlePage") -> Sequence[Passage]:
    """The passages whose wording may be proposed, in reading order."""
    return [
        passage
        for passage in draft.surface().passages
        if passage.path.partition(".")[0] in OFFERED and ".link." not in passage.path
    ]

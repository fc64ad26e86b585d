"""Which words of an article a person may see on the screens around it: authors their draft, staff what was handed in."""

from typing import Any

from django.utils.translation import gettext as _

from moderation.models import Submission
from moderation.models.reference import key
from moderation.views.access import takes_part

from ..models import ArticlePage


def words_for(user: Any, page: ArticlePage) -> ArticlePage | None:
    """The newest draft for whoever takes part, else the newest submission, else what readers see; None when there is none."""
    if takes_part(user, page):
        draft: ArticlePage = page.get_latest_revision_as_object()
        return draft
    return handed_in(page)


def handed_in(page: ArticlePage) -> ArticlePage | None:
    """The newest submission whose words are on record, or the live words of an archive that was imported."""
    held = Submission.objects.filter(**key(page), revision__isnull=False).exclude(state=Submission.State.REFUSED)
    newest = held.select_related("revision").first()
    if newest is not None:
        submitted: ArticlePage = newest.as_submitted()
        return submitted
    return page if page.live else None


def title_for_staff(page: ArticlePage) -> str:
    """A draft's title is its author's until it is handed in."""
    words = handed_in(page)
    return words.title if words is not None else _("还没有提交的稿件 %(number)s") % {"number": page.pk}

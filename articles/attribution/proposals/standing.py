"""What open proposals keep from happening: nothing is handed in and nothing goes live over the author's head."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models.editing import EditProposal, EditState

if TYPE_CHECKING:
    from ...models import ArticlePage


def waiting(page: "ArticlePage") -> int:
    """How many proposed edits the author has not answered."""
    return EditProposal.objects.filter(article_id=page.pk, state=EditState.OPEN).count()


def words(number: int) -> str:
    return ngettext("待作者确认：%(number)d 处修改建议", "待作者确认：%(number)d 处修改建议", number) % {"number": number}


def unanswered(page: "ArticlePage") -> list[str]:
    """Why the article may not go on; in sentences."""
    number = waiting(page)
    return [_("%(state)s，请先逐处采纳或不采纳") % {"state": words(number)}] if number else []


def objections(page: "ArticlePage") -> list[str]:
    return [*unanswered(page), *written_by_others(page)]


def written_by_others(page: "ArticlePage") -> list[str]:
    """The newest draft was saved by somebody who is none of its authors, whatever rights they hold; in sentences."""
    newest = page.get_latest_revision()
    by = newest.user if newest is not None and newest.user_id else None
    if by is None or by.pk in page.author_accounts():
        return []
    return [_("最新草稿是%(name)s保存的，请作者打开编辑器看过，并自己保存一次再提交") % {"name": by}]

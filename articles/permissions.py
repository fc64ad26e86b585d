"""Whose drafts one may see in the admin: one's own.

Wagtail shows the titles of everybody's drafts to whoever may add a page; here an article belongs to its author until it is
public, and what moderators need they see at the desk, as it was submitted.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from moderation import asked


def without_foreign_drafts(pages: QuerySet, user: Any) -> QuerySet:
    """The same pages, less the articles of other authors."""
    from .models import ArticlePage

    if user.is_superuser:
        return pages
    return pages.exclude(pk__in=ArticlePage.objects.exclude(owner_id=user.pk).values("pk"))


class OwnDraftsPolicy(PagePermissionPolicy):
    """Wagtail's policy of the tree, with other authors' articles left out of what somebody may explore."""

    def explorable_instances(self, user: Any) -> QuerySet:
        return without_foreign_drafts(super().explorable_instances(user), user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return without_foreign_drafts(super().instances_user_has_any_permission_for(user, actions), user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Page) -> bool:
        return may_touch(user, instance) and super().user_has_any_permission_for_instance(user, actions, instance)


def may_touch(user: Any, page: Page) -> bool:
    """Articles are touched by their owner; the tree's own rules decide about every other page."""
    from .models import ArticlePage

    return user.is_superuser or page.specific_class is not ArticlePage or page.owner_id == user.pk


def refuse_foreign(user: Any, identities: Iterable[Any]) -> None:
    """For screens that ask no permission of their own. Raises PermissionDenied when one of these pages is another author's."""
    pages = Page.objects.filter(pk__in=[number for identity in identities if (number := asked.whole(str(identity)))])
    if pages.count() != without_foreign_drafts(pages, user).count():
        raise PermissionDenied


class ArticlePermissionTester(PagePermissionTester):
    """What somebody may do to one article. Publishing is nobody's right: words go live by a decision."""

    def _mine(self) -> bool:
        return bool(self.user.is_superuser or self.page.owner_id == self.user.pk)

    def can_edit(self) -> bool:
        return self._mine() and super().can_edit()

    def can_copy(self) -> bool:
        return self._mine() and super().can_copy()

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return self._mine() and super().can_copy_to(destination, recursive)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._mine() and super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return bool(self.user.is_superuser) and super().can_unpublish()

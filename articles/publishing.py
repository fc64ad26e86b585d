"""Makes one frozen revision of a page live.

Deviates from Wagtail's `PublishPageRevisionAction` in four ways: no permission is asked, since a decision stands behind it;
nothing is scheduled, since the schedule belongs to the submission; the page is not cleaned again, since it was at submission; and the
entry of the history is written as it is.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published


def publish_page(page: Any, revision: Revision) -> None:
    """Save the page as the revision says it, live; then tell Wagtail's listeners and its history."""
    now = timezone.now()
    page.live, page.expired = True, False
    page.live_revision, page.last_published_at = revision, now
    page.first_published_at = page.first_published_at or now
    page.has_unpublished_changes = page.latest_revision_id != revision.pk
    page.save(clean=False)
    page_published.send(sender=type(page), instance=page, revision=revision)
    _log(page, revision)


def _log(page: Any, revision: Revision) -> None:
    """The entry that `wagtail.log_actions.log` writes, without looking up again that page, type and revision are there."""
    context = get_active_log_context()
    entry = PageLogEntry(
        page=page,
        content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
        label=page.get_admin_display_title(),
        action="wagtail.publish",
        timestamp=timezone.now(),
        user=context.user,
        uuid=context.uuid,
        revision=revision,
        content_changed=True,
    )
    PageLogEntry.objects.bulk_create([entry])

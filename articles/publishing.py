"""Makes one frozen revision of a page live.

Deviates from Wagtail's `PublishPageRevisionAction` in three ways: no permission is asked, since a decision stands behind it;
nothing is scheduled, since the schedule belongs to the submission; and the page is not cleaned again, since it was at submission.
"""

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision
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
    log(instance=page, action="wagtail.publish", user=None, revision=revision, content_changed=True)

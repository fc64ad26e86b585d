"""A duty that looks, a few at a time, whether what live articles cite can still be found."""

import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from moderation.duties import Duty

from ...models import LibraryEntry, ReferenceUse
from . import lookup

AT_ONCE = 30
AGAIN = datetime.timedelta(days=30)
AFTER_FAILURE = datetime.timedelta(days=1)
# So many bad days in a row are no bad day any more.
BAD_DAYS = 3


def check_links(now: datetime.datetime) -> int:
    """How many were looked at; nothing while look-ups are off. Nothing is written while the net is asked."""
    asked = lookup.current()
    if not asked.is_on:
        return 0
    cited = ReferenceUse.objects.filter(live=True, page__live=True).values("entry_id")
    due = LibraryEntry.objects.filter(pk__in=cited).exclude(link_checked_at__gt=now - AGAIN, link_failures=0)
    due = due.exclude(link_checked_at__gt=now - AFTER_FAILURE).order_by(F("link_checked_at").asc(nulls_first=True))
    looked = 0
    for entry in due[:AT_ONCE]:
        seen = asked.look(entry.reference)
        state = seen.state if seen else ""
        failures = entry.link_failures + 1 if seen and seen.temporary else 0
        LibraryEntry.objects.filter(pk=entry.pk).update(
            link_state=state,
            link_temporary=bool(seen and seen.temporary and failures < BAD_DAYS),
            link_failures=failures,
            link_checked_at=now,
        )
        looked += seen is not None
    return looked


DUTY = Duty("reference links", _("文献链接检查"), check_links, datetime.timedelta(hours=1))

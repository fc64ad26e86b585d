"""Jobs of the people who tend search: forgetting what was asked long ago, and bringing the administration's rows up to date."""

import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from moderation.duties import Duty

from ..backends.indexing import MARK
from . import questions

# Rows written anew in one run; a site of 100,000 pages is through in an hour.
BATCH = 2_000


def refresh_admin_rows(now: datetime.datetime) -> int:
    """Write anew what another backend or an older recipe left in the administration's index; a row of nothing goes."""
    stale = IndexEntry.objects.exclude(title_norm=MARK).order_by("content_type_id", "pk").select_related("content_type")[:BATCH]
    backend, done = get_search_backend(), 0
    for kind, rows in groupby(stale, lambda row: row.content_type):
        model = kind.model_class()
        held = list(rows)
        keys = [row.object_id for row in held]
        found = list(model.get_indexed_objects().filter(pk__in=keys)) if model is not None else []
        if found:
            backend.add_bulk(model, found)
        kept = {str(one.pk) for one in found}
        IndexEntry.objects.filter(pk__in=[row.pk for row in held if row.object_id not in kept]).exclude(title_norm=MARK).delete()
        done += len(held)
    return done


DUTIES = (
    Duty("search questions", _("清理检索统计"), questions.forget, datetime.timedelta(hours=6)),
    Duty("search in the administration", _("更新后台检索"), refresh_admin_rows, datetime.timedelta(minutes=1)),
)

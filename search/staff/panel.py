"""The dashboard's panel of what is wrong with search; nothing while all is well."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from moderation.presentation import length

from .. import outbox
from .access import tends_search

# A change that has waited for longer says that the cluster, or the worker, is down.
PATIENCE_SECONDS = 60


class TroublePanel(Component):
    name = "search-trouble"
    template_name = "search/staff/trouble.html"
    order = 30

    def __init__(self, request: HttpRequest) -> None:
        self.lines = lines() if tends_search(request.user) else []

    def is_shown(self) -> bool:
        return bool(self.lines)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"lines": self.lines}


def lines() -> list[str]:
    """One sentence for each thing that somebody should look at."""
    if not outbox.elasticsearch_wanted():
        return []
    waiting, seconds, parked = outbox.backlog()
    told = []
    if parked:
        said = ngettext(
            "%(n)s 篇文章多次没能送进检索引擎，已停放，等人查看",
            "%(n)s 篇文章多次没能送进检索引擎，已停放，等人查看",
            parked,
        )
        told.append(said % {"n": parked})
    if seconds > PATIENCE_SECONDS:
        said = _("%(n)s 处改动等着送进检索引擎，最早的等了 %(time)s；请看引擎和值守进程是否在运行")
        told.append(said % {"n": waiting, "time": length(datetime.timedelta(seconds=seconds))})
    return told

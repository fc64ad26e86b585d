"""Who tends search: operators, and whoever was given the right to; doctors, moderators and readers do not see what others asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moderation.desk.offices import is_operator

RIGHT = "search.tend_search"
View = Callable[..., HttpResponseBase]


def tends_search(user: Any) -> bool:
    return bool(user.is_active and (user.has_perm(RIGHT) or is_operator(user)))


def for_tenders(view: View) -> View:
    """Everybody else is led back to the dashboard with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not tends_search(request.user):
            messages.error(request, _("检索的情况只对运营人员和内容编辑开放"))
            return redirect("wagtailadmin_home")
        return view(request, *args, **kwargs)

    return guarded

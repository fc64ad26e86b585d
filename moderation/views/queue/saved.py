"""Lists under names of one's own, shared with the desk if one likes."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...desk import filters, skills
from ...desk.filters import Filters
from ...models import SavedView
from ..access import for_desk

# As many names as one person can keep apart.
MOST = 30
# Characters of an address's query, as the column keeps it.
LONGEST = 600


def visible(user: Any, current: Filters) -> list[dict[str, Any]]:
    """One's own views and what others share, and which of them is open."""
    views = SavedView.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")
    return [{"view": view, "own": view.owner_id == user.pk, "open": view.query == current.query()} for view in views]


@require_POST
@for_desk
def save(request: HttpRequest) -> HttpResponse:
    """Name the list that is shown; the same name of one's own is pointed at the new list."""
    asked, _unknown = filters.read(request.POST, skills.specialty_choices())
    name = request.POST.get("name", "").strip()[:40]
    if not name:
        messages.warning(request, _("请给这个视图起个名字"))
    elif SavedView.objects.filter(owner_id=request.user.pk).exclude(name=name).count() >= MOST:
        messages.warning(request, _("最多保存 %(most)s 个视图，请先删掉不用的") % {"most": MOST})
    elif len(asked.query()) > LONGEST:
        messages.warning(request, _("查找的词太长，请缩短后再保存这个视图"))
    else:
        values = {"query": asked.query(), "shared": bool(request.POST.get("shared"))}
        SavedView.objects.update_or_create(owner_id=request.user.pk, name=name, defaults=values)
        messages.success(request, _("视图“%(name)s”已保存") % {"name": name})
    return redirect(f"{reverse('moderation_desk')}?{asked.query()}")


@require_POST
@for_desk
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view of one's own; others keep theirs."""
    deleted, _rows = SavedView.objects.filter(pk=pk, owner_id=request.user.pk).delete()
    if deleted:
        messages.success(request, _("视图已删除"))
    else:
        messages.warning(request, _("这个视图已经不在，或者不是您的"))
    return redirect("moderation_desk")

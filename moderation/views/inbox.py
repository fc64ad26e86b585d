"""Everybody's own notices, unread first."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from .. import notices
from ..models import Notice

PER_PAGE = 30


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Opening it is reading it: what this page shows counts as read from now on."""
    mine = Notice.objects.filter(recipient_id=request.user.pk).order_by(F("read_at").asc(nulls_first=True), "-pk")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"notice": notice, "sentence": notices.sentence(notice), "unread": notice.read_at is None} for notice in page]
    unread = [notice.pk for notice in page if notice.read_at is None]
    Notice.objects.filter(pk__in=unread).update(read_at=timezone.now())
    return render(request, "moderation/inbox.html", {"page": page, "rows": rows})

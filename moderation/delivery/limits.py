"""When an author may not hand in just now: too often, or where no mail reaches them."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Submission
from . import mail


def refusal(user: Any, now: datetime.datetime | None = None) -> str:
    """A sentence that says what to do first; empty when they may hand in. What was typed is kept as a draft.

    The limit is against floods and against probing the rules; an address from which mail comes back is changed first (R28).
    """
    if mail.address_is_dead(user.email):
        return _("发往您邮箱的邮件连续被退回，请先在“账号设置”里更新邮箱；草稿已保存")
    since = (now or timezone.now()) - datetime.timedelta(days=1)
    recent = Submission.objects.filter(submitted_by=user, submitted_at__gte=since).order_by("-submitted_at")
    times = list(recent.values_list("submitted_at", flat=True)[: settings.SUBMISSIONS_PER_DAY])
    if len(times) < settings.SUBMISSIONS_PER_DAY:
        return ""
    when = timezone.localtime(times[-1] + datetime.timedelta(days=1)).strftime("%m-%d %H:%M")
    return _("您 24 小时内已提交 %(number)d 次，请在 %(when)s 之后再提交；草稿已保存") % {"number": len(times), "when": when}

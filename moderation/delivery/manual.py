"""What no machine could deliver becomes work for people."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import notices
from ..desk.offices import operators
from ..models import Mail
from ..models.notice import NoticeKind


def ask_operators(mail: Mail) -> None:
    """Tell every operator, in the inbox alone, to reach the recipient in another way; once a mail."""
    notice = mail.notice
    if notice is not None and notice.kind == NoticeKind.NOT_DELIVERED:
        return
    who = notice.recipient.name if notice is not None else _("没有账号的来信人")
    what = str(notice.get_kind_display()) if notice is not None else _("答复")
    for operator in operators():
        words = {"name": who, "what": what, "day": timezone.localdate().isoformat()}
        once = f"not delivered:{mail.pk}:{operator.pk}"
        notices.tell(operator, NoticeKind.NOT_DELIVERED, words, reverse("moderation_deliveries"), once=once)

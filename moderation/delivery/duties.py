"""The jobs that send what waits."""

import datetime

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import mail, webhooks

EVERY = datetime.timedelta(seconds=20)

register(Duty("mail", _("邮件副本"), mail.send_waiting, EVERY))
register(Duty("webhooks", _("决定的回调"), webhooks.send_waiting, EVERY))

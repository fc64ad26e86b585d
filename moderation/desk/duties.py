"""The desk's jobs beside the server: leases that ran out, cases that nobody may decide."""

import datetime

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import claiming, staffing

register(Duty("leases", _("收回到期的认领"), claiming.expire, datetime.timedelta(seconds=30)))
register(Duty("staff cases", _("无人可办的案件交运营"), staffing.look, datetime.timedelta(minutes=5)))

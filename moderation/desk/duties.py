"""The desk's jobs beside the server: leases that ran out, cases that nobody may decide."""

import datetime

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import claiming, golden, sampling, staffing

register(Duty("leases", _("收回到期的认领"), claiming.expire, datetime.timedelta(seconds=30)))
register(Duty("staff cases", _("无人可办的案件交运营"), staffing.look, datetime.timedelta(minutes=5)))
register(Duty("quality samples", _("抽取质检样本"), sampling.draw, datetime.timedelta(hours=12)))
register(Duty("golden cases", _("放入金标准案件"), golden.plant, datetime.timedelta(hours=20)))

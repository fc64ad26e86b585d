"""The desk's job beside the server: cases whose lease ran out go back into their queues."""

import datetime

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import claiming

register(Duty("leases", _("收回到期的认领"), claiming.expire, datetime.timedelta(seconds=30)))

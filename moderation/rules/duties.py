"""The jobs around rules, registered with the others."""

import datetime

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import releases

register(Duty("rulesets", _("新版本的规则"), releases.notice, datetime.timedelta(minutes=5)))

"""The jobs around rules, registered with the others."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ..duties import Duty, register
from . import archive, brake, costs, releases, working

register(Duty("rulesets", _("新版本的规则"), releases.notice, timedelta(minutes=5)))
register(Duty("live texts", _("备好已公开的文字"), archive.keep, timedelta(seconds=20)))
register(Duty("archive runs", _("复扫和回测"), working.slice_of_work, timedelta(seconds=10)))
register(Duty("rule brake", _("规则紧急制动"), brake.watch, timedelta(seconds=30)))
register(Duty("rule costs", _("规则耗时抽样"), costs.measure, timedelta(hours=1)))

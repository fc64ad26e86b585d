"""The desk's own entries under "管理" in the rail."""

from django.utils.translation import gettext_lazy as _

from .offices import is_operator
from .parts import Link, register_link

register_link(Link("replies", _("常用回复"), "moderation_replies", lambda user: user.has_perm("moderation.work_the_desk")))
register_link(Link("escalated", _("升级与派件"), "moderation_escalated", is_operator))
register_link(Link("skills", _("派件设置"), "moderation_skills", is_operator))
register_link(Link("calendar", _("工作日历"), "moderation_calendar", is_operator))

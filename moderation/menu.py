"""What the administration's menu says of desk, inbox, duties and rules, and its dashboard of unread notices."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import notices
from .desk import staffing
from .desk.offices import is_operator
from .models import Case, Notice, Ruleset
from .rules.lifecycle import may_approve
from .views.access import is_moderator, sees_duties
from .views.rules.access import reads_rules


class CountedItem(MenuItem):
    """A menu item with the number of what waits behind its label."""

    def count(self, request: HttpRequest) -> int:
        return 0

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        waiting = self.count(request)
        label = _("%(label)s（%(number)d）") % {"label": self.label, "number": waiting} if waiting else str(self.label)
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name, classname=self.classname, attrs=self.attrs)


class DeskItem(CountedItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("审核台"), reverse_lazy("moderation_desk"), name="desk", icon_name="clipboard-list", order=10
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def count(self, request: HttpRequest) -> int:
        return Case.objects.filter(state=Case.State.OPEN).count()


class EscalatedItem(CountedItem):
    """The desk as operators see it: what moderators asked them."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("升级与派件"), reverse_lazy("moderation_escalated"), name="escalated", icon_name="warning", order=11
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def count(self, request: HttpRequest) -> int:
        return Case.objects.filter(state=Case.State.OPEN, escalated_at__isnull=False).count()


class InboxItem(CountedItem):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("我的消息"), reverse_lazy("moderation_inbox"), name="inbox", icon_name="mail", order=20)

    def count(self, request: HttpRequest) -> int:
        return Notice.objects.filter(recipient_id=request.user.pk, read_at=None).count()


class DutiesItem(CountedItem):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("值守任务"), reverse_lazy("moderation_duties"), name="duties", icon_name="cogs", order=9500)

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_duties(request.user)


class RulesItem(CountedItem):
    """Counts rulesets in shadow for those who may approve them: they wait for a second pair of eyes."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("规则"), reverse_lazy("moderation_rules"), name="rules", icon_name="list-ul", order=30)

    def is_shown(self, request: HttpRequest) -> bool:
        return reads_rules(request.user)

    def count(self, request: HttpRequest) -> int:
        return Ruleset.objects.filter(state=Ruleset.State.SHADOW).count() if may_approve(request.user) else 0


class QualityItem(CountedItem):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("质检"), reverse_lazy("moderation_quality"), name="quality", icon_name="check", order=40)

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user) or sees_duties(request.user)


class StaffingItem(CountedItem):
    """Counts the cases that nobody may decide."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("人员与职责"), reverse_lazy("moderation_staffing"), name="staffing", icon_name="group", order=9400
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_duties(request.user)

    def count(self, request: HttpRequest) -> int:
        sent = Case.objects.filter(state=Case.State.OPEN, escalated_at__isnull=False)
        return sent.filter(escalation__startswith=staffing.UNSTAFFED).count()


class InboxPanel(Component):
    """The newest unread notices."""

    name = "inbox"
    template_name = "moderation/panels/inbox.html"
    order = 20

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.unread = Notice.objects.filter(recipient_id=request.user.pk, read_at=None)

    def is_shown(self) -> bool:
        return self.unread.exists()

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": [(notice, notices.sentence(notice)) for notice in self.unread[:5]], "total": self.unread.count()}

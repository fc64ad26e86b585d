"""Which offices the site can fill today, from the accounts that hold rights at this moment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Case
from ..rules.people import staff
from . import offices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STUCK_SHOWN = 50


@dataclass(frozen=True)
class Office:
    """`needs` people are the least; with fewer than `better` it works, and stops as soon as opinions differ or one is away."""

    label: "StrOrPromise"
    what: "StrOrPromise"
    people: tuple[Any, ...]
    needs: int
    better: int
    remedy: "StrOrPromise"

    @property
    def tone(self) -> str:
        if len(self.people) < self.needs:
            return "stop"
        return "soon" if len(self.people) < self.better else "leaf"


Source = Callable[[], Iterable[Office]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add offices of another part of the site. Apps call it when they are ready."""
    _sources.append(source)


def offices_now() -> list[Office]:
    """Every office, those that nobody can fill first."""
    found = [*_own(), *(office for source in _sources for office in source())]
    order = {"stop": 0, "soon": 1, "leaf": 2}
    return sorted(found, key=lambda office: order[office.tone])


def _own() -> Iterator[Office]:
    readers = tuple(offices.moderators())
    operators = tuple(offices.operators())
    appoint = _("在“用户”里给合适的人加上“审核员”组；同一个人不能审自己参与的内容，也不能复核自己的决定。")
    yield Office(_("审核"), _("稿件、复扫命中、到期和投诉，由一位审核员决定"), readers, 1, 2, appoint)
    if settings.SECOND_REVIEW != "none":
        what = _("高风险主题由两位审核员各自审过；意见不一致时要第三位")
        yield Office(_("双人审核"), what, readers, 2, 3, appoint)
    yield Office(_("人工复核"), _("作者认为误拦的，由两位审核员各自判断；意见不一致时要第三位"), readers, 2, 3, appoint)
    yield Office(_("申诉"), _("由没有作出原决定的审核员办理"), readers, 2, 3, appoint)
    yield Office(_("投诉审核员"), _("涉及审核员本人的投诉，由另一位审核员办理"), readers, 2, 3, appoint)
    yield Office(_("抽检"), _("抽出的决定由另一位审核员再判断一次"), readers, 2, 2, appoint)
    remedy = _("在“用户”里给合适的人加上“运营人员”组。")
    yield Office(_("运营"), _("安排人员、核验证件、处理没有人能办的案件"), operators, 1, 2, remedy)
    approvers = tuple(staff("moderation.approve_ruleset"))
    yield Office(_("规则集批准"), _("起草和送影子运行的人不能批准，所以至少要两个人"), approvers, 2, 3, remedy)


def stuck() -> list[Case]:
    """Open cases that nobody may decide now, of those that were sent to the operators."""
    waiting = Case.objects.filter(state=Case.State.OPEN, escalated_at__isnull=False).select_related("submission", "content_type")
    return [case for case in waiting[: STUCK_SHOWN * 2] if not offices.eligible(case)][:STUCK_SHOWN]

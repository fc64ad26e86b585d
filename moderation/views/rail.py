"""The desk's own navigation: every queue with its count."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..desk import parts
from ..models import Case, Kind, Notice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What each queue holds, for the sentence of an empty one.
QUEUES: dict[str, tuple["StrOrPromise", "StrOrPromise"]] = {
    Kind.SUBMISSION.value: (_("待审"), _("医生提交的文章、医生主页和运营人员提交的页面会出现在这里，先到期的在前。")),
    "mine": (_("我认领的"), _("您认领而还没有办结的案件会出现在这里。")),
    "all": (_("全部待处理"), _("所有类别里还没有办结的案件会出现在这里。")),
    Kind.DISPUTE.value: (_("复核申请"), _("作者认为被误拦、请人工复核的内容会出现在这里。")),
    Kind.COMPLAINT.value: (_("投诉"), _("读者对已发布内容的投诉会出现在这里。")),
    Kind.APPEAL.value: (_("申诉"), _("作者对退回、下架等决定的申诉会出现在这里，由另一位审核员处理。")),
    Kind.RESCAN.value: (_("复扫命中"), _("规则更新后重新检查，命中的已发布内容和等待发布的内容会出现在这里。")),
    Kind.INFRINGEMENT.value: (_("侵权通知"), _("权利人发来的侵权通知会出现在这里。")),
    Kind.EXPIRY.value: (_("到期"), _("许可、同意书或复审到期的内容会出现在这里。")),
    Kind.SAMPLE.value: (_("抽检"), _("从导入和已发布内容中抽出的样本会出现在这里。")),
    Kind.SANCTION.value: (_("处置复核"), _("紧急暂停和到期的整改会出现在这里，等待人复核。")),
    "closed": (_("已办结"), _("办结的案件和它们的结果会出现在这里。")),
}


# The links under "管理": what moderators look into first, then what operators set up; a link not named here comes last.
LINKS = (
    *("measures", "quality", "packages", "deliveries", "complaints", "sanctions", "orders"),
    *("staffing", "replies", "escalated", "skills", "calendar"),
)


@dataclass(frozen=True)
class Queue:
    name: str
    label: str
    count: int | None


def rail(user: Any, current: str) -> dict[str, Any]:
    """What the frame of every desk screen shows beside the screen itself."""
    waiting = Case.objects.filter(state=Case.State.OPEN).order_by().values("kind")
    rows = list(waiting.annotate(number=Count("pk"), own=Count("pk", filter=Q(assignee=user))))
    counts: dict[str, int | None] = {row["kind"]: row["number"] for row in rows}
    counts |= {"mine": sum(row["own"] for row in rows), "all": sum(row["number"] for row in rows), "closed": None}
    queues = [Queue(name, str(label), counts.get(name, 0)) for name, (label, _empty) in QUEUES.items()]
    return {
        # An operator who is no moderator has the links alone.
        "queues": queues if user.has_perm("moderation.work_the_desk") else [],
        "current": current,
        "links": sorted(parts.links(user), key=lambda link: LINKS.index(link.name) if link.name in LINKS else len(LINKS)),
        "unread": Notice.objects.filter(recipient=user, read_at=None).count(),
    }

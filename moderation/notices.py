"""Tells people what was decided about their work: a row in their inbox, always."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import Notice
from .models.notice import NoticeKind
from .models.reference import AboutObject, key

# What each kind says; `context` fills the places.
SENTENCES = {
    NoticeKind.RETURNED: _("《%(title)s》被退回修改：%(reason)s"),
    NoticeKind.APPROVED: _("《%(title)s》已通过审核，将于 %(when)s 发布"),
    NoticeKind.PUBLISHED: _("《%(title)s》已发布"),
    NoticeKind.NOT_PUBLISHED: _("《%(title)s》已通过审核，但现在不能发布：%(reason)s"),
    NoticeKind.TAKEN_DOWN: _("《%(title)s》已下架：%(reason)s"),
    NoticeKind.RESTORED: _("《%(title)s》已恢复显示"),
    NoticeKind.UNDONE: _("对《%(title)s》的决定“%(what)s”已由审核员收回，稿件继续审核；结果出来之前请不要修改"),
    NoticeKind.EXPIRING: _("%(holder)s的%(certificate)s将于 %(day)s 到期，请及时续期"),
    NoticeKind.EXPIRED: _("%(holder)s的%(certificate)s已于 %(day)s 到期，续期核验前不能提交和发布"),
    NoticeKind.SIGN_ASKED: _("请您对《%(title)s》作%(what)s"),
    NoticeKind.SIGN_GIVEN: _("%(name)s签署了《%(title)s》：%(what)s"),
    NoticeKind.SIGN_DECLINED: _("%(name)s没有签署《%(title)s》（%(what)s）：%(reason)s"),
    NoticeKind.EDIT_PROPOSED: _("%(name)s对《%(title)s》提了修改建议，共 %(count)s 处，等您逐处决定"),
    NoticeKind.EDIT_ANSWERED: _("作者答复了您对《%(title)s》的修改建议：%(answer)s"),
    NoticeKind.VERIFIED: _("%(holder)s的%(certificate)s已核验"),
    NoticeKind.INTERESTS_DUE: _("您的年度利益声明有效期至 %(day)s，请更新；满一年后不能提交新的文章"),
    NoticeKind.SOURCE: _("《%(title)s》引用的文献“%(work)s”%(standing)s，请更换或在正文里说明；审核员也会查看"),
    NoticeKind.EVIDENCE_ENDING: _("《%(title)s》的%(evidence)s将于 %(day)s 到期，到期后文章会自动下架；请及时续签并上传"),
    NoticeKind.EVIDENCE_ENDED: _("《%(title)s》已自动下架：%(reason)s。补上新的凭证并核验之后可以恢复"),
    NoticeKind.EVIDENCE_CHECKED: _("《%(title)s》的%(evidence)s已核验"),
    NoticeKind.EVIDENCE_REFUSED: _("《%(title)s》的%(evidence)s没有通过核验：%(reason)s"),
    NoticeKind.SANCTIONED: _("您的账号受到处置：%(step)s（%(until)s）。依据：%(codes)s。理由：%(reason)s。您可以在 15 天内申诉"),
    NoticeKind.SANCTION_ENDED: _("处置“%(step)s”已结束：%(reason)s"),
    NoticeKind.SANCTION_LAPSED: _("对%(name)s的处置已自动结束：%(what)s。%(left)s"),
    NoticeKind.SANCTION_LEFT: _("对%(name)s的处置%(what)s，请人工处理：%(left)s"),
    NoticeKind.SANCTION_LIFTED: _("对%(name)s的处置：%(what)s。%(left)s"),
    NoticeKind.NOT_DELIVERED: _("%(day)s：给%(name)s的邮件（%(what)s）多次未能送达，请用其他方式告知"),
    NoticeKind.CASE_HANDED: _("%(name)s 把案件 %(number)s 交给您办理"),
    NoticeKind.CASE_TAKEN_BACK: _("运营人员 %(name)s 收回了您认领的案件 %(number)s"),
    NoticeKind.CASE_ESCALATED: _("案件 %(number)s 已升级，请看原因并答复"),
    NoticeKind.CORRECTION: _("《%(title)s》收到投诉并经核对成立，请在 %(day)s 前更正：%(reason)s"),
    NoticeKind.COMPLAINT: _("对《%(title)s》的投诉：%(outcome)s"),
    NoticeKind.INFRINGEMENT: _("《%(title)s》收到侵权通知：%(step)s"),
    NoticeKind.OVERDUE: _("案件 %(number)s 没有在期限内办完，已升级"),
    NoticeKind.DISPUTE_WON: _("《%(title)s》的人工复核有了结果：%(number)s 处拦截是误报，已撤销；稿件已交给审核员"),
    NoticeKind.DISPUTE_LOST: _("《%(title)s》的人工复核有了结果：拦截成立，请修改后再提交。%(reason)s"),
    NoticeKind.APPEAL_KEPT: _("您对%(what)s的申诉有了结果：维持原决定。理由：%(reason)s"),
    NoticeKind.APPEAL_WON: _("您对%(what)s的申诉有了结果：原决定已改变。%(reason)s"),
    NoticeKind.UNSTAFFED: _("案件 %(number)s《%(title)s》现在没有人可以办理：%(reason)s。请安排人员"),
    NoticeKind.SEARCH_PARKED: _("《%(title)s》多次没能送进检索引擎，已停止重试：%(reason)s。查明原因后请放行"),
    NoticeKind.RULE_BRAKED: _(
        "规则 %(code)s 已紧急制动：“%(title)s”生效后命中了 %(authors)s 位作者（共检查 %(scanned)s 位）。"
        "这条规则已恢复到之前的样子，“%(title)s”转为影子运行，请查看命中是否恰当"
    ),
}


def tell(
    recipient: Any, kind: str, context: dict[str, str], url: str = "", once: str | None = None, about: Any = None
) -> Notice | None:
    """Write one notice in the caller's transaction. With `once`, a second call with the same key writes nothing.

    `about` is the object it tells of, or a row about that object, so that its record can show who was told what.
    """
    words = {"recipient": recipient, "kind": kind, "context": context, "url": url, **_about(about)}
    if once is None:
        return Notice.objects.create(**words)
    with transaction.atomic():
        notice, created = Notice.objects.get_or_create(once=once, defaults=words)
    return notice if created else None


def _about(about: Any) -> dict[str, Any]:
    if about is None:
        return {}
    if isinstance(about, AboutObject):
        return {"content_type_id": about.content_type_id, "object_id": about.object_id}
    return key(about)


def sentence(notice: Notice) -> str:
    """What the notice says, in the reader's language; a place without a value stays empty."""

    class Places(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return ""

    return str(SENTENCES[NoticeKind(notice.kind)]) % Places(notice.context)


def account(identity: int | None) -> Any:
    return get_user_model().objects.filter(pk=identity).first() if identity else None

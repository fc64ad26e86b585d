"""Signs or declines, by the link or by the person's own account: once, and only while the submission stands."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doctors.qualification import is_qualified
from moderation import notices
from moderation.models.notice import NoticeKind

from ...models.signature import Answer, Purpose, Signature
from . import people
from .asking import STANDING, SignatureRefused, _record, hash_of

LONGEST_REASON = 1_000


def by_secret(secret: str) -> Signature | None:
    """The request behind a link, whether the link still works or not."""
    return _requests().filter(link_hash=hash_of(secret)).first()


def of_account(number: int, user: Any) -> Signature | None:
    """One's own request; nobody else's exists."""
    return _requests().filter(pk=number, account_id=user.pk).first() if user.is_authenticated else None


def closed_because(signature: Signature, by_link: bool) -> str:
    """Why this request cannot be answered any more, as a sentence; empty while it can."""
    if signature.answer == Answer.SIGNED:
        return _("您已经签署过这一版，谢谢。")
    if signature.answer == Answer.DECLINED:
        return _("您已经答复过：没有签署这一版。")
    if signature.answer == Answer.VOID or signature.submission.state not in STANDING or signature.submission.revision is None:
        return _("这一版已经撤回、退回或办结，不需要签署了。")
    if by_link and not signature.link_works:
        return _("这个链接已经过期。请联系邀请您的人，让对方再发一次。")
    return ""


def statement(signature: Signature) -> str:
    """What is signed, word for word."""
    title = signature.submission.title
    if signature.purpose == Purpose.REVIEW:
        return _(
            "我以%(who)s的身份审阅了《%(title)s》的这一版，就医学内容而言可以发布；我没有参与写作，与作者和文中涉及的产品没有需要回避的利益关系。"
        ) % {"who": "、".join(part for part in (signature.institution, signature.title, signature.name) if part), "title": title}
    contributor = _contributor(signature)
    return _(
        "我读过《%(title)s》的这一版，确认自己是其中的%(role)s（第 %(number)s 位），同意照此署名、以“%(licence)s”发布，并对自己的部分负责。"
    ) % {
        "title": title,
        "role": contributor.role_label if contributor else signature.role,
        "number": contributor.number if contributor else "?",
        "licence": signature.submission.as_submitted().get_licence_display(),
    }


def sign(signature: Signature, typed_name: str, by_link: bool) -> Signature:
    """Put the name under exactly this digest. Raises SignatureRefused."""
    _must_be_open(signature, by_link)
    if typed_name.strip() != signature.name:
        raise SignatureRefused(_("请照署名写您的姓名：%(name)s") % {"name": signature.name})
    if signature.purpose == Purpose.REVIEW and not is_qualified(signature.account):
        raise SignatureRefused(_("您的证件现在不齐或已过期，不能审稿；续期核验之后再签"))
    if signature.purpose == Purpose.REVIEW and signature.account_id in people.deciders(signature.submission.content()):
        raise SignatureRefused(_("您审核过这篇文章：审稿和审核要由两个人来做，请另请一位同专科医生审稿"))
    _answer(signature, Answer.SIGNED, statement(signature), by_link, "signature given", NoticeKind.SIGN_GIVEN)
    return signature


def decline(signature: Signature, reason: str, by_link: bool) -> Signature:
    """Say no, with the reason that the author will read. Raises SignatureRefused."""
    _must_be_open(signature, by_link)
    if not reason.strip():
        raise SignatureRefused(_("请写一句原因，作者会看到"))
    _answer(signature, Answer.DECLINED, reason.strip()[:LONGEST_REASON], by_link, "signature declined", NoticeKind.SIGN_DECLINED)
    return signature


def _answer(signature: Signature, answer: str, words: str, by_link: bool, entry: str, notice: str) -> None:
    with transaction.atomic():
        changed = Signature.objects.filter(pk=signature.pk, answer=Answer.OPEN).update(
            answer=answer, words=words, by_link=by_link, answered_at=timezone.now()
        )
        if not changed:
            raise SignatureRefused(_("这个请求刚刚已经答复过了"))
        signature.refresh_from_db()
        _record(entry, signature, road="link" if by_link else "account")
        context = {
            "title": signature.submission.title,
            "name": signature.name,
            "what": str(signature.get_purpose_display()),
            "reason": words if answer == Answer.DECLINED else "",
        }
        notices.tell(signature.submission.submitted_by, notice, context, _work_url(signature), about=signature.submission)


def _must_be_open(signature: Signature, by_link: bool) -> None:
    reason = closed_because(signature, by_link)
    if reason:
        raise SignatureRefused(reason)


def _contributor(signature: Signature) -> people.Contributor | None:
    page = signature.submission.as_submitted()
    return next((one for one in people.contributors_of(page) if one.place == signature.place), None)


def _work_url(signature: Signature) -> str:
    return reverse("articles_signatures", args=[signature.submission.object_id])


def _requests() -> Any:
    return Signature.objects.select_related("submission__revision", "submission__submitted_by", "account")

"""The course of a rights holder's notice: measure and forwarding, the author's statement, the waiting period, restore or keep.

Civil Code articles 1195 and 1196; Regulations on the Right of Communication through Information Networks, articles 14 to 17.
Each step moves the notice by one conditional update, so that two people, or one person in two tabs, never take it twice.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import decisions
from ..decisions import DecisionRefused
from ..models import Complaint, ComplaintFile, Decision, InfringementNotice, NoticeState, Outcome, Verb
from ..models.decision import ENDING
from ..models.notice import NoticeKind
from ..models.reference import key
from . import authors, course, sealing
from .deciding import against_restoring, check, last_shown, reasoned, wait, wake
from .notice_steps import HOLDING, author_url, case_of, close_when_last, day, move, page_of, record, settle, step
from .siblings import Sibling
from .terms import COMPLETION_DAYS, COUNTER_DAYS, WAITING_DAYS


def lacking(notice: InfringementNotice) -> list[str]:
    """What a notice needs by law and does not have; empty when it is complete at first sight."""
    private, files = sealing.private_of(notice.complaint), notice.complaint.files.all()
    roles = {file.role for file in files}
    needs = [
        (bool(private.get("name")), _("通知人的真实姓名或名称")),
        (bool(private.get("contact")), _("联系方式")),
        (bool(notice.complaint.address), _("侵权页面的网址")),
        (bool(notice.work), _("被侵权的作品或权利")),
        ("ownership" in roles, _("权属的初步证明")),
        (notice.acts_as == "self" or "authority" in roles, _("权利人的授权书")),
        (notice.good_faith, _("对通知真实性的保证")),
    ]
    return [str(words) for there, words in needs if not there]


def ask_for_more(notice: InfringementNotice, by: Any, reason: str) -> None:
    """Say what is missing; until it is there the notice has no effect. Raises DecisionRefused."""
    words = reasoned(reason or "；".join(lacking(notice)), _("请写明缺什么"))
    until = timezone.now() + datetime.timedelta(days=COMPLETION_DAYS)
    with step(notice, "incomplete", NoticeState.INCOMPLETE, by, completed_by=until):
        wait(case_of(notice), until, _("等待权利人补充通知"))
        course.tell(notice.complaint, "notice_incomplete", words, by)
        record("notice incomplete", notice, by)


def refuse(notice: InfringementNotice, by: Any, reason: str) -> None:
    """No measure, with the reason. Raises DecisionRefused, CaseClosed."""
    reason = reasoned(reason)
    with step(notice, "refuse", NoticeState.REFUSED, by, closed_at=timezone.now()):
        settle(notice, "notice_refused", Outcome.DISMISSED, reason, by)
        record("notice refused", notice, by)
        close_when_last(notice, by, "dismissed", reason)


def measure(notice: InfringementNotice, by: Any, codes: Sequence[str], reason: str, siblings: Iterable[Sibling] = ()) -> None:
    """One click: the page leaves readers, and the notice goes to its author without the sender's contact. Raises DecisionRefused."""
    missing = lacking(notice)
    if missing:
        raise DecisionRefused(_("通知还缺：%(what)s") % {"what": "、".join(missing)})
    reason, now = reasoned(reason), timezone.now()
    instance, until = page_of(notice), now + datetime.timedelta(days=COUNTER_DAYS)
    with step(notice, "measure", NoticeState.MEASURED, by, measured_at=now, counter_until=until, completed_by=None):
        others = [sibling.instance for sibling in siblings if sibling.instance.live]
        for one in [instance, *others] if instance.live else others:
            decisions.take_down(one, by, Verb.TAKEDOWN, list(codes) or ["IP.NO_PERMISSION"], reason)
        taken_with = [[key(one)["content_type"].pk, one.pk] for one in others]
        InfringementNotice.objects.filter(pk=notice.pk).update(taken_with=taken_with)
        course.tell(notice.complaint, "measured", reason, by)
        course.tell(notice.complaint, "forwarded", "", by)
        wait(case_of(notice), until, _("等待作者声明"))
        told = _("页面已停止展示。您可以在 %(day)s 前查看通知并提交不存在侵权行为的声明") % {"day": day(until)}
        authors.tell(instance, NoticeKind.INFRINGEMENT, author_url(notice), step=told)
        record("notice measured", notice, by)


def counter(notice: InfringementNotice, by: Any, words: str, ticket: str = "") -> None:
    """The author's statement that nothing was infringed, with first evidence. Raises DecisionRefused."""
    said = {"text": words.strip()}
    masked, codes = sealing.masked_words(said)
    with transaction.atomic():
        move(notice, "counter", NoticeState.COUNTERED, countered_at=timezone.now(), counter_by=by)
        sealed = sealing.sealed(said, f"text of {notice.complaint.receipt}")
        notice.complaint.texts.create(voice="author", masked=masked, codes=codes, sealed=sealed)
        if ticket:
            waiting = ComplaintFile.objects.filter(ticket=ticket, complaint=None)
            waiting.update(complaint=notice.complaint, ticket="", role="counter")
        course.tell(notice.complaint, "countered", "", None)
        wake(case_of(notice), _("作者提交了不侵权声明，请转送权利人"))
        record("notice countered", notice, by)


def forward_counter(notice: InfringementNotice, by: Any, days: int = WAITING_DAYS) -> None:
    """Send the statement to the rights holder, who may complain or sue within a reasonable time. Raises DecisionRefused."""
    until = timezone.now() + datetime.timedelta(days=days)
    with step(notice, "forward", NoticeState.WAITING, by, waiting_until=until):
        words = _("等待期至 %(day)s。在此之前告诉我们已向有关部门投诉或向法院起诉，页面就不会恢复。") % {"day": day(until)}
        course.tell(notice.complaint, "counter_forwarded", words, by)
        wait(case_of(notice), until, _("声明已转送，等待期"))
        told = _("您的声明已转送权利人；%(day)s 前没有投诉或起诉，会由平台决定恢复") % {"day": day(until)}
        authors.tell(page_of(notice), NoticeKind.INFRINGEMENT, author_url(notice), step=told)
        record("notice forwarded", notice, by)


def sue(notice: InfringementNotice, words: str) -> None:
    """The rights holder says that the matter is before an authority or a court. Raises DecisionRefused."""
    said = {"text": words.strip()}
    masked, codes = sealing.masked_words(said)
    with transaction.atomic():
        move(notice, "sue", NoticeState.SUED)
        sealed = sealing.sealed(said, f"text of {notice.complaint.receipt}")
        notice.complaint.texts.create(masked=masked, codes=codes, sealed=sealed)
        course.tell(notice.complaint, "sued")
        wake(case_of(notice), _("权利人告知已投诉或起诉，请核对"))
        authors.tell(page_of(notice), NoticeKind.INFRINGEMENT, author_url(notice), step=_("权利人告知已投诉或起诉"))
        record("notice sued", notice, None)


def restore(notice: InfringementNotice, by: Any, reason: str) -> None:
    """Show the page again. Raises DecisionRefused, PublicationBlocked, CaseClosed."""
    reason, instance = reasoned(reason), page_of(notice)
    digest = last_shown(instance)
    if not digest:
        raise DecisionRefused(_("没有可以恢复的版本，或者读者现在就能看到"))
    if Decision.objects.filter(**key(instance), verb__in=ENDING)[0].verb == Verb.ORDER:
        raise DecisionRefused(_("这一页后来按监管指令下架，不能随侵权通知恢复；请选“维持下架”，并在理由里说明"))
    others = InfringementNotice.objects.filter(complaint__case=notice.complaint.case_id, state__in=HOLDING)
    if others.exclude(pk=notice.pk).exists():
        raise DecisionRefused(_("另一份侵权通知还在办理，等它办结后才能恢复"))
    if notice.state == NoticeState.WAITING and notice.waiting_until and notice.waiting_until > timezone.now():
        raise DecisionRefused(_("等待期到 %(day)s 才满，现在还不能恢复") % {"day": day(notice.waiting_until)})
    with step(notice, "restore", NoticeState.RESTORED, by, closed_at=timezone.now()):
        decisions.restore(instance, by, digest, reason)
        for one in _taken_with(notice):
            decisions.restore(one, by, last_shown(one), reason)
        settle(notice, "restored", Outcome.RESTORED, reason, by)
        record("notice restored", notice, by)
        close_when_last(notice, by, "restored", reason)


def _taken_with(notice: InfringementNotice) -> list[Any]:
    """The other pages that went with this notice and that nothing else keeps away since."""
    found = []
    for kind, identity in notice.taken_with:
        row = ContentType.objects.get_for_id(kind).model_class()._base_manager.filter(pk=identity).first()  # type: ignore[union-attr]
        newest = Decision.objects.filter(**key(row), verb__in=ENDING).first() if row is not None else None
        if newest is not None and last_shown(row) and notice.measured_at and newest.verb == Verb.TAKEDOWN and newest.by_id:
            later = newest.at > notice.measured_at + datetime.timedelta(minutes=1)
            found += [] if later or against_restoring(row) else [row]
    return found


def keep(notice: InfringementNotice, by: Any, reason: str) -> None:
    """The page stays away. Raises DecisionRefused, CaseClosed."""
    reason = reasoned(reason)
    with step(notice, "keep", NoticeState.KEPT, by, closed_at=timezone.now()):
        settle(notice, "kept", Outcome.KEPT, reason, by)
        told = _("维持下架：%(reason)s") % {"reason": reason}
        authors.tell(page_of(notice), NoticeKind.INFRINGEMENT, author_url(notice), step=told)
        record("notice kept", notice, by)
        close_when_last(notice, by, "kept", reason)


def flag_malicious(notice: InfringementNotice, by: Any, why: str) -> None:
    """Note that a notice was made in bad faith; whoever sends such ones answers for the damage. Raises DecisionRefused."""
    why = reasoned(why)
    check(case_of(notice), by)
    with transaction.atomic():
        marked = InfringementNotice.objects.filter(pk=notice.pk, malicious=False).update(malicious=True, malicious_why=why)
        if not marked:
            raise DecisionRefused(_("已经标记过恶意通知"))
        Complaint.objects.filter(pk=notice.complaint_id).update(groundless=True)
        record("notice malicious", notice, by)

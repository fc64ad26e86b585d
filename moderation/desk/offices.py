"""Rules of office: who may work on a case and decide it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Case, Submission
from ..models.reference import key

# Named, since a site may sign people in through others beside it.
BACKEND = "django.contrib.auth.backends.ModelBackend"


def objections(by: Any, instance: Any, submission: Submission | None = None, case: Case | None = None) -> list[str]:
    """Every reason why this person may not decide about this object, as sentences; empty when they may."""
    if not by.is_active or not by.has_perm("moderation.work_the_desk"):
        return [_("您没有审核的权限")]
    if by.pk in participants(instance, submission or (case.submission if case else None)):
        return [_("不能审核自己参与的内容，请由另一位审核员处理")]
    reasons = []
    signed = getattr(instance, "signing_accounts", tuple)
    if by.pk in set(signed()):
        reasons.append(_("您在这篇内容上签过字（审稿或署名确认），请由另一位审核员处理"))
    if case is not None and (took := _took_part(case, by)):
        reasons.append(took)
    if case is not None and by.pk == case.about_user_id:
        reasons.append(_("这个案件涉及您本人，请由另一位审核员处理"))
    if case is not None and by.pk == case.first_reviewer_id:
        reasons.append(_("原来的决定是您作出的，请由另一位审核员处理"))
    return reasons


def _took_part(case: Case, by: Any) -> str:
    """What this person did in the case, or in the decision that it is about, that keeps them from deciding it."""
    if not Case.objects.filter(Q(opinions__by=by) | Q(participants__user=by), pk=case.pk).exists():
        return ""
    if case.opinions.filter(by=by).exists():
        return _("您已经对这个案件给出过意见，请等另一位审核员")
    return _("您参与过这件事，请由另一位审核员处理")


def participants(instance: Any, submission: Submission | None = None) -> set[int]:
    """Ids of the accounts that took part in what is to be decided."""
    accounts = getattr(instance, "contributor_accounts", None)
    people = set(accounts()) if accounts is not None else set()
    if submission is not None:
        people |= {submission.submitted_by_id, *submission.contributors}
    return people


def ever_took_part(instance: Any) -> set[int]:
    """Ids of the accounts that took part in the row or in anything that was handed in."""
    people = participants(instance)
    for submitted_by, contributors in Submission.objects.filter(**key(instance)).values_list("submitted_by_id", "contributors"):
        people |= {submitted_by, *contributors}
    return people


def moderators() -> list[Any]:
    """Everybody who holds the office at this moment."""
    holders = get_user_model().objects.with_perm("moderation.work_the_desk", include_superusers=False, backend=BACKEND)
    return list(holders.order_by("name"))


def operators() -> list[Any]:
    """Everybody who runs the site at this moment."""
    holders = get_user_model().objects.with_perm("moderation.view_dutyrun", include_superusers=False, backend=BACKEND)
    return list(holders.order_by("name"))


def eligible(case: Case) -> list[Any]:
    """Everyone who may decide this case; empty when nobody may, which is then the operators' business."""
    instance = case.content()
    gave_opinion = set(case.opinions.values_list("by", flat=True))
    return [one for one in moderators() if one.pk not in gave_opinion and not objections(one, instance, None, case)]


def is_operator(user: Any) -> bool:
    """Whether this person runs the site: sees to it that the desk is staffed, and decides nothing."""
    return bool(user.is_active and user.has_perm("moderation.view_dutyrun"))


def case_url(case: Case) -> str:
    return reverse("moderation_review", args=[case.number])


def appeal_url(measure: Any) -> str:
    """Where whoever a measure concerns may appeal against it, and reads what came of it."""
    return reverse("moderation_appeal", args=[measure._meta.app_label, measure._meta.model_name, measure.pk])

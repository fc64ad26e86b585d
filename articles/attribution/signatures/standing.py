"""Which signatures a version has and which it still waits for, asked at the moment of publishing."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from doctors.qualification import is_qualified
from moderation.models import Submission
from moderation.models.reference import key

from ...models.signature import Answer, Purpose, Signature
from . import people

if TYPE_CHECKING:
    from ...models import ArticlePage

OVER = (Submission.State.REFUSED, Submission.State.WITHDRAWN, Submission.State.RETURNED)


def submission_of(page: "ArticlePage", digest: str) -> Submission | None:
    """The newest submission of exactly these words that still counts."""
    return Submission.objects.filter(**key(page), digest=digest).exclude(state__in=OVER).first()


def lacking(page: "ArticlePage") -> list[str]:
    """What signatures new words wait for; nothing for what an operator imports, of which the page says so."""
    reviewed = people.needs_review(page)
    if len(people.contributors_of(page)) <= 1 and not reviewed:
        return []
    submission = submission_of(page, page.surface().digest())
    if submission is None:
        return _to_come(people.to_confirm(page, page.owner_id), reviewed)
    if not submission.warranty:
        return []
    given = list(Signature.objects.filter(submission=submission).exclude(answer=Answer.VOID))
    sentences = []
    confirmed = {one.place for one in given if one.purpose == Purpose.CONFIRM and one.answer == Answer.SIGNED}
    declined = {one.place for one in given if one.purpose == Purpose.CONFIRM and one.answer == Answer.DECLINED}
    for one in people.to_confirm(page, submission.submitted_by_id):
        if one.place in declined:
            sentences.append(_("%(role)s%(name)s没有同意这样署名") % {"role": one.role_label, "name": one.name})
        elif one.place not in confirmed:
            sentences.append(_("%(role)s%(name)s还没有确认这一版") % {"role": one.role_label, "name": one.name})
    reviews = [one for one in given if one.purpose == Purpose.REVIEW and one.answer == Answer.SIGNED]
    if reviewed and not any(is_qualified(one.account) for one in reviews):
        sentences.append(_("这个主题需要同专科医生审稿，还没有人签署这一版"))
    return sentences


def contributor_facts(page: "ArticlePage") -> list[dict[str, Any]]:
    """Who is named, and whether they stand by it. Who has not answered yet is waited for by the gate; who declined is told of."""
    declined: set[str] = set()
    if len(page.byline) + len(page.contributors) > 1:
        about = {**key(page), "digest": page.surface().digest()}
        submission = Submission.objects.filter(**about).exclude(state__in=OVER).first()
        refusals = Signature.objects.filter(submission=submission, purpose=Purpose.CONFIRM, answer=Answer.DECLINED)
        declined = set(refusals.values_list("place", flat=True)) if submission else set()
    return [{"name": one.name, "role": one.role, "confirmed": one.place not in declined} for one in people.contributors_of(page)]


def _to_come(others: list[people.Contributor], reviewed: bool) -> list[str]:
    sentences = [_("提交之后还要请%(role)s%(name)s确认") % {"role": one.role_label, "name": one.name} for one in others]
    return [*sentences, *([_("提交之后还要请一位同专科医生审稿")] if reviewed else [])]


def signed_by(page: "ArticlePage") -> set[int]:
    """Ids of the accounts that signed any version."""
    about = {f"submission__{name}": value for name, value in key(page).items()}
    given = Signature.objects.filter(**about, answer=Answer.SIGNED, account__isnull=False)
    return set(given.values_list("account_id", flat=True))


def shown_on_page(submission: Submission, page: "ArticlePage") -> dict[str, Any]:
    """What the page tells of its signatures, kept beside the decision and never in the digest.

    `reviewers` (name, title, institution, account, day), `confirmed` (place to day), and whether a required review was waived.
    """
    given = Signature.objects.filter(submission=submission, answer=Answer.SIGNED)
    found: dict[str, Any] = {}
    reviewers = [
        {
            "name": one.name or _("（姓名已应要求抹除）"),
            "title": one.title,
            "institution": one.institution,
            "account": one.account_id,
            "day": _day(one),
        }
        for one in given
        if one.purpose == Purpose.REVIEW
    ]
    if reviewers:
        found["reviewers"] = reviewers
    elif people.needs_review(page):
        found["waived"] = True
    confirmed = {one.place: _day(one) for one in given if one.purpose == Purpose.CONFIRM}
    if confirmed:
        found["confirmed"] = confirmed
    return found


def _day(signature: Signature) -> str:
    first = signature.carried_from or signature
    return timezone.localdate(first.answered_at).isoformat() if first.answered_at else ""

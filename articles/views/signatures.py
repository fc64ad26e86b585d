"""Who was asked to sign an article's newest submission: seen by those who take part and by staff, who also ask."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doctors.models import DoctorProfile
from moderation import asked
from moderation.models import Submission
from moderation.models.reference import key
from moderation.views.access import is_moderator, sees_duties, takes_part

from ..attribution.signatures import answering, asking, carrying, mailing, people, standing
from ..attribution.signatures.asking import SignatureRefused
from ..models import ArticlePage
from ..models.signature import Answer, Purpose, Signature
from . import seen, signing


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of the newest submission, and what may be done about each."""
    page = ArticlePage.objects.filter(pk=pk).first()
    if page is None or not (is_moderator(request.user) or sees_duties(request.user) or takes_part(request.user, page)):
        raise Http404
    submission = Submission.objects.filter(**key(page)).exclude(state=Submission.State.REFUSED).first()
    link = None
    if request.method == "POST":
        if submission is None:
            raise Http404
        try:
            link = _act(request, submission)
        except SignatureRefused as refused:
            messages.error(request, str(refused))
            return redirect("articles_signatures", pk=page.pk)
        if link is None:
            return redirect("articles_signatures", pk=page.pk)
    return render(request, "articles/signatures/overview.html", {**context_of(page, submission, request.user), "link": link})


def context_of(page: ArticlePage, submission: Submission | None, user: Any) -> dict[str, Any]:
    """For the page of its own and for the tab on the review page."""
    frozen = (submission.as_submitted() if submission else None) or (page if takes_part(user, page) else seen.handed_in(page))
    asked = list(submission.signatures.select_related("account", "carried_by")) if submission else []
    for one in asked:
        one.shown_email = mailing.shown_to(one, user)  # type: ignore[attr-defined]
    moves = submission is not None and submission.state in asking.STANDING
    before = carrying.earlier_signed(submission) if submission and moves and submission.revision else None
    return {
        "page": page,
        "submission": submission,
        "draft": frozen,
        "title": frozen.title if frozen else seen.title_for_staff(page),
        "confirmations": [one for one in asked if one.purpose == Purpose.CONFIRM and one.answer != Answer.VOID],
        "reviews": [one for one in asked if one.purpose == Purpose.REVIEW and one.answer != Answer.VOID],
        "moves": moves,
        "needs_review": frozen is not None and people.needs_review(frozen),
        "colleagues": people.may_review(frozen) if moves and frozen else [],
        "lacking": standing.lacking(frozen) if frozen else [],
        "earlier": before,
        "earlier_objections": carrying.objections(before, submission) if before and submission else [],
        "decides": is_moderator(user),
        "takes_part": takes_part(user, page),
    }


def _act(request: HttpRequest, submission: Submission) -> asking.Link | None:
    """One act; answers the link that is to be shown once, if one was made. Raises SignatureRefused."""
    action = request.POST.get("action", "")
    if action == "invite":
        reviewer = get_object_or_404(DoctorProfile, pk=asked.whole(request.POST.get("reviewer")))
        signature = asking.invite_reviewer(submission, reviewer, request.user)
        return asking.make_link(signature, by=request.user)
    if action == "carry":
        if not is_moderator(request.user):
            raise SignatureRefused(_("只有审核员可以把改动标为错字或排版"))
        count = carrying.carry(submission, request.user)
        messages.success(request, _("已标为错字或排版，沿用了 %(count)s 个签署") % {"count": count})
        return None
    signature = get_object_or_404(Signature, pk=asked.whole(request.POST.get("signature")), submission=submission)
    if action == "cancel":
        asking.cancel(signature, request.user)
        messages.success(request, _("已取消这个邀请，之前的链接不能用了"))
        return None
    email = request.POST.get("email", "").strip()
    try:
        forms.EmailField(required=False).clean(email)
    except ValidationError as invalid:
        raise SignatureRefused("；".join(invalid.messages)) from invalid
    return asking.make_link(signature, email, request.user)


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, number: int) -> HttpResponse:
    """The same page as behind the link, for somebody who is signed in."""
    signature = answering.of_account(number, request.user)
    if signature is None:
        raise Http404
    return signing.answer(request, signature, by_link=False)

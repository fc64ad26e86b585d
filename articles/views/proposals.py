"""Proposed edits of an article: an editor rewrites a paragraph, its author answers edit by edit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from moderation.cards import field_label
from moderation.submissions import pending

from ..attribution.proposals import answering, naming, people, proposing
from ..attribution.proposals.proposing import ProposalRefused
from ..attribution.proposals.telling import Answered
from ..models import ArticlePage, EditProposal, EditState
from .proposal_rows import rows_of

LONGEST_NUMBER = 19  # digits of an id


class WordsForm(forms.Form):
    """The paragraph as the editor would have it; the spaces in it count."""

    path = forms.CharField(max_length=160, widget=forms.HiddenInput)
    passage = forms.CharField(strip=False, max_length=20_000, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("改成"),
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("不能整段删去，请在理由里告诉作者")},
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写一句理由，作者要据此决定")},
    )


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The author sees every proposal and answers; an editor sees their own. To everybody else the page does not exist."""
    page = ArticlePage.objects.filter(pk=pk).first()
    if page is None:
        raise Http404
    context = _context(page, request.user)
    if not (context["author"] or context["may_propose"] or context["rows"]):
        raise Http404
    if request.method == "POST":
        try:
            _act(request, page)
        except ProposalRefused as refused:
            messages.error(request, str(refused))
        return redirect("articles_edits", pk=page.pk)
    return render(request, "articles/proposals/overview.html", context)


def _context(page: ArticlePage, user: Any) -> dict[str, Any]:
    """The newest draft is the author's and their editors': to staff neither its title nor what became of a place is shown."""
    author = user.pk == page.owner_id
    basis = None if author else people.basis_for(user, page)
    newest = page.get_latest_revision()
    draft: Any = None
    if author:
        draft = newest.as_object() if newest else page
    elif basis is not None:
        draft = basis.as_object()
    rows = rows_of(page, user, draft if author or (newest and basis and newest.pk == basis.pk) else None)
    waiting = [row for row in rows if row["proposal"].state == EditState.OPEN]
    return {
        "page": page,
        "title": str(draft) if draft is not None else rows[-1]["proposal"].title if rows else "",
        "author": author,
        "may_propose": basis is not None,
        "rows": rows,
        "waiting": waiting,
        "answered": [row for row in reversed(rows) if row["proposal"].state != EditState.OPEN],
        "misprints": sum(row["proposal"].misprint and row["stands"] for row in waiting),
        "unnamed": naming.unnamed(page, draft) if author else [],
        "pending": pending(page) if author else None,
    }


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The paragraphs of the draft, one of them open for rewriting."""
    page = ArticlePage.objects.filter(pk=pk).first()
    basis = people.basis_for(request.user, page) if page is not None else None
    if page is None or basis is None:
        raise Http404
    draft: Any = basis.as_object()
    passages = people.passages_of(draft)
    asked: Any = request.POST if request.method == "POST" else request.GET
    chosen = next((one for one in passages if one.path == asked.get("path")), None)
    form, refusals = None, list[str]()
    if request.method == "POST":
        form = WordsForm(request.POST)
        if form.is_valid():
            try:
                rows = proposing.propose(page, request.user, **form.cleaned_data)
            except ProposalRefused as refused:
                refusals.append(str(refused))
            else:
                messages.success(request, _("已提交 %(count)s 处修改建议，作者会逐处决定；草稿没有变动") % {"count": len(rows)})
                return redirect("articles_edits_propose", pk=page.pk)
        refusals += [str(error) for errors in form.errors.values() for error in errors]
        typed = {name: request.POST.get(name, "") for name in ("words", "reason")}
        form = WordsForm(initial={**typed, **_place(chosen)})
    elif chosen is not None:
        form = WordsForm(initial={**_place(chosen), "words": chosen.text})
    context = {
        "page": page,
        "draft": draft,
        "newest": basis.pk == page.latest_revision_id,
        "rows": [{"passage": one, "label": field_label(draft, one.path)} for one in passages],
        "chosen": chosen,
        "form": form,
        "refusals": list(dict.fromkeys(refusals)),
        "decides": people.decides_on(request.user, page),
        "mine": EditProposal.objects.filter(article_id=page.pk, by=request.user.pk).count(),
    }
    return render(request, "articles/proposals/propose.html", context, status=422 if refusals else 200)


def summary_of(page: ArticlePage, user: Any) -> dict[str, Any]:
    """For the links that lead here from other screens."""
    author = user.pk == page.owner_id
    seen = EditProposal.objects.filter(article_id=page.pk)
    seen = seen if author else seen.filter(by=user.pk)
    return {
        "author": author,
        "may_propose": people.basis_for(user, page) is not None,
        "own": not author and seen.exists(),
        "waiting": seen.filter(state=EditState.OPEN).count(),
    }


def _place(chosen: Any) -> dict[str, str]:
    return {"path": chosen.path, "passage": chosen.text} if chosen else {}


def _act(request: HttpRequest, page: ArticlePage) -> None:
    action = request.POST.get("action", "")
    if action == "name":
        person = naming.name_editor(page, _number(request, "account"), request.user)
        messages.success(request, _("已把%(name)s作为编辑列入参与者；提交后会请本人确认") % {"name": person})
    elif action == "misprints":
        _say(request, answering.accept_misprints(page, request.user))
    elif action == "refuse_all":
        _say(request, answering.refuse_all(page, request.user))
    else:
        proposal = get_object_or_404(EditProposal, pk=_number(request, "proposal"), article=page)
        if action not in ("accept", "refuse"):
            raise ProposalRefused(_("请选择采纳或不采纳"))
        answer = answering.accept if action == "accept" else answering.refuse
        _say(request, answer(page, [proposal], request.user))


def _number(request: HttpRequest, name: str) -> int:
    """An id that was sent; 0, which nothing has, for anything else."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < LONGEST_NUMBER else 0


def _say(request: HttpRequest, answered: Answered) -> None:
    if answered.accepted:
        count = {"count": len(answered.accepted)}
        messages.success(request, _("已采纳 %(count)s 处并存为您的新草稿；再次提交时会请各位参与者重新确认") % count)
    if answered.refused:
        messages.success(request, _("已记下不采纳 %(count)s 处，草稿没有变动") % {"count": len(answered.refused)})
    if answered.stale:
        messages.warning(request, _("%(count)s 处的原文已经改过，没有替换，建议已标为作废") % {"count": len(answered.stale)})
    if answered.harsh:
        messages.warning(request, _("%(count)s 处合在一起改变了意思，没有当作错字采纳，请逐处决定") % {"count": answered.harsh})
    if answered.late:
        messages.info(request, _("这处建议已经答复过，没有重复记录"))
    if answered == Answered():
        messages.info(request, _("没有等待答复的建议"))

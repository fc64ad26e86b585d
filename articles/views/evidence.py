"""An article's evidence on one page: what it needs, what is there, and what can be done with each piece."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from moderation import asked, vault
from moderation.menu import CountedItem
from moderation.vault import access
from moderation.vault.receiving import received_in_memory
from moderation.views.access import for_moderators, is_moderator, sees_duties, takes_part

from ..attribution import evidence, evidence_acts, rights
from ..attribution.evidence_acts import EvidenceRefused
from ..attribution.evidence_vocabulary import Standing
from ..models import ArticlePage, Permission
from ..models.permission import KINDS, one
from . import seen
from .evidence_forms import FORMS, EvidenceForm

View = Callable[..., HttpResponse]
TONES = {Standing.VALID: "leaf", Standing.WAITING: "soon", Standing.EARLY: "soon"}


def _of_article(view: View) -> View:
    """For whoever takes part in the article, and for staff; to everybody else it does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        page = ArticlePage.objects.filter(pk=pk).first()
        if page is None or not (_is_staff(request.user) or takes_part(request.user, page)):
            raise Http404
        return view(request, page, *args, **kwargs)

    return guarded


def _is_staff(user: Any) -> bool:
    return is_moderator(user) or sees_duties(user)


@require_GET
@_of_article
def overview(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    return render(request, "articles/evidence/overview.html", _context(request, page))


def _context(request: HttpRequest, page: ArticlePage) -> dict[str, Any]:
    """Staff see the newest submission and never a draft; before the first one they see the evidence alone."""
    words = seen.words_for(request.user, page)
    found = rights.rights_of(words, timezone.localdate()) if words is not None else rights.Rights()
    return {
        "page": page,
        "draft": words,
        "title": words.title if words is not None else seen.title_for_staff(page),
        "found": found,
        "in_order": words is not None and not (found.objections or found.lacking or found.ended),
        "rows": rows(page, request.user),
        "kinds": [(kind, model._meta.verbose_name) for kind, model in KINDS.items()],
        "again": _again(request.user, page, words) if words is not None else [],
        "takes_part": takes_part(request.user, page),
    }


def _again(user: Any, page: ArticlePage, words: ArticlePage) -> list[Permission]:
    """This person's permissions for other articles that are for a work which this one names too."""
    here = {permission.pk for permission in evidence.permissions(page)}
    mine = Permission.objects.filter(added_by=user.pk).exclude(pk__in=here).order_by("-pk")[:50]
    works = rights.works(words)
    usable = (Standing.VALID, Standing.WAITING, Standing.EARLY)
    return [each for each in mine if each.standing() in usable and any(rights.serves(each, work) for work in works)]


def rows(page: ArticlePage, user: Any) -> list[dict[str, Any]]:
    """Each piece with where it stands and what this person may do."""
    return [row_of(each, user) for each in evidence.attached(page)]


def row_of(each: Any, user: Any) -> dict[str, Any]:
    standing = each.standing()
    return {
        "evidence": each,
        "name": each._meta.verbose_name,
        "words": standing.label,
        "tone": TONES.get(standing, "stop"),
        "readable": each.file.erased_at is None and access.may_read(user, each.file),
        "verifiable": not evidence_acts.objection(each, user),
        "objection": evidence_acts.objection(each, user) if is_moderator(user) and standing == Standing.WAITING else "",
        "withdrawable": evidence_acts.may_withdraw(each, user),
        "erasable": access.may_erase(user) and each.file.erased_at is None and standing in _OVER,
    }


_WAITING: dict[str, Any] = {"verified_at": None, "refused_at": None, "withdrawn_at": None}
_OVER = (Standing.WITHDRAWN, Standing.REFUSED, Standing.EXPIRED)


@received_in_memory
@require_http_methods(["GET", "POST"])
@_of_article
def add(request: HttpRequest, page: ArticlePage, kind: str) -> HttpResponse:
    """A refusal answers 422 and keeps what was typed; browsers never keep the chosen file."""
    if kind not in FORMS or not takes_part(request.user, page):
        raise Http404
    draft = page.get_latest_revision_as_object()
    person: Any = request.user
    form = FORMS[kind](draft, request.POST or None, request.FILES or None, initial={"obtained_by": person.get_full_name()})
    if request.method == "POST" and form.is_valid():
        try:
            evidence_acts.add(kind, page, request.user, form.cleaned_data["file"], form.values())
        except EvidenceRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("已加密保存，等待审核员核验。提交审核时审核员会看到它。"))
            return redirect("articles_evidence", page.pk)
    return _form(request, page, kind, form)


def _form(request: HttpRequest, page: ArticlePage, kind: str, form: EvidenceForm) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "kind": kind,
        "name": KINDS[kind]._meta.verbose_name,
        "without_work": kind == "permission" and not form.fields["work_title"].choices,  # type: ignore[attr-defined]
        "without_picture": kind == "release" and not form.fields["image"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "articles/evidence/add.html", context, status=422 if form.errors else 200)


@require_POST
@_of_article
def use_again(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """Evidence that this person uploaded for another article."""
    kind, _colon, number = request.POST.get("evidence", "").partition(":")
    try:
        chosen = one(kind, asked.whole(number))
    except LookupError as unknown:
        raise Http404 from unknown
    if chosen.added_by_id != request.user.pk or not takes_part(request.user, page):
        raise Http404
    try:
        evidence_acts.use_again(chosen, page, request.user)
    except EvidenceRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("这篇文章现在也使用这份授权。"))
    return redirect("articles_evidence", page.pk)


@require_POST
def act(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Verify, refuse, withdraw or erase one piece."""
    try:
        chosen = one(kind, number)
    except LookupError as unknown:
        raise Http404 from unknown
    pages = evidence_acts.articles_of(chosen)
    involved = chosen.added_by_id == request.user.pk or any(takes_part(request.user, page) for page in pages)
    if not (involved or _is_staff(request.user)):
        raise Http404
    try:
        messages.success(request, _done(request, chosen))
    except EvidenceRefused as refused:
        messages.error(request, str(refused))
    fallback = reverse("articles_evidence", args=[pages[0].pk]) if pages else reverse("articles_evidence_waiting")
    wished = request.POST.get("next", "")
    return HttpResponseRedirect(
        wished if url_has_allowed_host_and_scheme(wished, {request.get_host()}, request.is_secure()) else fallback
    )


def _done(request: HttpRequest, chosen: Any) -> str:
    action, reason = request.POST.get("action"), request.POST.get("reason", "")
    if action == "verify":
        if not request.POST.get("compared"):
            raise EvidenceRefused(_("请先打开文件对照，再勾选确认"))
        evidence_acts.verify(chosen, request.user)
        return _("已核验。")
    if action == "refuse":
        evidence_acts.refuse(chosen, request.user, reason)
        return _("已记录为核验不通过，上传人会收到原因。")
    if action == "withdraw":
        gone = evidence_acts.withdraw(chosen, request.user, reason)
        return _("已撤回；依靠它的文章已经下架，并通知了有关的人。") if gone else _("已撤回。")
    if action == "erase":
        if not access.may_erase(request.user) or chosen.standing() not in _OVER:
            raise EvidenceRefused(_("只有审核员和运营人员可以抹除文件，而且凭证要先撤回或到期"))
        vault.erase(chosen.file, request.user, f"evidence.{chosen.kind}")
        return _("文件已抹除，指纹和记录保留。")
    raise EvidenceRefused(_("没有选择要做的事"))


class WaitingEvidenceItem(CountedItem):
    """In a moderator's menu while something waits to be verified."""

    def __init__(self) -> None:
        address = reverse_lazy("articles_evidence_waiting")
        super().__init__(gettext_lazy("待核验凭证"), address, name="evidence", icon_name="doc-full", order=25)

    def count(self, request: HttpRequest) -> int:
        return sum(model._base_manager.filter(**_WAITING).count() for model in KINDS.values())

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user) and self.count(request) > 0


@require_GET
@for_moderators
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits to be verified, the oldest first."""
    found = [
        each for model in KINDS.values() for each in model._base_manager.filter(**_WAITING).select_related("file", "added_by")
    ]
    found.sort(key=lambda each: each.added_at)
    listed = [{**row_of(each, request.user), "pages": _named(evidence_acts.articles_of(each))} for each in found]
    return render(request, "articles/evidence/waiting.html", {"rows": listed})


def _named(pages: list[ArticlePage]) -> list[dict[str, Any]]:
    return [{"pk": page.pk, "title": seen.title_for_staff(page)} for page in pages]

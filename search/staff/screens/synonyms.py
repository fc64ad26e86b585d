"""Other names: proposing them one by one or as a list, and deciding on what others proposed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moderation import asked
from moderation.rules import lines

from ... import text
from ...models import Question, Synonym
from ...models.synonym import LONGEST, LONGEST_NOTE, Relation, Source, State
from ...names import review, sheets, shipped
from ...names.review import SynonymRefused
from .. import settling
from ..access import for_tenders
from ..tabs import frame

PER_PAGE = 30
SHIPPED_SHOWN = 12
# Faulty lines that come back into the form, and reasons that are listed.
LINES_BACK, REASONS_SHOWN = 500, 40
TONES = {State.PROPOSED: "soon", State.LIVE: "leaf", State.DECLINED: "plain", State.RETIRED: "plain"}


@require_http_methods(["GET", "POST"])
@for_tenders
def overview(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        typed = {"name": text.clean(request.GET.get("name", ""))[: text.QUERY_LIMIT], "question": request.GET.get("question", "")}
        return _screen(request, typed)
    typed = {name: request.POST.get(name, "") for name in ("name", "target", "relation", "note", "question")}
    question = Question.objects.filter(pk=asked.whole(typed["question"])).first()
    try:
        source = Source.ZERO if question else Source.STAFF
        made = review.propose(request.user, typed["name"], typed["target"], typed["relation"], typed["note"], source)
    except SynonymRefused as refused:
        return _screen(request, typed, refused.reasons)
    if question is not None:
        settling.settle(question, Question.Settled.NAMED, request.user)
    messages.success(request, _("已提出“%(pair)s”，等另一位同事审定。") % {"pair": made})
    return redirect("search_synonyms")


@require_POST
@for_tenders
def upload(request: HttpRequest) -> HttpResponse:
    """Sound lines wait for somebody else; the others come back into the form with what is wrong with each."""
    words, uploaded = request.POST.get("lines", ""), request.FILES.get("file")
    if uploaded is not None:
        if (uploaded.size or 0) > sheets.MOST_CHARACTERS:
            return _screen(request, {"lines": words}, [_("文件太大，最多 4 MB")])
        try:
            words = "\n".join(filter(None, (words.strip(), lines.decoded(uploaded.read()))))
        except UnicodeDecodeError:
            return _screen(request, {"lines": words}, [_("文件不是文本，请另存为 CSV（UTF-8 或 GBK）后再上传")])
    if len(words) > sheets.MOST_CHARACTERS:
        return _screen(request, {"lines": words[: LINES_BACK * LONGEST]}, [_("列表太长，请分几次提交")])
    sheet = sheets.read(words)
    if not sheet.pairs and not sheet.refused:
        return _screen(request, {"lines": words}, [_("请先粘贴或上传列表，每行一对名称")])
    try:
        if sheet.pairs:
            review.propose_many(request.user, sheet.pairs)
    except SynonymRefused as refused:
        return _screen(request, {"lines": words}, refused.reasons)
    if sheet.pairs:
        messages.success(request, _("已提出 %(number)d 对名称，等另一位同事审定。") % {"number": len(sheet.pairs)})
    if not sheet.refused:
        return redirect("search_synonyms")
    reasons = [
        _("第 %(line)d 行：%(reason)s") % {"line": number, "reason": reason}
        for number, _words, against in sheet.refused[:REASONS_SHOWN]
        for reason in against
    ]
    if len(sheet.refused) > REASONS_SHOWN:
        reasons.append(_("还有 %(number)d 行有问题") % {"number": len(sheet.refused) - REASONS_SHOWN})
    return _screen(request, {"lines": "\n".join(line for _number, line, _against in sheet.refused[:LINES_BACK])}, reasons)


@require_POST
@for_tenders
def step(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Synonym, pk=pk)
    return _taken(request, _STEPS.get(request.POST.get("step", "")), row)


@require_POST
@for_tenders
def batch(request: HttpRequest, name: str) -> HttpResponse:
    return _taken(request, _BATCH_STEPS.get(request.POST.get("step", "")), name)


def _taken(request: HttpRequest, act: Callable[[HttpRequest, Any], str] | None, about: Any) -> HttpResponse:
    if act is None:
        return redirect("search_synonyms")
    try:
        said = act(request, about)
    except SynonymRefused as refused:
        return _screen(request, {"reason": request.POST.get("reason", "")}, refused.reasons[:REASONS_SHOWN])
    messages.success(request, said)
    return redirect(f"{reverse('search_synonyms')}?{request.POST.get('back', '')[:300]}")


def _approve(request: HttpRequest, row: Synonym) -> str:
    review.approve(row, request.user)
    return _("“%(pair)s”已生效，读者的下一次搜索就会用上。") % {"pair": row}


def _decline(request: HttpRequest, row: Synonym) -> str:
    review.decline(row, request.user, request.POST.get("reason", ""))
    return _("“%(pair)s”没有采用。") % {"pair": row}


def _retire(request: HttpRequest, row: Synonym) -> str:
    review.retire(row, request.user, request.POST.get("reason", ""))
    return _("“%(pair)s”已停用。") % {"pair": row}


def _approve_batch(request: HttpRequest, name: str) -> str:
    moved, reasons = review.approve_batch(name, request.user)
    said = _("这一批的 %(number)d 对名称已生效。") % {"number": moved}
    return said + (_("另有 %(left)d 对没有通过核对，仍在待审。") % {"left": len(reasons)} if reasons else "")


def _decline_batch(request: HttpRequest, name: str) -> str:
    return _("这一批的 %(number)d 对名称没有采用。") % {
        "number": review.decline_batch(name, request.user, request.POST.get("reason", ""))
    }


_STEPS: dict[str, Callable[[HttpRequest, Any], str]] = {"approve": _approve, "decline": _decline, "retire": _retire}
_BATCH_STEPS: dict[str, Callable[[HttpRequest, Any], str]] = {"approve": _approve_batch, "decline": _decline_batch}


def _screen(request: HttpRequest, typed: dict[str, str], refusals: Sequence[str] = ()) -> HttpResponse:
    wanted = shipped.fold(request.GET.get("q", ""))[:LONGEST]
    state = request.GET.get("state", "")
    rows = Synonym.objects.select_related("proposed_by", "decided_by", "retired_by")
    if wanted:
        rows = rows.filter(Q(folded_name__contains=wanted) | Q(folded_target__contains=wanted))
    if state in State.values:
        rows = rows.filter(state=state)
    waiting = Synonym.objects.filter(state=State.PROPOSED).exclude(batch="").values("batch", "proposed_by", "proposed_by__name")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        **frame(request, "synonyms"),
        "typed": {"relation": Relation.SAME, **typed},
        "refusals": refusals,
        "relations": Relation.choices,
        "states": State.choices,
        "state": state,
        "words": request.GET.get("q", "")[:LONGEST],
        "page": page,
        "rows": [{"row": row, "tone": TONES[State(row.state)], "own": row.proposed_by_id == request.user.pk} for row in page],
        "batches": [{**one, "own": one["proposed_by"] == request.user.pk} for one in waiting.annotate(number=Count("pk"))[:10]],
        "shipped": [group for group in shipped.groups() if wanted in map(shipped.fold, group.names)][:SHIPPED_SHOWN]
        if wanted
        else [],
        "shipped_total": sum(len(group.names) - 1 for group in shipped.groups()),
        "back": address.urlencode(),
        "longest": LONGEST,
        "longest_note": LONGEST_NOTE,
        "most_lines": sheets.MOST_LINES,
    }
    return render(request, "search/staff/synonyms.html", context)
